// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.twincell.faults.disk.Switches;
import org.twincell.faults.disk.Switches.Counter;
import org.twincell.faults.site.Party;

/** Wall clocks that jump; the monotonic clock stays true, as on a real machine. */
final class ClockStrokes {
  private static final int LEAST_MINUTES = 2;
  private static final int SPREAD_MINUTES = 28;

  private ClockStrokes() {}

  /** The clocks of all members jump, and jump back after a while. */
  static Stroke jumpOfAll(int direction) {
    return scene -> jump(direction, scene.cell().members()).strike(scene);
  }

  private static Stroke jump(int direction, List<Party> victims) {
    return scene -> {
      Duration jump =
          Duration.ofMinutes(
              direction * (LEAST_MINUTES + (long) scene.dice().nextInt(SPREAD_MINUTES)));
      long before = shifted(scene, victims);
      try {
        for (Party victim : victims) scene.disks().of(victim).clockOffset(jump);
        scene.hold();
      } finally {
        for (Party victim : victims) scene.disks().of(victim).clockOffset(Duration.ZERO);
      }
      return Effect.counted(
          shifted(scene, victims) - before, "clock readings off by " + jump.toMinutes() + " min");
    };
  }

  /** The clock of the active member alone jumps; members then disagree about the time. */
  static Stroke jumpOfTheActiveOne(int direction) {
    return scene -> jump(direction, List.of(scene.active())).strike(scene);
  }

  private static long shifted(Scene scene, List<Party> victims) throws IOException {
    long sum = 0;
    for (Party victim : victims) {
      Switches switches = scene.disks().of(victim);
      sum += switches.count(Counter.CLOCK_READS_SHIFTED);
    }
    return sum;
  }
}
