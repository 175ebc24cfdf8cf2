// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.twincell.testkit.VirtualSchedule;
import org.twincell.time.TimeSource;

/**
 * The members of one cell on one virtual clock: what stands on the log can be played through by
 * seed, with crashes and cut links, in microseconds. Everything happens on the thread that lets
 * time pass; a seed gives the same story each time.
 *
 * <pre>{@code
 * var group = new SimulatedLogGroup(seed, folder, "a", "b", "w");
 * ReplicatedLog log = group.open("a", storeOfA);
 * group.open("b", storeOfB);
 * group.open("w", LogApplier.witness());
 * group.run(Duration.ofSeconds(1));
 * group.crash("a");
 * }</pre>
 *
 * A name of {@code a...} or {@code p...} is the primary, {@code w...} a witness, others are
 * secondaries.
 */
public final class SimulatedLogGroup {
  /** What survives a crash of a member. */
  static final class Disk {
    long term;
    @Nullable String votedFor;
    final List<SimulatedEntries.Entry> entries = new ArrayList<>();
    SimulatedEntries.Snapshot snapshot = new SimulatedEntries.Snapshot(0, -1, null);
    boolean refuses;
  }

  private final Random random;
  private final VirtualSchedule schedule;
  private final Path folder;
  private final LogTuning tuning;
  private final List<LogMember> members = new ArrayList<>();
  private final Map<String, Disk> disks = new LinkedHashMap<>();
  private final Map<String, SimulatedLog> running = new LinkedHashMap<>();
  private final Set<String> cut = new HashSet<>();
  private final Map<String, VirtualSchedule.Machine> machines = new LinkedHashMap<>();
  private long slowness = 1;
  private long checkpoints;

  /** A group with the shipped times. */
  public SimulatedLogGroup(long seed, Path folder, String... names) {
    this(seed, folder, LogTuning.DEFAULT, names);
  }

  /** A group with its own times and limits; nobody is started yet. */
  public SimulatedLogGroup(long seed, Path folder, LogTuning tuning, String... names) {
    this(seed, folder, tuning, new VirtualSchedule(), names);
  }

  /** A group beside others on one clock. */
  public SimulatedLogGroup(
      long seed, Path folder, LogTuning tuning, VirtualSchedule schedule, String... names) {
    this.schedule = schedule;
    this.random = new Random(seed);
    this.folder = folder;
    this.tuning = tuning;
    for (String name : names) {
      members.add(new LogMember(name, roleOf(name), "simulated", 1 + members.size()));
      disks.put(name, new Disk());
      machines.put(name, schedule.machine(name));
    }
  }

  private static MemberRole roleOf(String name) {
    return switch (name.charAt(0)) {
      case 'a', 'p' -> MemberRole.PRIMARY;
      case 'w' -> MemberRole.WITNESS;
      default -> MemberRole.SECONDARY;
    };
  }

  /** Starts a member, for the first time or again, on what its disk kept. */
  public ReplicatedLog open(String member, LogApplier applier) {
    if (running.containsKey(member)) throw new IllegalStateException(member + " runs already");
    SimulatedLog log = new SimulatedLog(this, self(member), disk(member), applier);
    running.put(member, log);
    log.start();
    return log;
  }

  /**
   * Stops a member at once; what its disk had not yet is gone. The applier's loss is the test's.
   */
  public void crash(String member) {
    SimulatedLog log = running.remove(member);
    if (log == null) return;
    log.crash();
    machine(member).end();
  }

  /** The machine of a member: it can be paused, and its time of day can be wrong. */
  public VirtualSchedule.Machine machine(String member) {
    VirtualSchedule.Machine machine = machines.get(member);
    if (machine == null) throw new IllegalArgumentException("no member " + member);
    return machine;
  }

  /** From now on every message takes so many times as long. */
  public void slow(long factor) {
    slowness = factor;
  }

  /** Lets no message through between the two, in neither direction; also not those under way. */
  public void cut(String one, String other) {
    cut.add(one + ">" + other);
    cut.add(other + ">" + one);
  }

  /** Lets no message through from one to the other; those back arrive. */
  public void cutOneWay(String from, String to) {
    cut.add(from + ">" + to);
  }

  /** Cuts a member off from all others. */
  public void cutOff(String member) {
    for (LogMember each : members) cut(member, each.name());
  }

  /** Mends all links of a member. */
  void heal(String member) {
    cut.removeIf(link -> link.startsWith(member + ">") || link.endsWith(">" + member));
  }

  /** Mends all links. */
  public void healAll() {
    cut.clear();
  }

  /** The member's disk refuses from now on, until {@link #mendDisk}. */
  public void breakDisk(String member) {
    disk(member).refuses = true;
  }

  /** The member's disk works again; the member must be started again. */
  public void mendDisk(String member) {
    disk(member).refuses = false;
  }

  /** The clock of this group; it moves only when {@link #run} or {@link #runUntil} is called. */
  public TimeSource time() {
    return schedule.time();
  }

  /** The seeded chance of this group, for tests that want to be replayed with it. */
  public Random random() {
    return random;
  }

  /** Lets this much time pass. */
  public void run(Duration duration) {
    schedule.run(duration);
  }

  /** Lets time pass until the condition holds; false when it did not within the limit. */
  public boolean runUntil(Duration limit, BooleanSupplier condition) {
    return schedule.runUntil(limit, condition);
  }

  /** Sends a message: it arrives after a moment, or never when the link is cut then. */
  void send(String from, String to, Consumer<SimulatedLog> message) {
    machine(to)
        .later(
            slowness * between(50_000, 1_500_000),
            () -> {
              SimulatedLog receiver = running.get(to);
              if (receiver != null && !cut.contains(from + ">" + to)) message.accept(receiver);
            });
  }

  long between(long least, long most) {
    return least + (long) (random.nextDouble() * (most - least));
  }

  long nowNanos() {
    return schedule.nowNanos();
  }

  Instant wallClock() {
    return schedule.time().wallClock();
  }

  LogTuning tuning() {
    return tuning;
  }

  List<LogMember> members() {
    return members;
  }

  Path newCheckpoint() {
    return folder.resolve("checkpoint-" + checkpoints++);
  }

  private Disk disk(String member) {
    Disk disk = disks.get(member);
    if (disk == null) throw new IllegalArgumentException("no member " + member);
    return disk;
  }

  private LogMember self(String member) {
    return members.stream().filter(each -> each.name().equals(member)).findFirst().orElseThrow();
  }
}
