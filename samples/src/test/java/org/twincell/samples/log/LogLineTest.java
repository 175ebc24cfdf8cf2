// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.samples.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.twincell.client.Event;

class LogLineTest {
  private static Event event(String text, boolean classIsKnown) {
    return new LogLine("/var/log/dpkg.log", 7, text).asEvent("srv01", ZoneOffset.UTC, classIsKnown);
  }

  @Test
  void aLineOfThePackageManagerTellsTimeActionAndObject() {
    Event event = event("2025-06-24 14:36:25 status installed libc6:amd64 2.36", true);

    assertThat(event.className()).isEqualTo("LOG_LINE");
    assertThat(event.text("log_action")).isEqualTo("status");
    assertThat(event.text("mc_object")).isEqualTo("libc6:amd64");
    assertThat(event.slots().whole("log_time")).hasValue(1750775785);
    assertThat(event.slots().whole("log_line")).hasValue(7);
    assertThat(event.text("mc_host")).isEqualTo("srv01");
  }

  @Test
  void anUpgradeNamesThePackageInItsFirstWord() {
    assertThat(event("2025-06-24 14:36:25 upgrade libc6:amd64 1 2", true).text("mc_object"))
        .isEqualTo("libc6:amd64");
  }

  @Test
  void anyOtherLineIsItsText() {
    Event event = event("kernel: something failed", true);

    assertThat(event.text("msg")).isEqualTo("kernel: something failed");
    assertThat(event.text("severity")).isEqualTo("MAJOR");
    assertThat(event.slots().get("log_time")).isEmpty();
  }

  @Test
  void aCellWithoutTheClassGetsABaseEvent() {
    Event event = event("2025-06-24 14:36:25 startup archives unpack", false);

    assertThat(event.className()).isEqualTo("EVENT");
    assertThat(event.slots().get("log_file")).isEmpty();
    assertThat(event.text("mc_object")).isEqualTo("archives");
  }

  @Test
  void aVeryLongLineIsCutBelowTheLimitOfASlot() {
    assertThat(event("ü".repeat(100_000), true).text("msg")).hasSize(21_000);
  }
}
