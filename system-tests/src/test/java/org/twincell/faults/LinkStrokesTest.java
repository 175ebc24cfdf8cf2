// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.twincell.faults.LinkStrokes.Direction;
import org.twincell.faults.site.Party;
import org.twincell.faults.site.Quality;
import org.twincell.faults.site.Site;
import org.twincell.faults.site.Wound;

/** Which directions a cut closes, and when it counts. */
class LinkStrokesTest {
  private final Links links = new Links();

  private Effect cut(Direction direction) throws Exception {
    return LinkStrokes.cut(
        links,
        Party.PRIMARY,
        List.of(Party.WITNESS),
        direction,
        () -> assertThat(links.open).isNotEmpty());
  }

  @Test
  void everyPairOfMembersHasACutBothWaysAndOneForEachWay() {
    for (String pair : List.of("active-standby", "active-witness", "standby-witness")) {
      String one = pair.substring(0, pair.indexOf('-'));
      String other = pair.substring(pair.indexOf('-') + 1);
      assertThat(FaultKind.named("cut-" + pair)).isPresent();
      assertThat(FaultKind.named("cut-" + one + "-to-" + other)).isPresent();
      assertThat(FaultKind.named("cut-" + other + "-to-" + one)).isPresent();
    }
    assertThat(FaultKind.named("cut-gateway")).isPresent();
    assertThat(FaultKind.named("cut-gateway-standby")).isPresent();
  }

  @Test
  void aCutOfAPairClosesNothingElseAndIsHealed() throws Exception {
    links.dropped.put("primary>witness", 3L);
    links.dropped.put("witness>primary", 1L);

    assertThat(cut(Direction.BOTH).seen()).isTrue();
    assertThat(links.made).containsExactlyInAnyOrder("primary>witness", "witness>primary");
    assertThat(links.open).isEmpty();
  }

  @Test
  void aCutOfOneWayLeavesTheOther() throws Exception {
    links.dropped.put("primary>witness", 3L);

    assertThat(cut(Direction.OUT).seen()).isTrue();
    assertThat(links.made).containsExactly("primary>witness");
    assertThat(cut(Direction.IN).seen()).isFalse();
  }

  @Test
  void aCutOfBothWaysCountsOnlyWhenBothHaveDroppedSomething() throws Exception {
    links.dropped.put("primary>witness", 3L);

    assertThat(cut(Direction.BOTH).seen()).isFalse();
  }

  /** Takes down what is cut, and drops what the test says. */
  private static final class Links implements Site {
    final Map<String, Long> dropped = new HashMap<>();
    final List<String> made = new ArrayList<>();
    final List<String> open = new ArrayList<>();

    @Override
    public Wound cut(Party from, Party to) {
      String way = from.word() + ">" + to.word();
      made.add(way);
      open.add(way);
      return new Wound() {
        @Override
        public long effects() {
          return dropped.getOrDefault(way, 0L);
        }

        @Override
        public void close() {
          open.remove(way);
        }
      };
    }

    @Override
    public String describe() {
      return "links of a test";
    }

    @Override
    public Optional<String> lacks(Ability ability) {
      return Optional.empty();
    }

    @Override
    public String host(Party party) {
      return party.word();
    }

    @Override
    public String bindHost(Party party) {
      return party.word();
    }

    @Override
    public List<String> enter(Party party) {
      return List.of();
    }

    @Override
    public void started(Party party, long pid) {}

    @Override
    public Wound reset(Party one, Party other) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Wound worsen(Party party, Quality quality) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
