// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.twincell.protocol.MemberInfo.Role;
import org.twincell.testkit.VirtualTime;

class BacklogTest {
  private static final long COMMITTED = 20_000;
  private static final Members.One PARTNER =
      Members.of(StatusBoardTest.PAIR, Role.PRIMARY).partner().orElseThrow();

  private final VirtualTime time = new VirtualTime();
  private final List<String> lines = new ArrayList<>();
  private long arrivingEachSecond;
  private long applied = COMMITTED;
  private long applying;
  private int closed;

  /** Answers as often as it is asked. */
  static Backlog.Asker asker(Supplier<OptionalLong> answers, Runnable atClose) {
    return new Backlog.Asker() {
      @Override
      public OptionalLong applied() {
        return answers.get();
      }

      @Override
      public void close() {
        atClose.run();
      }
    };
  }

  private Optional<String> unready(Duration limit, Supplier<OptionalLong> answers)
      throws InterruptedException {
    return new Backlog(this::committed, one -> asker(answers, () -> closed++), time)
        .unready(PARTNER, limit, lines::add);
  }

  private long committed() {
    return COMMITTED + arrivingEachSecond * time.monotonicNanos() / 1_000_000_000;
  }

  private OptionalLong apply() {
    applied = Math.min(COMMITTED, applied + applying);
    return OptionalLong.of(applied);
  }

  @Test
  void aMemberInStepIsNotWaitedFor() throws Exception {
    applied = COMMITTED - Backlog.SHORT_ENTRIES;
    assertThat(unready(Duration.ZERO, this::apply)).isEmpty();
    assertThat(lines).isEmpty();
    assertThat(closed).isEqualTo(1);
  }

  @Test
  void aMemberThatAppliesItsLogIsWaitedFor() throws Exception {
    applied = 0;
    applying = 3000;
    assertThat(unready(Duration.ofSeconds(5), this::apply)).isEmpty();
    assertThat(applied).isGreaterThanOrEqualTo(COMMITTED - Backlog.SHORT_ENTRIES);
    assertThat(lines).first().asString().contains("secondary", "17000 entries of its log");
    assertThat(lines).as("about a line a second").hasSizeBetween(2, 5);
    assertThat(closed).as("one connection for all looks").isEqualTo(1);
  }

  @Test
  void aMemberThatKeepsUpUnderLoadIsInStepThoughItIsAMomentBehind() throws Exception {
    arrivingEachSecond = 5000;
    Supplier<OptionalLong> behind = () -> OptionalLong.of(committed() - 2000);
    assertThat(unready(Duration.ofSeconds(5), behind)).isEmpty();
    assertThat(time.monotonicNanos()).isLessThan(Duration.ofSeconds(1).toNanos());
  }

  @Test
  void aMemberThatFallsBehindUnderLoadIsNotInStep() throws Exception {
    arrivingEachSecond = 5000;
    Supplier<OptionalLong> slow =
        () -> OptionalLong.of(COMMITTED - 2000 + (committed() - COMMITTED) / 5);
    assertThat(unready(Duration.ofSeconds(5), slow)).get().asString().contains("to apply");
    assertThat(time.monotonicNanos()).isGreaterThanOrEqualTo(Duration.ofSeconds(5).toNanos());
  }

  @Test
  void aMemberThatDoesNotSayIsNotTakenForOneThatHasAppliedAll() throws Exception {
    assertThat(unready(Duration.ofSeconds(2), OptionalLong::empty))
        .get()
        .asString()
        .contains("does not say");
  }

  @Test
  void aMemberThatFallsSilentKeepsWhatItHadToDo() throws Exception {
    applied = 0;
    List<OptionalLong> answers =
        new ArrayList<>(
            List.of(OptionalLong.of(100), OptionalLong.empty(), OptionalLong.of(COMMITTED)));
    assertThat(unready(Duration.ofSeconds(5), () -> answers.remove(0))).isEmpty();
    assertThat(answers).as("asked until it had applied all").isEmpty();
  }
}
