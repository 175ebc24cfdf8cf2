// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventBytesTest {
  private static final Event EVENT =
      Event.of("DISK_FULL")
          .with("msg", "Grüße, 世界 \u0000 \n")
          .with("count", -5)
          .with("big", Long.MAX_VALUE)
          .with("load", 0.25)
          .with("empty", "")
          .with("notes", List.of("a", "", "ü"));

  @Test
  void everyTypeOfValueSurvives() throws IOException {
    Event event =
        new Event(
            "X",
            EVENT
                .slots()
                .with("wholes", new SlotValue.Wholes(List.of(1L, -2L)))
                .with("reals", new SlotValue.Reals(List.of(0.5, -1e300)))
                .with("none", List.of()));

    assertThat(EventBytes.read(EventBytes.of(event))).isEqualTo(event);
  }

  @Test
  void damagedBytesAreRefusedAndNeverMore() {
    byte[] good = EventBytes.of(EVENT);
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] bad = Arrays.copyOf(good, 1 + random.nextInt(good.length));
      bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      try {
        EventBytes.read(bad);
      } catch (IOException | IllegalArgumentException e) {
        assertThat(e).isNotNull();
      }
    }
  }

  @Test
  void aNewerVersionIsRefusedWithAdvice() {
    assertThatThrownBy(() -> EventBytes.read(new byte[] {9}))
        .hasMessageContaining("version 9, newer than 1; use a newer SDK");
  }
}
