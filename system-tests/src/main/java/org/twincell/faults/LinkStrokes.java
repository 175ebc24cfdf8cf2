// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.twincell.faults.ProcessStrokes.Victim;
import org.twincell.faults.site.Party;
import org.twincell.faults.site.Quality;
import org.twincell.faults.site.Site;
import org.twincell.faults.site.Wound;

/** Faults of links: cut, cut in one direction, reset, and worse than they should be. */
final class LinkStrokes {
  /** Each party says something to each other one in such a time, if only that it is there. */
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(4);

  /** A pair that is cut apart goes on as two within such a time, also on a busy machine. */
  private static final Duration PARTED_WITHIN = Duration.ofSeconds(30);

  private LinkStrokes() {}

  /** Which way nothing passes, seen from the victim. */
  enum Direction {
    BOTH,
    IN,
    OUT
  }

  /** Cuts a member off from the other members and the gateways. */
  static Stroke partition(Victim choice, Direction direction) {
    return scene -> {
      Party victim = choice.in(scene);
      List<Party> rest = scene.cell().everyone();
      rest.remove(victim);
      return cut(scene, victim, rest, direction);
    };
  }

  /** Cuts two parties off from each other; both reach everyone else. */
  static Stroke pair(Victim one, Victim other, Direction direction) {
    return scene -> cut(scene, one.in(scene), List.of(other.in(scene)), direction);
  }

  /**
   * The same for the standby and the witness, who have nothing to say to each other as long as the
   * active member is well: it hands the duty over, and the new one cannot talk to the witness.
   */
  static Stroke standbyAndWitness(Direction direction) {
    return scene -> {
      Party active = scene.active();
      Party standby = active == Party.PRIMARY ? Party.SECONDARY : Party.PRIMARY;
      List<String> told = new ArrayList<>();
      Hold hold =
          () -> {
            told.addAll(scene.control(active, "standby"));
            scene.hold(LONG_ENOUGH);
          };
      Effect effect = cut(scene.site(), standby, List.of(Party.WITNESS), direction, hold);
      return new Effect(effect.seen(), effect.what() + "; the duty: " + String.join(", ", told));
    };
  }

  private static Effect cut(Scene scene, Party victim, List<Party> others, Direction direction)
      throws IOException, InterruptedException {
    boolean isOfMembers = victim.isMember() && others.stream().anyMatch(Party::isMember);
    Hold hold =
        () -> {
          if (scene.cell().isPair() && isOfMembers) {
            boolean unused = scene.within(PARTED_WITHIN, scene::isApart);
          }
          scene.hold(LONG_ENOUGH);
        };
    return cut(scene.site(), victim, others, direction, hold);
  }

  /** Lets a cut last. */
  @FunctionalInterface
  interface Hold {
    void last() throws InterruptedException;
  }

  /** Every direction that is asked for has to have dropped something, or it does not count. */
  static Effect cut(Site site, Party victim, List<Party> others, Direction direction, Hold hold)
      throws IOException, InterruptedException {
    List<Wound> in = new ArrayList<>();
    List<Wound> out = new ArrayList<>();
    List<Wound> all = new ArrayList<>();
    long into = 0;
    long outOf = 0;
    try {
      for (Party other : others) {
        if (direction != Direction.OUT) in.add(made(site.cut(other, victim), all));
        if (direction != Direction.IN) out.add(made(site.cut(victim, other), all));
      }
      hold.last();
      for (Wound wound : in) into += wound.effects();
      for (Wound wound : out) outOf += wound.effects();
    } finally {
      Scene.heal(all);
    }
    boolean seen =
        switch (direction) {
          case BOTH -> into > 0 && outOf > 0;
          case IN -> into > 0;
          case OUT -> outOf > 0;
        };
    String rest = others.size() == 1 ? others.get(0).word() : "the others";
    List<String> ways = new ArrayList<>();
    if (direction != Direction.OUT) ways.add(into + " from " + rest + " to " + victim.word());
    if (direction != Direction.IN) ways.add(outOf + " from " + victim.word() + " to " + rest);
    return new Effect(seen, "times that nothing passed: " + String.join(", ", ways));
  }

  private static Wound made(Wound wound, List<Wound> all) {
    all.add(wound);
    return wound;
  }

  /** Every connection of a member with the other members is reset, again and again. */
  static Stroke reset(Victim choice) {
    return scene -> {
      Party victim = choice.in(scene);
      List<Wound> wounds = new ArrayList<>();
      long effects = 0;
      try {
        for (Party other : scene.cell().members()) {
          if (other != victim) wounds.add(scene.site().reset(victim, other));
        }
        scene.hold();
        for (Wound wound : wounds) effects += wound.effects();
      } finally {
        Scene.heal(wounds);
      }
      return Effect.counted(effects, "resets, " + victim.word());
    };
  }

  static Stroke worse(Victim choice, Quality quality, Duration atLeast) {
    return scene -> {
      Party victim = choice.in(scene);
      try (Wound wound = scene.site().worsen(victim, quality)) {
        scene.hold(atLeast);
        return Effect.counted(wound.effects(), "packets or pieces hurt, " + victim.word());
      }
    };
  }
}
