// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.twincell.history.Call;
import org.twincell.history.HistoryLine;
import org.twincell.history.HistoryWriter;
import org.twincell.history.check.CheckLimits;
import org.twincell.history.check.HistoryChecker;
import org.twincell.history.check.Promise;
import org.twincell.history.check.Rule;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CommandOutcome;
import org.twincell.protocol.OpenedQuery;
import org.twincell.testkit.VirtualTime;

/** Callers of one member alone, so that the rules about terms have something to look at. */
class MemberAskerTest {
  private final VirtualTime time = new VirtualTime();
  private final List<HistoryLine> lines = new ArrayList<>();
  private final HistoryWriter history = HistoryWriter.to(lines::add, "test", 1, time);
  private final Acknowledged acknowledged = new Acknowledged();

  private MemberAsker asker(String name, long term, boolean active) {
    CellClient client =
        (CellClient)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {CellClient.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "isReachable" -> active;
                      case "openQuery" -> new OpenedQuery(0, 1);
                      case "submitWithoutWaiting" ->
                          CompletableFuture.completedFuture(outcome(term));
                      default -> throw new UnsupportedOperationException(method.getName());
                    });
    LoadSettings settings =
        new LoadSettings(
            "run", "Alphonse", List.of(), List.of(), 0, 0, Duration.ZERO, Duration.ofSeconds(1));
    return new MemberAsker(
        settings, new LoadSettings.Direct(name, client), history, acknowledged, new Random(1));
  }

  private static CommandOutcome outcome(long term) {
    return new CommandOutcome("", 0, false, true, 1, term, List.of());
  }

  private long broken(Rule rule) {
    HistoryChecker checker = new HistoryChecker(Promise.SAFE, CheckLimits.DEFAULT);
    lines.forEach(checker::accept);
    return checker.verdict().count(rule);
  }

  @Test
  void theAnswerOfAMemberIsWrittenDownWithItsNameAndItsTerm() {
    assertThat(asker("primary", 7, true).askAndSend()).hasValue("run-only-primary-1");

    Call call = (Call) lines.get(lines.size() - 1);
    assertThat(call.answer().member()).isEqualTo("primary");
    assertThat(call.answer().term()).isEqualTo(7);
    assertThat(call.client()).isEqualTo("only-primary");
  }

  @Test
  void aMemberThatDoesNotSayThatItIsActiveIsNotAsked() {
    assertThat(asker("primary", 7, false).askAndSend()).isEmpty();
    assertThat(lines).hasSize(1); // the header
  }

  @Test
  void twoMembersThatAnswerAsActiveInOneTermAreFound() {
    assertThat(asker("primary", 7, true).askAndSend()).isPresent();
    assertThat(asker("secondary", 7, true).askAndSend()).isPresent();

    assertThat(broken(Rule.TWO_ACTIVE)).isEqualTo(1);
  }

  @Test
  void aMemberThatAnswersInAnOlderTermThanAnotherHasBeforeIsFound() {
    assertThat(asker("primary", 8, true).askAndSend()).isPresent();
    time.advance(Duration.ofSeconds(1));
    assertThat(asker("secondary", 7, true).askAndSend()).isPresent();

    assertThat(broken(Rule.OLDER_TERM)).isEqualTo(1);
  }

  @Test
  void aMemberThatDoesNotShowWhatAnotherHasAcknowledgedIsFound() {
    asker("primary", 7, true).askAndSend().ifPresent(id -> acknowledged.add(id, 0));
    time.advance(Duration.ofSeconds(1));
    assertThat(asker("secondary", 8, true).askAndSend()).isPresent();

    assertThat(broken(Rule.WENT_BACK)).isEqualTo(1);
  }
}
