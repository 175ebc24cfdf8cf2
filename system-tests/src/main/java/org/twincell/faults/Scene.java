// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.twincell.faults.disk.HurtLibrary;
import org.twincell.faults.site.Party;
import org.twincell.faults.site.Site;
import org.twincell.faults.site.Wound;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellException;
import org.twincell.protocol.MemberInfo;
import org.twincell.time.TimeSource;

/**
 * What a stroke may touch: the processes, the links, the disks, who is active now, and the dice of
 * this blow. Used by the striking thread alone.
 *
 * @param load asks the load of the run
 * @param interruption ends waiting that only lets a fault last
 */
record Scene(
    CellUnderTest cell,
    Site site,
    Optional<HurtLibrary> hurt,
    CellClient client,
    Watch watch,
    LoadView load,
    FaultPlan.Blow blow,
    Interruption interruption,
    TimeSource time) {

  /** With so few entries to go a member counts as in step: the load does not rest for it. */
  static final long IN_STEP_ENTRIES = 200;

  /** What a stroke may ask of the load. */
  interface LoadView {
    /** Events that were acknowledged since the run began. */
    long acknowledged();
  }

  /** The active member; waits for one. */
  Party active() throws InterruptedException {
    await("a member is active", () -> watch.active().isPresent());
    return watch.active().orElse(Party.PRIMARY);
  }

  /** The member with a store that is not active. */
  Party standby() throws InterruptedException {
    return active() == Party.PRIMARY ? Party.SECONDARY : Party.PRIMARY;
  }

  /** A member by chance. */
  Party anyMember() {
    return cell.members().get(dice().nextInt(cell.members().size()));
  }

  /** A gateway by chance. */
  Party anyGateway() {
    return Party.GATEWAYS.get(dice().nextInt(Party.GATEWAYS.size()));
  }

  /** The same sequence for the same blow. */
  Random dice() {
    return new Random(blow.dice());
  }

  /** Lets the fault last for the time of the plan. */
  void hold() throws InterruptedException {
    interruption.pause(blow.hold());
  }

  /** Lets the fault last for the time of the plan, and at least for so long. */
  void hold(Duration atLeast) throws InterruptedException {
    interruption.pause(blow.hold().compareTo(atLeast) < 0 ? atLeast : blow.hold());
  }

  HurtLibrary disks() throws IOException {
    return hurt.orElseThrow(() -> new IOException("no library to hurt disks with"));
  }

  /** Kills several at one moment: nobody waits for the end of another. */
  void killAll(List<Party> victims) throws InterruptedException {
    for (Party victim : victims) cell.program(victim).kill();
  }

  void startAll(List<Party> parties) throws IOException {
    for (Party party : parties) cell.start(party);
  }

  /** Waits until events are acknowledged again; whether that happened in time. */
  boolean loadMoves(long more, Duration limit) throws InterruptedException {
    long until = load.acknowledged() + more;
    return within(limit, () -> load.acknowledged() >= until);
  }

  /** Waits for a condition; whether it came true in time, and before the run was interrupted. */
  boolean within(Duration limit, BooleanSupplier condition) throws InterruptedException {
    return waited(limit, condition, interruption::isAsked);
  }

  private boolean waited(Duration limit, BooleanSupplier condition, BooleanSupplier enough)
      throws InterruptedException {
    long start = time.monotonicNanos();
    while (!condition.getAsBoolean()) {
      if (enough.getAsBoolean() || time.monotonicNanos() - start > limit.toNanos()) return false;
      time.pause(Duration.ofMillis(50));
    }
    return true;
  }

  /** Waits for something that has to become true, also when the run is interrupted. */
  boolean comesTrue(Duration limit, BooleanSupplier condition) throws InterruptedException {
    return waited(limit, condition, () -> false);
  }

  /**
   * Whether at the last look all members were there and neither of those with a store had more than
   * {@link #IN_STEP_ENTRIES} committed entries still to apply. They may lack these.
   */
  boolean isInStep() {
    List<MemberInfo> members = watch.latest();
    long committed = members.stream().mapToLong(MemberInfo::commitIndex).max().orElse(0);
    List<MemberInfo> stores =
        members.stream()
            .filter(member -> member.reachable() && member.role() != MemberInfo.Role.WITNESS)
            .toList();
    return stores.size() == 2
        && members.stream().allMatch(MemberInfo::reachable)
        && stores.stream().allMatch(m -> m.appliedIndex() + IN_STEP_ENTRIES >= committed);
  }

  /** Whether at the last look a member of a pair went on alone. */
  boolean isApart() {
    return watch.latest().stream().anyMatch(MemberInfo::alone);
  }

  /** What a member answers to a control word; its refusal is a line as well. */
  List<String> control(Party member, String word, String... arguments) {
    List<String> lines = new ArrayList<>();
    try {
      client.control(
          CellClient.ControlTarget.valueOf(member.name()), word, List.of(arguments), lines::add);
    } catch (CellException e) {
      lines.add(String.valueOf(e.getMessage()));
    }
    return lines;
  }

  /** Waits for a condition that has to come true, also when the run is interrupted. */
  void await(String what, BooleanSupplier condition) throws InterruptedException {
    if (!waited(CellUnderTest.patience(), condition, () -> false)) {
      throw new IllegalStateException(
          "not within " + CellUnderTest.patience().toSeconds() + " s: " + what + cell.tails());
    }
  }

  /** Heals links, the last first, whatever happens to one of them. */
  static void heal(List<Wound> wounds) throws IOException {
    IOException first = null;
    for (int i = wounds.size() - 1; i >= 0; i--) {
      try {
        wounds.get(i).close();
      } catch (IOException e) {
        if (first == null) first = e;
        else first.addSuppressed(e);
      }
    }
    if (first != null) throw first;
  }
}
