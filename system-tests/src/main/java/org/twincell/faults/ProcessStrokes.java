// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.twincell.faults.site.Party;
import org.twincell.processes.Program;
import org.twincell.protocol.MemberInfo;
import org.twincell.time.TimeSource;

/**
 * Faults of whole processes: killed, stopped for a while, gone together, gone one after another.
 */
final class ProcessStrokes {
  /** Longer than the patience of the SDK, every lease and every election. */
  private static final Duration LONGER_THAN_EVERY_TIME_OUT = Duration.ofSeconds(40);

  private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

  /** A Java machine that SIGTERM ends, whatever its program does about that. */
  private static final int ENDED_BY_SIGTERM = 128 + 15;

  private ProcessStrokes() {}

  /** Whom a stroke is for, found when it strikes. */
  @FunctionalInterface
  interface Victim {
    Party in(Scene scene) throws InterruptedException;
  }

  static Stroke kill(Victim choice) {
    return scene -> {
      Party victim = choice.in(scene);
      scene.cell().program(victim).kill();
      boolean dead = !scene.cell().isAlive(victim);
      scene.hold();
      scene.cell().start(victim);
      return new Effect(dead, victim.word() + " killed");
    };
  }

  static Stroke pause(Victim choice) {
    return scene -> pause(scene, choice.in(scene), Duration.ZERO);
  }

  static Stroke longPause(Victim choice) {
    return scene -> pause(scene, choice.in(scene), LONGER_THAN_EVERY_TIME_OUT);
  }

  private static Effect pause(Scene scene, Party victim, Duration atLeast)
      throws IOException, InterruptedException {
    scene.cell().program(victim).signal("STOP");
    try {
      scene.hold(atLeast);
      char state = state(scene.cell().program(victim).pid());
      return new Effect(state == 'T', victim.word() + " stopped, state " + state);
    } finally {
      scene.cell().program(victim).signal("CONT");
    }
  }

  /** The state of a process as the kernel tells it; T is stopped. */
  private static char state(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return stat.charAt(stat.lastIndexOf(')') + 2);
  }

  static Effect killEveryone(Scene scene) throws IOException, InterruptedException {
    List<Party> everyone = scene.cell().everyone();
    scene.killAll(everyone);
    boolean dead = everyone.stream().noneMatch(scene.cell()::isAlive);
    scene.startAll(everyone);
    return new Effect(dead, "all " + everyone.size() + " killed and started");
  }

  /** All are asked to end at one moment, end in order, and start together. */
  static Effect restartEveryone(Scene scene) throws IOException, InterruptedException {
    List<Party> everyone = scene.cell().everyone();
    Map<Party, Integer> codes = end(scene, everyone);
    scene.startAll(everyone);
    return ended(
        new Effect(
            codes.size() == everyone.size(), "ended with " + codes.values() + " and started"),
        everyone,
        codes);
  }

  /** Asks all to end at one moment; the exit codes of those who did so in time. */
  static Map<Party, Integer> end(Scene scene, List<Party> asked) throws InterruptedException {
    Map<Party, Program> programs = new EnumMap<>(Party.class);
    for (Party party : asked) programs.put(party, scene.cell().program(party));
    return end(programs, STOP_LIMIT, scene.time());
  }

  /** The limit is one for all of them; who still runs then is killed and has no code. */
  static Map<Party, Integer> end(Map<Party, Program> programs, Duration limit, TimeSource time)
      throws InterruptedException {
    programs.values().forEach(Program::askToEnd);
    long askedNanos = time.monotonicNanos();
    Map<Party, Integer> codes = new EnumMap<>(Party.class);
    for (Map.Entry<Party, Program> each : programs.entrySet()) {
      Duration left = limit.minusNanos(time.monotonicNanos() - askedNanos);
      each.getValue().await(left).ifPresent(code -> codes.put(each.getKey(), code));
    }
    for (Map.Entry<Party, Program> each : programs.entrySet()) {
      if (!codes.containsKey(each.getKey())) each.getValue().kill();
    }
    return codes;
  }

  /** Whoever is asked to end does so in time and with the code of an orderly end. */
  static Effect ended(Effect effect, List<Party> asked, Map<Party, Integer> codes) {
    Effect judged = effect;
    for (Party party : asked) {
      int orderly = party.isMember() ? 0 : ENDED_BY_SIGTERM;
      Integer code = codes.get(party);
      judged =
          judged.must(
              code != null && code == orderly,
              party.word()
                  + (code == null
                      ? " still ran " + STOP_LIMIT.toSeconds() + " s after SIGTERM"
                      : " ended with " + code + " after SIGTERM, not with " + orderly));
    }
    return judged;
  }

  /** The cell goes on without its witness. */
  static Effect loseTheWitness(Scene scene) throws IOException, InterruptedException {
    scene.cell().program(Party.WITNESS).kill();
    boolean goesOn = scene.loadMoves(20, Duration.ofSeconds(60));
    scene.hold();
    scene.cell().start(Party.WITNESS);
    return new Effect(goesOn, "without witness, load went on: " + goesOn);
  }

  /** Two of three are gone: nothing is acknowledged, and everything is there afterwards. */
  static Effect loseTheWitnessThenAMember(Scene scene) throws IOException, InterruptedException {
    Party member = scene.dice().nextBoolean() ? scene.active() : scene.standby();
    scene.cell().program(Party.WITNESS).kill();
    scene.hold();
    scene.cell().program(member).kill();
    scene.hold();
    scene.cell().start(member);
    boolean goesOn = scene.loadMoves(5, Duration.ofSeconds(90));
    scene.cell().start(Party.WITNESS);
    return new Effect(goesOn, "witness and " + member.word() + " lost, load went on: " + goesOn);
  }

  /** The active member dies again before the one before has caught up. */
  static Effect killTheActiveOneTwice(Scene scene) throws IOException, InterruptedException {
    Party first = scene.active();
    long term = scene.watch().highestTerm();
    scene.cell().program(first).kill();
    scene.cell().start(first);
    scene.await("a member is active in a new term", () -> scene.watch().highestTerm() > term);
    Party second = scene.active();
    boolean behind = isBehind(scene.watch().latest(), first);
    scene.cell().program(second).kill();
    scene.cell().start(second);
    return new Effect(
        second != first && behind,
        first.word()
            + " killed, then "
            + second.word()
            + (behind ? " before" : " when")
            + " the first had caught up");
  }

  /** Whether a member was away at that look, or lacked something that was committed. */
  static boolean isBehind(List<MemberInfo> members, Party party) {
    long committed = members.stream().mapToLong(MemberInfo::commitIndex).max().orElse(0);
    return members.stream()
        .filter(member -> member.reachable() && Party.of(member.role()) == party)
        .noneMatch(member -> member.appliedIndex() >= committed);
  }
}
