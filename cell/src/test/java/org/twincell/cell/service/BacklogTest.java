// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.twincell.directory.Address;
import org.twincell.directory.CellEntry;
import org.twincell.directory.EntryKey;
import org.twincell.protocol.MemberInfo.Role;
import org.twincell.testkit.VirtualTime;

class BacklogTest {
  private static final long COMMITTED = 20_000;
  private static final Members.One PARTNER =
      Members.of(
              CellEntry.of(
                  "Alphonse",
                  new EntryKey("0"),
                  new Address("127.0.0.1", 1828),
                  new Address("127.0.0.1", 1838)),
              Role.PRIMARY)
          .partner()
          .orElseThrow();

  private final VirtualTime time = new VirtualTime();
  private final List<String> lines = new ArrayList<>();
  private long applied = COMMITTED;
  private long appliedAtALook;

  private Backlog backlog() {
    return new Backlog(
        () -> COMMITTED,
        one -> {
          applied = Math.min(COMMITTED, applied + appliedAtALook);
          return OptionalLong.of(applied);
        },
        time);
  }

  private OptionalLong await(Duration limit) throws InterruptedException {
    return backlog().await(PARTNER, limit, lines::add);
  }

  @Test
  void aMemberInStepIsNotWaitedFor() throws Exception {
    applied = COMMITTED - Backlog.SHORT_ENTRIES;
    assertThat(await(Duration.ZERO)).isEmpty();
    assertThat(lines).isEmpty();
  }

  @Test
  void aMemberThatAppliesItsLogIsWaitedFor() throws Exception {
    applied = 0;
    appliedAtALook = 1000;
    assertThat(await(Duration.ofSeconds(5))).isEmpty();
    assertThat(applied).isGreaterThanOrEqualTo(COMMITTED - Backlog.SHORT_ENTRIES);
    assertThat(lines).first().asString().contains("secondary", "applies its log", "19000 entries");
    assertThat(lines).as("a line each second").hasSizeBetween(3, 5);
  }

  @Test
  void whatIsLeftAtTheEndIsTold() throws Exception {
    applied = 12_000;
    assertThat(await(Duration.ofSeconds(5))).hasValue(8000);
    assertThat(time.monotonicNanos()).isGreaterThanOrEqualTo(Duration.ofSeconds(5).toNanos());
  }

  @Test
  void aMemberThatDoesNotSayIsJudgedByItsLogAlone() throws Exception {
    Backlog silent = new Backlog(() -> COMMITTED, one -> OptionalLong.empty(), time);
    assertThat(silent.entries(PARTNER)).isEmpty();
    assertThat(silent.await(PARTNER, Duration.ofSeconds(5), lines::add)).isEmpty();
    assertThat(lines).isEmpty();
  }
}
