// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  private static final Duration AT_ONCE = Duration.ofNanos(1);
  private static final SpoolSettings SETTINGS = new SpoolSettings(1 << 20, 200, 1000);

  @TempDir private Path folder;

  private Spool open() throws IOException {
    return Spool.open(folder, SETTINGS);
  }

  private static void add(Spool spool, int from, int to) throws IOException {
    for (int i = from; i < to; i++) spool.add(record(i));
  }

  private static byte[] record(int number) {
    return ("record " + number).getBytes(UTF_8);
  }

  private static List<String> takeAll(Spool spool) throws Exception {
    List<String> taken = new ArrayList<>();
    for (Optional<SpooledRecord> next = spool.next(AT_ONCE);
        next.isPresent();
        next = spool.next(AT_ONCE)) {
      taken.add(new String(next.get().payload(), UTF_8));
      spool.delivered(next.get());
    }
    return taken;
  }

  private static List<String> records(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "record " + i).toList();
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".spool")).sorted().toList();
    }
  }

  @Test
  void recordsComeOutInTheOrderInWhichTheyWereAdded() throws Exception {
    try (Spool spool = open()) {
      add(spool, 0, 50);
      assertThat(spool.waiting()).isEqualTo(50);
      assertThat(takeAll(spool)).isEqualTo(records(0, 50));
      assertThat(spool.waiting()).isZero();
    }
  }

  @Test
  void aRecordComesAgainUntilItIsDelivered() throws Exception {
    try (Spool spool = open()) {
      add(spool, 0, 2);
      assertThat(spool.next(AT_ONCE).orElseThrow().payload()).isEqualTo(record(0));
      assertThat(spool.next(AT_ONCE).orElseThrow().payload()).isEqualTo(record(0));
    }
  }

  @Test
  void whatIsNotDeliveredComesAfterARestart() throws Exception {
    for (int round = 0; round < 5; round++) {
      try (Spool spool = open()) {
        add(spool, round * 20, round * 20 + 20);
        for (int i = 0; i < 7; i++) spool.delivered(spool.next(AT_ONCE).orElseThrow());
      }
    }
    try (Spool spool = open()) {
      assertThat(spool.waiting()).isEqualTo(65);
      assertThat(takeAll(spool)).isEqualTo(records(35, 100));
    }
  }

  @Test
  void deliveredSegmentsAreDeleted() throws Exception {
    try (Spool spool = open()) {
      add(spool, 0, 100);
      assertThat(segments()).hasSizeGreaterThan(5);
      takeAll(spool);
      assertThat(segments()).hasSize(1);
    }
    try (Spool spool = open()) {
      assertThat(segments()).hasSize(1);
      assertThat(spool.waiting()).isZero();
    }
  }

  @Test
  void whereverTheLastRecordIsTornTheOnesBeforeItAreKept() throws Exception {
    try (Spool spool = open()) {
      add(spool, 0, 5);
    }
    Path segment = segments().get(0);
    byte[] whole = Files.readAllBytes(segment);
    int recordBytes = SegmentFormat.RECORD_HEADER_BYTES + record(0).length;
    for (int cut = 1; cut <= recordBytes; cut++) {
      Files.deleteIfExists(folder.resolve("delivered"));
      for (Path old : segments()) Files.delete(old);
      Files.write(segment, java.util.Arrays.copyOf(whole, whole.length - cut));
      try (Spool spool = open()) {
        add(spool, 5, 7);
        List<String> expected = new ArrayList<>(records(0, 4));
        expected.addAll(records(5, 7));
        assertThat(takeAll(spool)).as("cut " + cut).isEqualTo(expected);
      }
    }
  }

  @Test
  void damageInTheMiddleCostsOnlyWhatItHit() throws Exception {
    try (Spool spool = open()) {
      add(spool, 0, 5);
    }
    try (RandomAccessFile file = new RandomAccessFile(segments().get(0).toFile(), "rw")) {
      int recordBytes = SegmentFormat.RECORD_HEADER_BYTES + record(0).length;
      file.seek(SegmentFormat.MAGIC.length + 2L * recordBytes + SegmentFormat.RECORD_HEADER_BYTES);
      file.write('X');
    }
    try (Spool spool = open()) {
      assertThat(spool.waiting()).isEqualTo(4);
      assertThat(takeAll(spool)).containsExactly("record 0", "record 1", "record 3", "record 4");
    }
  }

  @Test
  void aTornMarkOnlyDeliversAgain() throws Exception {
    try (Spool spool = open()) {
      add(spool, 0, 5);
      spool.delivered(spool.next(AT_ONCE).orElseThrow());
    }
    Files.write(folder.resolve("delivered"), new byte[] {1, 2, 3});
    try (Spool spool = open()) {
      assertThat(takeAll(spool)).isEqualTo(records(0, 5));
    }
  }

  @Test
  void atItsLimitTheSpoolRefusesAndTakesAgainWhenItWasEmptied() throws Exception {
    SpoolSettings small = new SpoolSettings(400, 100, 1000);
    try (Spool spool = Spool.open(folder, small)) {
      assertThatThrownBy(() -> add(spool, 0, 100))
          .isInstanceOf(SpoolFullException.class)
          .hasMessageContaining("spoolLimit=400");
      long kept = spool.waiting();
      assertThat(takeAll(spool)).hasSize((int) kept);
      add(spool, 0, 5);
      assertThat(takeAll(spool)).hasSize(5);
    }
  }

  @Test
  void aRecordAboveItsLimitIsRefused() throws Exception {
    try (Spool spool = open()) {
      assertThatThrownBy(() -> spool.add(new byte[1001]))
          .isInstanceOf(SpoolFullException.class)
          .hasMessageContaining("recordLimitBytes=1000");
    }
  }

  @Test
  void aFolderServesOneClientAtATime() throws Exception {
    try (Spool spool = open()) {
      assertThatThrownBy(this::open).hasMessageContaining("is used by another client");
      assertThat(spool.waiting()).isZero();
    }
    open().close();
  }

  @Test
  void manyThreadsAddAndNothingIsLost() throws Exception {
    SpoolSettings settings = new SpoolSettings(1 << 20, 2000, 1000);
    try (Spool spool = Spool.open(folder, settings)) {
      IntStream.range(0, 400)
          .parallel()
          .forEach(
              i -> {
                try {
                  spool.add(record(i));
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      assertThat(takeAll(spool)).containsExactlyInAnyOrderElementsOf(records(0, 400));
    }
  }

  @Test
  void aClosedSpoolTakesNothing() throws Exception {
    Spool spool = open();
    spool.close();
    spool.close();
    assertThatThrownBy(() -> spool.add(record(1))).hasMessageContaining("closed");
    assertThat(spool.next(Duration.ofSeconds(60))).isEmpty();
  }
}
