// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.twincell.event.RawValue;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.CommandOutcome;
import org.twincell.protocol.MemberInfo;
import org.twincell.protocol.MemberInfo.Role;
import org.twincell.time.SystemTime;
import org.twincell.time.TimeSource;

/** A drill after which nobody gets the duty. */
@Timeout(120)
class FailedDrillTest {
  private static final Drill.Plan PLANNED =
      new Drill.Plan(Drill.Kind.PLANNED, false, Duration.ofSeconds(5), "anna@here");

  private final Clock clock = new Clock();
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final List<CellCommand.NewObject> events = new CopyOnWriteArrayList<>();
  private boolean refuses;
  private volatile boolean isDown;

  /** Real until the member was hurt; afterwards a minute passes at once. */
  private static final class Clock implements TimeSource {
    private final AtomicLong nanos = new AtomicLong();
    private volatile boolean isFast;

    @Override
    public long monotonicNanos() {
      return nanos.get();
    }

    @Override
    public Instant wallClock() {
      return Instant.EPOCH;
    }

    @Override
    public void pause(Duration length) throws InterruptedException {
      if (isFast) nanos.addAndGet(length.toNanos());
      else SystemTime.SYSTEM.pause(Duration.ofMillis(1));
    }
  }

  private CellClient client() {
    return (CellClient)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {CellClient.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "submit" -> submit((CellCommand.NewObject) arguments[0]);
                  case "status" -> isDown ? List.of() : List.of(primary());
                  case "control" -> control((String) arguments[1], (List<?>) arguments[2]);
                  default -> throw new AssertionError(method.getName());
                });
  }

  private static MemberInfo primary() {
    return new MemberInfo(
        "Alphonse",
        Role.PRIMARY,
        "SystemA:1828",
        true,
        MemberInfo.Duty.ACTIVE,
        7,
        "safe",
        Optional.of("SystemA:1828"),
        9,
        9,
        List.of(),
        Instant.EPOCH,
        "",
        false,
        0,
        0,
        "",
        "",
        Optional.empty(),
        MemberInfo.StoreComparison.EQUAL,
        false);
  }

  private CompletableFuture<CommandOutcome> submit(CellCommand.NewObject command) {
    boolean canary = command.instance().className().equals(Canaries.CLASS);
    if (!canary) events.add(command);
    return isDown && !canary
        ? CompletableFuture.failedFuture(
            new CellException(CellError.UNAVAILABLE, "no member is active", "", ""))
        : CompletableFuture.completedFuture(
            new CommandOutcome(command.objectId(), 1, false, true, 9, 7, List.of()));
  }

  private Object control(String word, List<?> arguments) {
    said.add(word + " " + arguments);
    if (word.equals("standby")) {
      if (refuses) throw new CellException(CellError.REFUSED, "the other is not in step", "", "");
      clock.isFast = true;
    }
    return word;
  }

  private void run() {
    assertThatThrownBy(() -> Drill.run(client(), PLANNED, clock, lines::add))
        .isInstanceOf(CellException.class)
        .hasMessageContaining(refuses ? "not in step" : "did not come to its end");
  }

  @Test
  void aDrillThatDidNotComeToItsEndIsAnEventAndCountsAsNotClean() {
    run();
    assertThat(events)
        .singleElement()
        .satisfies(it -> assertThat(it.instance().className()).isEqualTo("MC_CELL_DRILL"))
        .satisfies(
            it ->
                assertThat(it.instance().slots())
                    .containsEntry("severity", RawValue.text("CRITICAL"))
                    .containsEntry("drill_kind", RawValue.text("PLANNED"))
                    .containsEntry("active_before", RawValue.text("SystemA:1828")));
    assertThat(said).last().asString().startsWith("drill [failed, planned, ");
  }

  @Test
  void whereNobodyIsInReachTheFailureItselfStaysWhatTheCallerHears() {
    CellClient client = client();
    assertThatThrownBy(
            () ->
                Drill.run(
                    client,
                    PLANNED,
                    clock,
                    line -> {
                      lines.add(line);
                      if (line.startsWith("waiting until another")) isDown = true;
                    }))
        .hasMessageContaining("did not come to its end");
    assertThat(lines).anyMatch(line -> line.contains("no event of the cell"));
    assertThat(lines).anyMatch(line -> line.contains("in no metric: no member answers"));
  }

  @Test
  void aDrillThatWasRefusedIsNoFailure() {
    refuses = true;
    run();
    assertThat(events).isEmpty();
    assertThat(said).noneMatch(line -> line.contains("failed"));
  }
}
