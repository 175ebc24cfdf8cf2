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
import org.twincell.faults.site.Wound;

/** Faults of links: cut, cut in one direction, reset, and worse than they should be. */
final class LinkStrokes {
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
      List<Party> rest = new ArrayList<>(Party.MEMBERS);
      rest.addAll(Party.GATEWAYS);
      rest.remove(victim);
      return cut(scene, victim, rest, direction);
    };
  }

  /** Cuts a gateway off from the active member alone. */
  static Stroke gatewayFromActive(Direction direction) {
    return scene -> cut(scene, scene.anyGateway(), List.of(scene.active()), direction);
  }

  private static Effect cut(Scene scene, Party victim, List<Party> others, Direction direction)
      throws IOException, InterruptedException {
    List<Wound> wounds = new ArrayList<>();
    long effects = 0;
    try {
      for (Party other : others) {
        if (direction != Direction.OUT) wounds.add(scene.site().cut(other, victim));
        if (direction != Direction.IN) wounds.add(scene.site().cut(victim, other));
      }
      scene.hold();
      for (Wound wound : wounds) effects += wound.effects();
    } finally {
      Scene.heal(wounds);
    }
    return Effect.counted(effects, "times nothing passed, " + victim.word() + " " + direction);
  }

  /** Every connection of a member with the other members is reset, again and again. */
  static Stroke reset(Victim choice) {
    return scene -> {
      Party victim = choice.in(scene);
      List<Wound> wounds = new ArrayList<>();
      long effects = 0;
      try {
        for (Party other : Party.MEMBERS) {
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
