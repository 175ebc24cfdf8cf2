// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.twincell.testkit.VirtualSchedule.Machine;

/** Lets one fault follow the other, chosen by a seed; counts those that took effect. */
final class FaultMaker {
  private static final int BETWEEN_MILLIS = 900;
  private static final Duration HAND_OVER_LIMIT = Duration.ofSeconds(3);

  private static final List<Fault> BY_CHANCE =
      Stream.of(Fault.values()).filter(fault -> fault != Fault.OPERATOR).toList();

  private final World world;
  private final RandomGenerator chance;
  private final Map<Fault, Long> fired = new EnumMap<>(Fault.class);
  private final List<String> trace = new ArrayList<>();
  private boolean stopping;

  FaultMaker(World world, RandomGenerator chance) {
    this.world = world;
    this.chance = chance;
  }

  void start() {
    world.schedule().later(chance.nextLong(BETWEEN_MILLIS * 1_000_000L), this::next);
  }

  void stop() {
    stopping = true;
  }

  Map<Fault, Long> fired() {
    return fired;
  }

  /** What was done when, for a failed seed. */
  List<String> trace() {
    return trace;
  }

  private void next() {
    if (stopping) return;
    Fault fault = choose();
    String done = world.isDown() && chance.nextInt(3) > 0 ? make(Fault.MEND) : make(fault);
    if (!done.isEmpty()) {
      trace.add("%8.3f s  %s".formatted(world.schedule().nowNanos() / 1e9, done));
    }
    start();
  }

  /** Mending is the most frequent, or nothing would ever work. */
  private Fault choose() {
    if (world.isManual() && chance.nextInt(5) == 0) return Fault.OPERATOR;
    int at = chance.nextInt(BY_CHANCE.size() + 4);
    return at < BY_CHANCE.size() ? BY_CHANCE.get(at) : Fault.MEND;
  }

  private String make(Fault fault) {
    String what =
        switch (fault) {
          case CRASH_MEMBER -> crash(member());
          case CRASH_ALL_MEMBERS -> crashAll();
          case CRASH_GATEWAY -> crashGateway();
          case SHORT_PAUSE -> pause(member().machine(), 20, 450);
          case LONG_PAUSE -> pause(member().machine(), 1000, 6000);
          case PAUSE_GATEWAY -> pause(gateway().machine(), 50, 4000);
          case CUT -> cut(machine(), machine(), true);
          case CUT_ONE_WAY -> cut(machine(), machine(), false);
          case CUT_OFF -> cutOff(machine());
          case SPLIT -> split();
          case SLOW_NETWORK -> slow();
          case DUPLICATES -> duplicate();
          case CLOCK_JUMP -> jump(machine());
          case BAD_DISK -> badDisk(member());
          case SNAPSHOT -> snapshot(member());
          case HAND_OVER -> handOver();
          case OPERATOR -> operator(world.members().get(chance.nextInt(2)));
          case MEND -> {
            world.mend();
            yield "all is mended";
          }
        };
    if (!what.isEmpty()) fired.merge(fault, 1L, Long::sum);
    return what;
  }

  private SimMember member() {
    return pick(world.members());
  }

  private SimGateway gateway() {
    return pick(world.gateways());
  }

  private Machine machine() {
    return pick(world.machines());
  }

  private <T> T pick(List<T> of) {
    return of.get(chance.nextInt(of.size()));
  }

  private String crash(SimMember member) {
    if (!member.isUp()) return "";
    member.crash();
    return member.name() + " ends";
  }

  private String crashAll() {
    world.members().forEach(SimMember::crash);
    return "all members end";
  }

  private String crashGateway() {
    SimGateway gateway = gateway();
    if (!gateway.isUp()) return "";
    gateway.crash();
    return gateway.machine().name() + " ends";
  }

  private String pause(Machine machine, int leastMillis, int mostMillis) {
    if (machine.isPaused()) return "";
    long millis = chance.nextLong(leastMillis, mostMillis);
    machine.pause();
    world.schedule().later(millis * 1_000_000, machine::resume);
    return machine.name() + " stands still for " + millis + " ms";
  }

  private String cut(Machine one, Machine other, boolean bothWays) {
    if (one == other) return "";
    world.cut(one.name(), other.name());
    if (bothWays) world.cut(other.name(), one.name());
    return one.name() + " does not reach " + other.name() + (bothWays ? ", nor back" : "");
  }

  private String cutOff(Machine machine) {
    for (Machine other : world.machines()) {
      world.cut(machine.name(), other.name());
      world.cut(other.name(), machine.name());
    }
    return machine.name() + " is cut off";
  }

  private String split() {
    List<String> left = new ArrayList<>();
    List<String> right = new ArrayList<>();
    for (Machine machine : world.machines()) {
      // Clients reach both sides, so that what one side says is compared with the other's.
      if (machine.name().startsWith("client")) continue;
      (chance.nextBoolean() ? left : right).add(machine.name());
    }
    if (left.isEmpty() || right.isEmpty()) return "";
    for (String one : left) {
      for (String other : right) {
        world.cut(one, other);
        world.cut(other, one);
      }
    }
    return left + " and " + right + " do not reach each other";
  }

  private String slow() {
    long factor = chance.nextLong(5, 60);
    world.slow(factor);
    return "the network is " + factor + " times slower";
  }

  private String duplicate() {
    world.workers().forEach(worker -> worker.sdk().duplicate(4));
    return "requests arrive twice";
  }

  private String jump(Machine machine) {
    Duration by = Duration.ofSeconds(chance.nextLong(-600, 600));
    machine.jumpClock(by);
    return "the clock of " + machine.name() + " jumps by " + by;
  }

  private String badDisk(SimMember member) {
    world.breakDisk(member.name());
    return "the disk of " + member.name() + " refuses";
  }

  private String snapshot(SimMember member) {
    var log = member.log();
    if (log == null || member.store().isEmpty()) return "";
    var unused = log.takeSnapshot();
    return member.name() + " makes a snapshot";
  }

  /** What {@code mcontrol active} on a member does; nothing where it would be refused. */
  private String operator(SimMember to) {
    var wanted = to.process();
    if (wanted == null || wanted.isActive()) return "";
    for (SimMember member : world.members()) {
      var process = member.process();
      if (process == null || !process.isActive()) continue;
      process.giveDutyTo(to.name(), HAND_OVER_LIMIT);
      return "mcontrol active: " + member.name() + " gives the duty to " + to.name();
    }
    if (!wanted.leads()) return "";
    wanted.takeDuty();
    return "mcontrol active: " + to.name() + " takes the duty";
  }

  private String handOver() {
    for (SimMember member : world.members()) {
      var process = member.process();
      var log = member.log();
      if (process == null || log == null || !process.isActive()) continue;
      String to = member.name().equals(World.PRIMARY) ? World.SECONDARY : World.PRIMARY;
      var unused = log.handOver(to, HAND_OVER_LIMIT);
      return member.name() + " hands over to " + to;
    }
    return "";
  }
}
