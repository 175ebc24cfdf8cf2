// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.twincell.faults.site.Party;

/**
 * Faults of whole processes: killed, stopped for a while, gone together, gone one after another.
 */
final class ProcessStrokes {
  /** Longer than the patience of the SDK, every lease and every election. */
  private static final Duration LONGER_THAN_EVERY_TIME_OUT = Duration.ofSeconds(40);

  private static final long STOP_SECONDS = 60;

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
    List<Party> everyone = new ArrayList<>(Party.MEMBERS);
    everyone.addAll(Party.GATEWAYS);
    scene.killAll(everyone);
    boolean dead = everyone.stream().noneMatch(scene.cell()::isAlive);
    scene.startAll(everyone);
    return new Effect(dead, "all five killed and started");
  }

  static Effect stopEveryMemberInOrder(Scene scene) throws IOException, InterruptedException {
    List<Integer> codes = new ArrayList<>();
    for (Party member : Party.MEMBERS) {
      codes.add(scene.cell().program(member).terminate(STOP_SECONDS));
    }
    scene.startAll(Party.MEMBERS);
    return Effect.seen("ended with " + codes + " and started");
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
    scene.cell().program(second).kill();
    scene.cell().start(second);
    return Effect.seen(first.word() + " killed, then " + second.word());
  }
}
