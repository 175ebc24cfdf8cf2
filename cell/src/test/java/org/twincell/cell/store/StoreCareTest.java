// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.WriteBatchWithIndex;
import org.twincell.cell.store.wire.Entry;
import org.twincell.protocol.ObjectKind;

/** Two stores that applied the same entries, of which one is damaged behind its back. */
@Timeout(600)
class StoreCareTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;
  private TestStore whole;
  private EventStore damaged;
  private int applied;

  @BeforeEach
  void open() {
    whole = TestStore.open(folder.resolve("whole"));
    damaged = EventStore.openMendable(folder.resolve("damaged"), TestStore.SMALL);
    for (int i = 0; i < 600; i++) whole.done(whole.event("EVENT", "e" + i, "msg", "zebra " + i));
    whole.done(whole.modify("e7", "status", "CLOSED"));
    mark();
    follow();
  }

  @AfterEach
  void close() {
    damaged.care().close();
    damaged.close();
    whole.store.care().close();
    whole.close();
  }

  private void mark() {
    whole.append(Entry.newBuilder().setStampEpochMillis(whole.now).setDigestMark(true).build());
  }

  /** The damaged store applies what it has not yet. */
  private void follow() {
    for (; applied < whole.log.size(); applied++) {
      damaged.apply(1, applied + 1L, whole.log.get(applied));
    }
  }

  private DigestMark lastMark(EventStore store) {
    List<DigestMark> marks = store.care().marks();
    return marks.get(marks.size() - 1);
  }

  private StoreCare.Source fromWhole() {
    return (buckets, index) -> whole.store.care().read(buckets);
  }

  /** Writes behind the store's back, as a bit that flips in memory does before it is written. */
  private static void corrupt(EventStore store, Family family, byte[] key, byte[] value) {
    try (ReadView view = store.view();
        WriteBatchWithIndex batch = new WriteBatchWithIndex(true)) {
      var content = view.content();
      if (value.length == 0 && family == Family.ROWS) batch.delete(content.handle(family), key);
      else batch.put(content.handle(family), key, value);
      content.write(batch);
    } catch (org.rocksdb.RocksDBException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] stored(EventStore store, Family family, byte[] key) {
    try (ReadView view = store.view()) {
      byte[] value = view.get(family, key);
      assertThat(value).isNotNull();
      return value;
    }
  }

  private static byte[] flipped(byte[] value) {
    byte[] other = value.clone();
    other[other.length / 2] ^= 4;
    return other;
  }

  private static StoreCare.ScrubReport scrubbed(EventStore store) throws IOException {
    while (true) {
      Optional<StoreCare.ScrubReport> report = store.care().scrub(50_000);
      if (report.isPresent()) return report.get();
    }
  }

  /** Found by reading the disk, named, mended, and equal byte for byte. */
  private List<String> foundAndMended() throws Exception {
    StoreCare.ScrubReport report = scrubbed(damaged);
    assertThat(report.found().state()).isEqualTo(StoreCare.State.DOUBTED);
    assertThat(damaged.care().doubt()).isEqualTo(report.found());

    List<String> names = damaged.care().mend(report.found().buckets(), fromWhole(), true, PATIENCE);

    assertThat(damaged.care().doubt().isWhole()).isTrue();
    assertThat(damaged.digest()).isEqualTo(whole.store.digest());
    assertThat(damaged.recomputeDigest()).isEqualTo(whole.store.recomputeDigest());
    assertThat(scrubbed(damaged).found().isWhole()).isTrue();
    return names;
  }

  @Test
  void membersThatAppliedTheSameEntriesRememberTheSameDigestAtAMark() {
    assertThat(lastMark(damaged).root()).isEqualTo(lastMark(whole.store).root());
    assertThat(lastMark(damaged).toString()).isEqualTo(lastMark(whole.store).toString());
    whole.done(whole.modify("e9", "msg", "other"));
    mark();
    assertThat(lastMark(damaged).differing(lastMark(whole.store)))
        .as("the row, the names and counts, and the command that is remembered")
        .contains(Buckets.ofHandle(10));
  }

  @Test
  void aWholeStoreIsFoundWholeOnItsDisk() throws IOException {
    StoreCare.ScrubReport report = scrubbed(damaged);
    assertThat(report.found().isWhole()).isTrue();
    assertThat(report.keys()).isGreaterThan(3000);
  }

  @Test
  void aFlippedBitInARowIsFoundNamedAndMended() throws Exception {
    byte[] key = Keys.row(ObjectKind.EVENT, 301);
    byte[] row = stored(damaged, Family.ROWS, key);
    String text = new String(row, java.nio.charset.StandardCharsets.ISO_8859_1);
    row[text.indexOf("zebra 300") + 3] ^= 1;
    corrupt(damaged, Family.ROWS, key, row);

    List<String> names = foundAndMended();

    assertThat(names)
        .singleElement()
        .asString()
        .contains("event handle 301", "class EVENT", "id 'e300'", "slots msg");
  }

  @Test
  void aFlippedBitInAKeyOfAnIndexIsFoundNamedAndMended() throws Exception {
    byte[] key = Keys.id(ObjectKind.EVENT, "e20");
    byte[] handle = stored(damaged, Family.INDEX, key);
    try (ReadView view = damaged.view();
        WriteBatchWithIndex batch = new WriteBatchWithIndex(true)) {
      batch.delete(view.content().handle(Family.INDEX), key);
      batch.put(view.content().handle(Family.INDEX), flipped(key), handle);
      view.content().write(batch);
    }

    List<String> names = foundAndMended();

    assertThat(names).singleElement().asString().contains("event handle 21", "index i");
  }

  @Test
  void aRowThatIsMissingIsFoundNamedAndMended() throws Exception {
    corrupt(damaged, Family.ROWS, Keys.row(ObjectKind.EVENT, 5), Keys.NOTHING);

    assertThat(foundAndMended())
        .singleElement()
        .asString()
        .contains("event handle 5", "id 'e4'", "row is missing here");
  }

  @Test
  void storesThatWentApartByOtherEntriesAreEqualAfterMending() throws Exception {
    TestStore other = TestStore.of(damaged);
    other.done(other.event("EVENT", "stray", "msg", "only here"));
    other.done(other.modify("e3", "msg", "only here"));
    whole.done(whole.event("EVENT", "right", "msg", "only there"));
    mark();
    Set<Integer> differing = new java.util.TreeSet<>();
    damaged.apply(1, damaged.appliedIndex() + 1, whole.log.get(whole.log.size() - 1));
    differing.addAll(lastMark(damaged).differing(lastMark(whole.store)));
    whole.done(whole.event("EVENT", "later"));
    assertThat(whole.store.appliedIndex()).isEqualTo(damaged.appliedIndex());

    differing.addAll(Set.of(0, Buckets.ofHandle(602)));
    List<String> names = damaged.care().mend(differing, fromWhole(), true, PATIENCE);

    assertThat(names).anySatisfy(line -> assertThat(line).contains("id 'e3'", "msg"));
    assertThat(damaged.digest()).isEqualTo(whole.store.digest());
    assertThat(damaged.recomputeDigest()).isEqualTo(damaged.digest());
  }

  @Test
  void nothingIsMendedFromAMemberWhoseOwnStoreIsInDoubt() throws Exception {
    byte[] key = Keys.row(ObjectKind.EVENT, 100);
    corrupt(whole.store, Family.ROWS, key, flipped(stored(whole.store, Family.ROWS, key)));
    StoreDigest before = damaged.recomputeDigest();

    assertThatThrownBy(
            () -> damaged.care().mend(Set.of(Buckets.ofHandle(100)), fromWhole(), true, PATIENCE))
        .isInstanceOfSatisfying(
            StoreCare.MendingException.class, e -> assertThat(e.isOtherInDoubt()).isTrue());

    assertThat(damaged.recomputeDigest()).isEqualTo(before);
    assertThat(whole.store.care().doubt().state()).isEqualTo(StoreCare.State.DOUBTED);
    // Put back, for the check at the end of each test of this store.
    assertThat(damaged.care().doubt().isWhole()).isTrue();
  }

  @Test
  void nothingIsMendedBetweenEntriesOfTwoTerms() throws Exception {
    corrupt(damaged, Family.ROWS, Keys.row(ObjectKind.EVENT, 5), Keys.NOTHING);
    whole.done(whole.event("EVENT", "of-one-term"));
    byte[] entry = whole.log.get(whole.log.size() - 1);
    damaged.apply(2, ++applied, entry);
    StoreDigest before = damaged.recomputeDigest();

    assertThatThrownBy(
            () -> damaged.care().mend(Set.of(Buckets.ofHandle(5)), fromWhole(), true, PATIENCE))
        .isInstanceOf(StoreCare.MendingException.class)
        .hasMessageContaining("another term");

    assertThat(damaged.recomputeDigest()).isEqualTo(before);
  }

  @Test
  void entriesThatComeWhileRecordsAreComparedAreAppliedAfterwards() throws Exception {
    corrupt(damaged, Family.ROWS, Keys.row(ObjectKind.EVENT, 5), Keys.NOTHING);
    CompletableFuture<Void> applying = new CompletableFuture<>();
    StoreCare.Source slow =
        (buckets, index) -> {
          for (int i = 0; i < 20; i++) whole.done(whole.event("EVENT", "late" + i));
          applying.completeAsync(
              () -> {
                follow();
                return null;
              });
          Records records = whole.store.care().read(buckets);
          for (int i = 20; i < 40; i++) whole.done(whole.event("EVENT", "late" + i));
          return records;
        };

    damaged.care().mend(Set.of(Buckets.ofHandle(5)), slow, true, PATIENCE);

    applying.join();
    follow();
    assertThat(damaged.recomputeDigest()).isEqualTo(whole.store.recomputeDigest());
  }

  @Test
  void aPassOverTheDiskGoesOnAfterARestart() throws IOException {
    assertThat(damaged.care().scrub(20_000)).isEmpty();
    damaged.care().close();
    damaged.close();
    Path progress = folder.resolve("damaged").resolve("scrub").resolve("progress");
    assertThat(progress).exists();

    damaged = EventStore.openMendable(folder.resolve("damaged"), TestStore.SMALL);

    StoreCare.ScrubReport report = scrubbed(damaged);
    assertThat(report.found().isWhole()).isTrue();
    assertThat(report.bytes()).isGreaterThan(100_000);
    assertThat(progress).doesNotExist();
  }

  /** In the largest file that holds rows. */
  private void flipABitOnDisk() throws IOException {
    try (var files = Files.walk(folder.resolve("damaged").resolve("content-1"))) {
      Path largest =
          files
              .filter(file -> file.toString().endsWith(".sst"))
              .filter(StoreCareTest::holdsRows)
              .max(java.util.Comparator.comparingLong(file -> file.toFile().length()))
              .orElseThrow();
      byte[] bytes = Files.readAllBytes(largest);
      bytes[bytes.length / 2] ^= 8;
      Files.write(largest, bytes);
    }
  }

  private static boolean holdsRows(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).contains("zebra");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void restartWithAFlippedBit() throws IOException {
    // On the disk, and read by nobody since.
    damaged.care().deleteCopy(damaged.care().copyForAnother());
    damaged.close();
    flipABitOnDisk();
    damaged = EventStore.openMendable(folder.resolve("damaged"), TestStore.SMALL);
  }

  private StoreCare.CopySource copyOfWhole() {
    return into -> {
      try {
        Path copy = whole.store.care().copyForAnother();
        StoreFolder.copy(copy, into);
        whole.store.care().deleteCopy(copy);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    };
  }

  @Test
  void aFlippedBitInAFileIsFoundByReadingTheDiskAndMendedByACopy() throws Exception {
    restartWithAFlippedBit();

    assertThat(scrubbed(damaged).found().state()).isEqualTo(StoreCare.State.UNREADABLE);
    assertThat(damaged.care().doubt().reason()).isNotEmpty();
    damaged.care().takeCopy(copyOfWhole());

    assertThat(damaged.care().doubt().isWhole()).isTrue();
    assertThat(damaged.recomputeDigest()).isEqualTo(whole.store.digest());
    assertThat(folder.resolve("damaged").resolve("damaged")).isDirectory();
    assertThat(folder.resolve("damaged").resolve("incoming")).doesNotExist();
  }

  @Test
  void anEntryThatMeetsAFlippedBitWaitsForACopyAndGoesOn() throws Exception {
    restartWithAFlippedBit();
    for (int i = 0; i < 600; i++) whole.done(whole.modify("e" + i, "msg", "changed"));
    CompletableFuture<Void> applying = CompletableFuture.runAsync(this::follow);
    org.awaitility.Awaitility.await().atMost(PATIENCE).until(() -> damaged.care().isAwaitingCopy());
    assertThat(applying).isNotDone();

    damaged.care().takeCopy(copyOfWhole());

    applying.join();
    assertThat(damaged.recomputeDigest()).isEqualTo(whole.store.recomputeDigest());
  }

  @Test
  void aQuestionThatMeetsAFlippedBitIsNotAnsweredAsIfRowsEndedThere() throws Exception {
    restartWithAFlippedBit();

    assertThatThrownBy(() -> damaged.openQuery(ObjectKind.EVENT, "msg: contains 'a'", () -> false))
        .isInstanceOf(StoreFailedException.class);

    assertThat(damaged.care().doubt().state()).isEqualTo(StoreCare.State.UNREADABLE);
  }

  @Test
  void killedWhileItWaitsForACopyTheStoreWaitsAgain() throws Exception {
    restartWithAFlippedBit();
    damaged.care().awaitCopy("found damaged");
    damaged.close();

    damaged = EventStore.openMendable(folder.resolve("damaged"), TestStore.SMALL);

    assertThat(damaged.care().isAwaitingCopy()).isTrue();
    damaged.care().takeCopy(copyOfWhole());
    assertThat(damaged.care().isAwaitingCopy()).isFalse();
    damaged.close();
    damaged = EventStore.openMendable(folder.resolve("damaged"), TestStore.SMALL);
    assertThat(damaged.care().isAwaitingCopy()).isFalse();
    assertThat(damaged.recomputeDigest()).isEqualTo(whole.store.digest());
  }

  @Test
  void aStoreThatCannotBeOpenedIsMovedAsideAndWaitsForACopy() throws Exception {
    damaged.close();
    Path content = folder.resolve("damaged").resolve("content-1");
    Files.writeString(content.resolve("CURRENT"), "MANIFEST-999999\n");

    damaged = EventStore.openMendable(folder.resolve("damaged"), TestStore.SMALL);

    assertThat(damaged.care().isAwaitingCopy()).isTrue();
    assertThat(folder.resolve("damaged").resolve("damaged")).isDirectory();
    damaged.care().takeCopy(copyOfWhole());
    assertThat(damaged.recomputeDigest()).isEqualTo(whole.store.digest());
    assertThat(damaged.appliedIndex()).isEqualTo(whole.store.appliedIndex());
  }

  @Test
  void aCopyThatIsDamagedItselfIsNotInstalled() throws Exception {
    restartWithAFlippedBit();
    damaged.care().awaitCopy("found damaged");
    byte[] key = Keys.row(ObjectKind.EVENT, 100);
    byte[] row = stored(whole.store, Family.ROWS, key);
    corrupt(whole.store, Family.ROWS, key, flipped(row));

    assertThatThrownBy(() -> damaged.care().takeCopy(copyOfWhole()))
        .isInstanceOfSatisfying(
            StoreCare.MendingException.class, e -> assertThat(e.isOtherInDoubt()).isTrue());

    assertThat(damaged.care().isAwaitingCopy()).isTrue();
    corrupt(whole.store, Family.ROWS, key, row);
  }

  @Test
  void anEarlierStoreThatKeptOneSumGetsItsBucketsWhenItIsOpened() throws Exception {
    long[] before = new long[Buckets.COUNT];
    for (int i = 0; i < before.length; i++) before[i] = lastMark(damaged).sum(i);
    try (ReadView view = damaged.view();
        WriteBatchWithIndex batch = new WriteBatchWithIndex(true)) {
      for (int i = 0; i < Buckets.COUNT; i++) {
        batch.delete(view.content().handle(Family.META), Keys.bucket(i));
      }
      view.content().write(batch);
    }
    damaged.close();

    damaged = EventStore.openMendable(folder.resolve("damaged"), TestStore.SMALL);

    assertThat(scrubbed(damaged).found().isWhole()).isTrue();
    for (int i = 0; i < before.length; i++) {
      byte[] key = Keys.bucket(i);
      if (before[i] == 0) continue;
      assertThat(Keys.longAt(stored(damaged, Family.META, key), 0)).isEqualTo(before[i]);
    }
  }
}
