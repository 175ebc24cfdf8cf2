// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.event.RawInstance;
import org.twincell.event.RawValue;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellClient.ControlTarget;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.MemberInfo;
import org.twincell.protocol.ObjectKind;
import org.twincell.time.TimeSource;

/**
 * Practises a change of duty on a live cell, from where a client is. The active member refuses when
 * the drill would cost more than a moment: the standby is not in step, the cell is paused, there is
 * no witness for a crash or a cut.
 */
public final class Drill {
  private static final Logger LOG = LoggerFactory.getLogger(Drill.class);

  /** The control word by which a member takes part. */
  public static final String WORD = "drill";

  /** How long anything may take before the drill gives up. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration LOOK = Duration.ofMillis(50);
  static final Duration STATUS_LIMIT = Duration.ofSeconds(2);

  /** So long after a cut has healed the duty has stayed where it was. */
  private static final Duration UNUSED_CUT = Duration.ofSeconds(10);

  private static final Duration LINE_EVERY = Duration.ofSeconds(2);

  /** Canaries before the fault, and after it, that make a measurement. */
  private static final int ENOUGH = 40;

  /** A member so far behind is in step. */
  private static final long IN_STEP_ENTRIES = 1000;

  private final CellClient client;
  private final Plan plan;
  private final TimeSource time;
  private final Consumer<String> lines;

  /** What is done to the active member. */
  public enum Kind {
    /** It hands the duty over. */
    PLANNED,
    /** Its process halts as with SIGKILL; who supervises it has to start it again. */
    CRASH,
    /** Its links to the other members are cut for some seconds. */
    PARTITION
  }

  /**
   * What is asked for.
   *
   * @param confirmed the user knows that a crashed member stays down until it is started
   * @param cut how long a partition lasts, 1 to 60 s
   * @param sender who asks, for instance {@code user@host}
   */
  public record Plan(Kind kind, boolean confirmed, Duration cut, String sender) {
    /** Checks the range. */
    public Plan {
      if (cut.toSeconds() < 1 || cut.toSeconds() > 60) {
        throw new IllegalArgumentException("a cut lasts 1 to 60 s, not " + cut.toSeconds());
      }
    }

    String word() {
      return kind.name().toLowerCase(Locale.ROOT);
    }
  }

  private Drill(CellClient client, Plan plan, TimeSource time, Consumer<String> lines) {
    this.client = client;
    this.plan = plan;
    this.time = time;
    this.lines = lines;
  }

  /**
   * Runs a drill to its end; blocks. What it measured is also an event of the cell, {@code
   * MC_CELL_DRILL}, and metrics of its active member; where the cell does not take these, a line
   * says so and the result stands.
   *
   * <p>One that had begun to act on the active member and did not come to its end is recorded too,
   * as far as a member is in reach. One that ended before that, for instance because no canary was
   * acknowledged, or whose act was refused, has hurt nothing and is not recorded.
   *
   * @param lines hears what is going on
   * @throws CellException REFUSED with the reason, before anything was done; else what went wrong
   */
  public static DrillResult run(
      CellClient client, Plan plan, TimeSource time, Consumer<String> lines)
      throws InterruptedException {
    return new Drill(client, plan, time, lines).run();
  }

  private DrillResult run() throws InterruptedException {
    client.control(ControlTarget.ACTIVE, WORD, arguments("check"), lines);
    MemberInfo before = active().orElseThrow(() -> failed("no member is active"));
    String id = "drill-" + UUID.randomUUID();
    try (Canaries canaries = new Canaries(client, id, plan.sender(), time)) {
      return measure(id, canaries, before);
    }
  }

  private DrillResult measure(String id, Canaries canaries, MemberInfo before)
      throws InterruptedException {
    boolean acted = false;
    DrillResult result;
    try {
      canaries.start();
      await("canary events are acknowledged", () -> canaries.acknowledged() >= ENOUGH);
      lines.accept(
          "canary events flow, "
              + canaries.acknowledged()
              + " acknowledged; now "
              + plan.word()
              + " of "
              + name(before));
      canaries.watch();
      acted = true;
      act(before);
      MemberInfo after = awaitAnother(before);
      lines.accept(name(after) + " is active, term " + after.term());
      long atChange = canaries.acknowledged();
      await(
          "canary events are acknowledged again",
          () -> canaries.acknowledged() >= atChange + ENOUGH || !canaries.mayGoOn());
      awaitHealed(before);
      canaries.stop();
      result = result(id, canaries, before, after);
    } catch (CellException failure) {
      boolean refused = failure.error() == CellError.REFUSED;
      if (acted && !refused)
        new FailedDrill(client, plan, lines).record(id, canaries, before, failure);
      throw failure;
    }
    record(result);
    return result;
  }

  private List<String> arguments(String step) {
    List<String> all = new ArrayList<>(List.of(step, plan.word()));
    if (plan.confirmed()) all.add("--yes");
    return all;
  }

  private void act(MemberInfo active) {
    switch (plan.kind()) {
      case PLANNED ->
          client.control(
              target(active),
              "standby",
              List.of("--for=mcontrol drill planned by " + plan.sender()),
              lines);
      case CRASH -> crash(active);
      case PARTITION ->
          client.control(
              target(active), WORD, List.of("partition", "" + plan.cut().toSeconds()), lines);
    }
  }

  /** A member that halts may not get its answer out. */
  private void crash(MemberInfo active) {
    try {
      client.control(target(active), WORD, List.of("crash", "--yes"), lines);
    } catch (CellException gone) {
      if (gone.error() == CellError.REFUSED) throw gone;
      lines.accept(name(active) + " went without a word");
    }
  }

  private MemberInfo awaitAnother(MemberInfo before) throws InterruptedException {
    long begun = time.monotonicNanos();
    await("another member is active", () -> afterwards(before, begun).isPresent());
    return afterwards(before, begun).orElseThrow(() -> failed("it went again"));
  }

  /** After a cut that nobody used, the member that was cut off goes on: that is a result too. */
  private Optional<MemberInfo> afterwards(MemberInfo before, long begunNanos) {
    long cut = plan.cut().plus(UNUSED_CUT).toNanos();
    boolean unused = plan.kind() == Kind.PARTITION && time.monotonicNanos() - begunNanos > cut;
    return active().filter(now -> unused || isAfter(before, now));
  }

  private static boolean isAfter(MemberInfo before, MemberInfo now) {
    return now.term() > before.term() && !now.address().equals(before.address());
  }

  private void awaitHealed(MemberInfo before) throws InterruptedException {
    switch (plan.kind()) {
      case PLANNED -> await(name(before) + " is in step", () -> isInStep(before));
      case PARTITION -> await(name(before) + " is back and in step", () -> isInStep(before));
      case CRASH ->
          lines.accept(name(before) + " is down until its supervisor, or you, start it again");
    }
  }

  /** Who has the duty again, after a cut that nobody used, is in step with itself. */
  private boolean isInStep(MemberInfo member) {
    return active().filter(now -> isInStep(now, member)).isPresent();
  }

  private static boolean isInStep(MemberInfo active, MemberInfo member) {
    return active.address().equals(member.address())
        || active.peers().stream()
            .filter(peer -> peer.address().equals(member.address()))
            .filter(peer -> peer.reachable() && peer.lagEntries() >= 0)
            .anyMatch(peer -> peer.lagEntries() <= IN_STEP_ENTRIES);
  }

  private Optional<MemberInfo> active() {
    return client.status(STATUS_LIMIT).stream()
        .filter(member -> member.reachable() && member.duty() == MemberInfo.Duty.ACTIVE)
        .max(java.util.Comparator.comparingLong(MemberInfo::term));
  }

  private void await(String what, BooleanSupplier condition) throws InterruptedException {
    long start = time.monotonicNanos();
    long line = start;
    while (!condition.getAsBoolean()) {
      long now = time.monotonicNanos();
      if (now - start > PATIENCE.toNanos()) throw failed("not within " + PATIENCE + ": " + what);
      if (now - line > LINE_EVERY.toNanos()) {
        lines.accept("waiting until " + what);
        line = now;
      }
      time.pause(LOOK);
    }
  }

  private CellException failed(String why) {
    return new CellException(
        CellError.OUTCOME_UNKNOWN,
        "the drill did not come to its end",
        why,
        "Look at the members with mcontrol status; what the drill cut heals by itself.");
  }

  private DrillResult result(String id, Canaries canaries, MemberInfo before, MemberInfo after) {
    Canaries.Found found = canaries.find();
    return new DrillResult(
        plan.kind(),
        id,
        canaries.longestGap().toMillis(),
        canaries.acknowledged(),
        canaries.failures(),
        canaries.failed(),
        found.lost(),
        found.doubled(),
        before.address(),
        after.address());
  }

  /** The drill has come to its end, whether or not the cell takes what is told of it. */
  private void record(DrillResult result) {
    try {
      client.submit(event(result), PATIENCE).join();
    } catch (CompletionException | CellException e) {
      LOG.debug("the event was not taken", e);
      lines.accept("the result of the drill may be no event of the cell: " + e.getMessage());
    }
    try {
      client.control(ControlTarget.ACTIVE, WORD, figures(result), line -> {});
    } catch (CellException e) {
      LOG.debug("the metrics were not taken", e);
      lines.accept("the result of the drill may be in no metric: " + e.getMessage());
    }
  }

  private CellCommand event(DrillResult result) {
    Map<String, RawValue> slots = new LinkedHashMap<>();
    slots.put("drill_kind", RawValue.text(result.kind().name()));
    slots.put("mc_parameter", RawValue.text(result.id()));
    slots.put("longest_gap_millis", number(result.longestGapMillis()));
    slots.put("canaries_acknowledged", number(result.acknowledged()));
    slots.put("canaries_failed", number(result.failed()));
    slots.put("canaries_lost", number(result.lost()));
    slots.put("canaries_doubled", number(result.doubled()));
    slots.put("active_before", RawValue.text(result.before()));
    slots.put("active_after", RawValue.text(result.after()));
    slots.put("severity", RawValue.text(result.isClean() ? "OK" : "MAJOR"));
    slots.put("msg", RawValue.text(result.text()));
    return new CellCommand.NewObject(
        new CellCommand.Origin(UUID.randomUUID().toString(), plan.sender(), ""),
        ObjectKind.EVENT,
        new RawInstance("MC_CELL_DRILL", slots),
        result.id());
  }

  private List<String> figures(DrillResult result) {
    return List.of(
        "result",
        plan.word(),
        "" + result.longestGapMillis(),
        "" + result.acknowledged(),
        "" + result.failed(),
        "" + result.lost(),
        "" + result.doubled());
  }

  static RawValue number(long value) {
    return RawValue.text(Long.toString(value));
  }

  private static String name(MemberInfo member) {
    return member.role().name().toLowerCase(Locale.ROOT).replace('_', '-') + " " + member.address();
  }

  static ControlTarget target(MemberInfo member) {
    return switch (member.role()) {
      case PRIMARY, STAND_ALONE -> ControlTarget.PRIMARY;
      case SECONDARY -> ControlTarget.SECONDARY;
      case WITNESS -> ControlTarget.WITNESS;
    };
  }
}
