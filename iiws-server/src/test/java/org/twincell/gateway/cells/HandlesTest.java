// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.cells;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.RowRequest;
import org.twincell.testkit.VirtualTime;

/** Names that clients hold: computed, checked, never remembered. */
class HandlesTest {
  private static final HandleSeal SEAL = new HandleSeal("0123456789abcdef");
  private static final QueryHandle HANDLE =
      new QueryHandle(
          "Alphonse", ObjectKind.DATA, "A where [ b: == 'ü' ]", List.of("x", "y"), 77, 12);

  @Test
  void aSealedHandleIsOpenedByEverySealOfTheSameKeyAndNoOther() {
    String token = SEAL.seal(HANDLE);

    assertThat(token).matches("[A-Za-z0-9_-]+");
    assertThat(new HandleSeal("0123456789abcdef").open(token)).contains(HANDLE);
    assertThat(new HandleSeal("0123456789abcdeF").open(token)).isEmpty();
    assertThat(HandleSeal.claimedCell(token)).contains("Alphonse");
  }

  @Test
  void noChangeOfATokenIsOpened() {
    byte[] token = Base64.getUrlDecoder().decode(SEAL.seal(HANDLE));
    Random random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      byte[] changed = token.clone();
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      String text = Base64.getUrlEncoder().withoutPadding().encodeToString(changed);
      assertThat(SEAL.open(text)).isEmpty();
      HandleSeal.claimedCell(text);
    }
    for (int length = 0; length < token.length; length++) {
      String cut = SEAL.seal(HANDLE).substring(0, length);
      assertThat(SEAL.open(cut)).isEmpty();
      HandleSeal.claimedCell(cut);
    }
    assertThat(SEAL.open("pncell_host_1312305338934_216")).isEmpty();
    assertThat(SEAL.open("A".repeat(HandleSeal.TOKEN_LIMIT_CHARS + 1))).isEmpty();
  }

  @Test
  void connectionIdsAreTheSameInAnyCaseAndFitIntoADouble() {
    Set<Long> ids = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      for (BufferMode mode : BufferMode.values()) {
        long id = ConnectionIds.id("Cell" + i, mode);
        assertThat((long) (double) id).isEqualTo(id).isPositive();
        assertThat(ConnectionIds.isWellFormed(id)).isTrue();
        assertThat(ConnectionIds.id("cELL" + i, mode)).isEqualTo(id);
        ids.add(id);
      }
    }
    assertThat(ids).hasSize(40_000);
  }

  @Test
  void aNumberThatIsNoIdIsSeldomTakenForOne() {
    Random random = new Random(2);
    long taken =
        IntStream.range(0, 100_000)
            .mapToLong(i -> (1L << 52) | (random.nextLong() >>> 12))
            .filter(ConnectionIds::isWellFormed)
            .count();
    assertThat(taken).isLessThan(20);
    for (long odd : new long[] {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, 1312416763927L}) {
      assertThat(ConnectionIds.isWellFormed(odd)).isFalse();
    }
  }

  @Test
  void anIdIsOnlyKnownWhereItsCellIs() {
    ConnectionIds ids = new ConnectionIds(List.of("Alphonse"));

    assertThat(ids.meaning(ConnectionIds.id("alphonse", BufferMode.HIGH)))
        .contains(new ConnectionIds.Meaning("Alphonse", BufferMode.HIGH));
    assertThat(ids.meaning(ConnectionIds.id("Bertha", BufferMode.HIGH))).isEmpty();
    assertThatThrownBy(() -> new ConnectionIds(List.of("a", "A")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rename one");
  }

  @Test
  void eventIdsAreDigitsAndNeverTheSameEvenWhenTheClockStandsStill() {
    VirtualTime time = new VirtualTime();
    EventIds one = new EventIds(time, new Random(3));
    EventIds two = new EventIds(time, new Random(4));
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      ids.add(one.next());
      ids.add(two.next());
    }
    time.advance(Duration.ofMillis(5));
    ids.add(one.next());

    assertThat(ids).hasSize(2001).allMatch(id -> id.matches("ImWebServices\\.\\d+\\.\\d+\\.\\d+"));
    long start = Long.parseLong(one.next().split("\\.")[1]);
    assertThat(start).isPositive();
  }

  @Test
  void theNextPageStartsWhereTheLastOneEnded() {
    PageCursors cursors = new PageCursors(2);
    assertThat(cursors.at("a", 10)).isEqualTo(new RowRequest.Cursor(0, 10));
    cursors.note("a", 10, 500);
    cursors.note("a", 20, 900);

    assertThat(cursors.at("a", 10)).isEqualTo(new RowRequest.Cursor(500, 0));
    assertThat(cursors.at("a", 15)).isEqualTo(new RowRequest.Cursor(500, 5));
    assertThat(cursors.at("a", 25)).isEqualTo(new RowRequest.Cursor(900, 5));
    assertThat(cursors.at("a", 5)).isEqualTo(new RowRequest.Cursor(0, 5));
    assertThat(cursors.at("b", 5)).isEqualTo(new RowRequest.Cursor(0, 5));
  }

  @Test
  void thePlacesOfAQueryAreKeptUnderItsSealAloneHoweverLongItIs() {
    HandleSeal seal = new HandleSeal("a key");
    String one = seal.seal(handle("EVENT where [ msg: == '" + "x".repeat(1000) + "a' ]"));
    String two = seal.seal(handle("EVENT where [ msg: == '" + "x".repeat(1000) + "b' ]"));
    String otherKey =
        new HandleSeal("another key")
            .seal(handle("EVENT where [ msg: == '" + "x".repeat(1000) + "a' ]"));
    PageCursors cursors = new PageCursors(10);
    cursors.note(one, 10, 500);

    assertThat(cursors.at(one, 10)).isEqualTo(new RowRequest.Cursor(500, 0));
    assertThat(cursors.at(two, 10)).isEqualTo(new RowRequest.Cursor(0, 10));
    assertThat(cursors.at(otherKey, 10)).isEqualTo(new RowRequest.Cursor(0, 10));
    assertThat(cursors.at(one.substring(one.length() - 24), 10))
        .as("the whole of the seal, and no more, is the key")
        .isEqualTo(new RowRequest.Cursor(500, 0));
    assertThat(cursors.at(one.substring(one.length() - 22), 10))
        .isEqualTo(new RowRequest.Cursor(0, 10));
  }

  private static QueryHandle handle(String query) {
    return new QueryHandle("Alphonse", ObjectKind.EVENT, query, List.of(), 7, 100);
  }

  @Test
  void theCursorsOfManyQueriesAndOfManyPagesAreBounded() {
    PageCursors cursors = new PageCursors(2);
    for (int i = 0; i < 100; i++) cursors.note("t" + i, 10, 1);
    assertThat(cursors.size()).isEqualTo(2);
    for (int i = 0; i < 1000; i++) cursors.note("t99", i, i + 1);
    assertThat(cursors.at("t99", 999)).isEqualTo(new RowRequest.Cursor(1000, 0));
    assertThat(cursors.at("t99", 0)).isEqualTo(new RowRequest.Cursor(0, 0));
    cursors.drop("t99");
    assertThat(cursors.at("t99", 999)).isEqualTo(new RowRequest.Cursor(0, 999));
    PageCursors none = new PageCursors(0);
    none.note("a", 1, 1);
    assertThat(none.size()).isZero();
  }

  @Test
  void textOfAClientIsShownShortAndVisible() {
    assertThat(Shown.of("a\u0000b\nc\uD800")).isEqualTo("a?b?c?");
    assertThat(Shown.of("x".repeat(500))).hasSize(83).endsWith("...");
  }
}
