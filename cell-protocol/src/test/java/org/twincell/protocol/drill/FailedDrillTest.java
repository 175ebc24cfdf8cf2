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
import org.twincell.protocol.OpenedQuery;
import org.twincell.protocol.RowPage;
import org.twincell.time.SystemTime;
import org.twincell.time.TimeSource;

/** What is recorded of a drill after which nobody gets the duty, and what of others is not. */
@Timeout(120)
class FailedDrillTest {
  private static final Drill.Plan PLANNED =
      new Drill.Plan(Drill.Kind.PLANNED, false, Duration.ofSeconds(5), "anna@here");

  private static final MemberInfo.Peer PRIMARY_IN_STEP =
      new MemberInfo.Peer(
          Role.PRIMARY,
          "SystemA:1828",
          true,
          0,
          0,
          0,
          MemberInfo.Signal.LIVE,
          Optional.empty(),
          "");

  /** The cell takes so long for the event, longer than any gap of these drills. */
  private static final Duration EVENT_TAKES = Duration.ofHours(1);

  private final Clock clock = new Clock();
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final List<CellCommand.NewObject> events = new CopyOnWriteArrayList<>();
  private boolean refuses;
  private boolean takesCanaries = true;
  private boolean comesToItsEnd;
  private volatile boolean isHandedOver;
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
                  case "status" -> members();
                  case "control" -> control((String) arguments[1], (List<?>) arguments[2]);
                  case "openQuery" -> new OpenedQuery(0, 9);
                  case "readRows" -> new RowPage(List.of(), 0, true);
                  default -> throw new AssertionError(method.getName());
                });
  }

  private List<MemberInfo> members() {
    if (isDown) return List.of();
    return isHandedOver
        ? List.of(member(Role.SECONDARY, "SystemB:1828", 8, List.of(PRIMARY_IN_STEP)))
        : List.of(member(Role.PRIMARY, "SystemA:1828", 7, List.of()));
  }

  private static MemberInfo member(
      Role role, String address, long term, List<MemberInfo.Peer> peers) {
    return new MemberInfo(
        "Alphonse",
        role,
        address,
        true,
        MemberInfo.Duty.ACTIVE,
        term,
        "safe",
        Optional.of(address),
        9,
        9,
        peers,
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
    if (!canary && clock.isFast) clock.nanos.addAndGet(EVENT_TAKES.toNanos());
    boolean taken = canary ? takesCanaries : !isDown && !comesToItsEnd;
    return !taken
        ? CompletableFuture.failedFuture(
            new CellException(CellError.UNAVAILABLE, "no member is active", "", ""))
        : CompletableFuture.completedFuture(
            new CommandOutcome(command.objectId(), 1, false, true, 9, 7, List.of()));
  }

  private Object control(String word, List<?> arguments) {
    said.add(word + " " + arguments);
    if (word.equals("standby")) {
      if (refuses) throw new CellException(CellError.REFUSED, "the other is not in step", "", "");
      isHandedOver = comesToItsEnd;
      clock.isFast = !comesToItsEnd;
    }
    if (arguments.get(0).equals("result")) {
      throw new CellException(CellError.UNAVAILABLE, "no member is active", "", "");
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
  void theEventAndTheMetricTellTheSameFigures() {
    run();
    List<String> slots =
        List.of("longest_gap_millis", "canaries_acknowledged", "canaries_failed").stream()
            .map(events.get(0).instance().slots()::get)
            .map(value -> ((RawValue.Text) value).value())
            .toList();
    assertThat(said).last().isEqualTo("drill [failed, planned, " + String.join(", ", slots) + "]");
  }

  @Test
  void aDrillThatEndedBeforeItDidAnythingIsRecordedNowhere() {
    takesCanaries = false;
    clock.isFast = true;
    run();
    assertThat(events).isEmpty();
    assertThat(said).containsExactly("drill [check, planned]");
  }

  @Test
  void aDrillThatCameToItsEndIsNoFailureThoughItsResultIsNotTaken() throws Exception {
    comesToItsEnd = true;
    DrillResult result = Drill.run(client(), PLANNED, clock, lines::add);
    assertThat(result.after()).isEqualTo("SystemB:1828");
    assertThat(events)
        .singleElement()
        .satisfies(
            it ->
                assertThat(it.instance().slots())
                    .containsEntry("active_after", RawValue.text("SystemB:1828")));
    assertThat(said).noneMatch(it -> it.contains("failed"));
    assertThat(lines)
        .anyMatch(it -> it.contains("may be no event of the cell: "))
        .anyMatch(it -> it.contains("may be in no metric: "));
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
