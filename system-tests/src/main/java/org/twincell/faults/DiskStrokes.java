// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.twincell.faults.ProcessStrokes.Victim;
import org.twincell.faults.disk.Switches;
import org.twincell.faults.disk.Switches.Counter;
import org.twincell.faults.disk.Switches.DiskError;
import org.twincell.faults.site.Party;
import org.twincell.processes.Shell;

/** Faults of disks and of what lies on them. */
final class DiskStrokes {
  private static final Duration SLOW_FSYNC = Duration.ofMillis(400);
  private static final Duration SELF_STOP = Duration.ofSeconds(30);
  private static final String SMALL_FILE_SYSTEM = "512m";
  private static final int FILL_BLOCK_BYTES = 4096;
  private static final long FILL_BLOCKS_LIMIT = 1 << 20;
  private static final Duration FOUND_WITHIN = Duration.ofMinutes(3);
  private static final double ROWS_PART = 0.6;
  private static final Pattern FINDING = Pattern.compile("^findings [1-9]");
  private static final long OPEN_SEGMENT_HEADER_BYTES = 8;

  private DiskStrokes() {}

  static Stroke slow(Victim choice) {
    return scene -> {
      Party victim = choice.in(scene);
      Switches switches = scene.disks().of(victim);
      long before = switches.count(Counter.FSYNCS_DELAYED);
      switches.fsyncDelay(SLOW_FSYNC);
      try {
        scene.hold();
      } finally {
        switches.healDisk();
      }
      long delayed = switches.count(Counter.FSYNCS_DELAYED) - before;
      return Effect.counted(delayed, "slow fsyncs, " + victim.word());
    };
  }

  /** Every fsync fails; the member has to stop itself and is started when the disk is well. */
  static Stroke failingFsync(Victim choice) {
    return scene -> {
      Party victim = choice.in(scene);
      Switches switches = scene.disks().of(victim);
      long before = switches.count(Counter.FSYNCS_FAILED);
      switches.failFsyncs(DiskError.INPUT_OUTPUT);
      boolean stopped;
      try {
        stopped = scene.within(SELF_STOP, () -> !scene.cell().isAlive(victim));
        scene.hold();
      } finally {
        switches.healDisk();
      }
      scene.cell().start(victim);
      long failed = switches.count(Counter.FSYNCS_FAILED) - before;
      return Effect.counted(failed, "failed fsyncs, " + victim.word() + stoppedItself(stopped));
    };
  }

  /** Writes fail with ENOSPC after some more bytes, as on a disk that fills up. */
  static Stroke full(Victim choice) {
    return scene -> {
      Party victim = choice.in(scene);
      Switches switches = scene.disks().of(victim);
      long before = switches.count(Counter.WRITES_FAILED);
      switches.failWritesAfter(1 + scene.dice().nextInt(100_000), DiskError.NO_SPACE);
      boolean stopped;
      try {
        stopped = scene.within(SELF_STOP, () -> !scene.cell().isAlive(victim));
        scene.hold();
      } finally {
        switches.healDisk();
      }
      scene.cell().start(victim);
      long failed = switches.count(Counter.WRITES_FAILED) - before;
      return Effect.counted(failed, "refused writes, " + victim.word() + stoppedItself(stopped));
    };
  }

  /** The data folder lies on a small file system that is full but for a little. */
  static Stroke fullFileSystem(Victim choice) {
    return scene -> {
      Party victim = choice.in(scene);
      Path data = scene.cell().data(victim);
      Path copy = scene.cell().folder().resolve("moved-aside");
      scene.cell().program(victim).kill();
      Folders.delete(copy);
      Folders.copy(data, copy);
      Shell.run("mount", "-t", "tmpfs", "-o", "size=" + SMALL_FILE_SYSTEM, "none", data.toString());
      boolean stopped;
      try {
        Folders.copy(copy, data);
        forget(scene, victim);
        scene.cell().start(victim);
        scene.await(victim.word() + " is back", () -> scene.watch().isReachable(victim));
        fill(data.resolve("filler"));
        scene.hold();
        // What it allocated ahead may carry it for minutes; a start needs room at once.
        if (scene.cell().isAlive(victim)) {
          scene.cell().program(victim).kill();
          scene.cell().start(victim);
        }
        stopped = scene.within(SELF_STOP, () -> isOutOfRoom(scene, victim));
      } finally {
        scene.cell().program(victim).kill();
        Files.deleteIfExists(data.resolve("filler"));
        Folders.delete(copy);
        Folders.copy(data, copy);
        Shell.run("umount", data.toString());
      }
      Folders.delete(data);
      Folders.copy(copy, data);
      forget(scene, victim);
      scene.cell().start(victim);
      return new Effect(
          stopped, "file system of " + victim.word() + " full" + stoppedItself(stopped));
    };
  }

  /** A start gives back what was allocated ahead, so the room is taken again and again. */
  private static boolean isOutOfRoom(Scene scene, Party victim) {
    try {
      fill(scene.cell().data(victim).resolve("filler"));
    } catch (IOException e) {
      throw new UncheckedIOException("the file system cannot be filled", e);
    }
    return !scene.cell().isAlive(victim);
  }

  /** Writes until there is no room left. */
  private static void fill(Path file) throws IOException {
    byte[] block = new byte[FILL_BLOCK_BYTES];
    try (OutputStream out = Files.newOutputStream(file, CREATE, APPEND)) {
      for (long n = 0; n < FILL_BLOCKS_LIMIT; n++) out.write(block);
    } catch (IOException full) {
      if (Files.getFileStore(file).getUsableSpace() > FILL_BLOCK_BYTES) throw full;
    }
  }

  private static String stoppedItself(boolean stopped) {
    return stopped ? ", which stopped itself" : ", which went on";
  }

  /** All members lose power: what was not synced is gone. */
  static Effect powerLossOfAll(Scene scene) throws IOException, InterruptedException {
    List<Party> members = scene.cell().members();
    scene.killAll(members);
    long lost = 0;
    for (Party member : members) {
      lost += scene.disks().losePower(member, scene.cell().data(member));
    }
    scene.startAll(members);
    return Effect.counted(lost, "unsynced writes dropped");
  }

  /** One member loses power; the others go on. */
  static Stroke powerLoss(Victim choice) {
    return scene -> {
      Party victim = choice.in(scene);
      scene.cell().program(victim).kill();
      long lost = scene.disks().losePower(victim, scene.cell().data(victim));
      scene.hold();
      scene.cell().start(victim);
      return Effect.counted(lost, "unsynced writes dropped, " + victim.word());
    };
  }

  /**
   * The last record of a killed member's log is cut or garbled: a write that was on its way when
   * the power went, of which the disk took a part.
   */
  static Stroke tornTail(Victim choice) {
    return scene -> {
      Party victim = choice.in(scene);
      scene.cell().program(victim).kill();
      Optional<Path> open = find(scene.cell().data(victim), "log_inprogress_");
      long torn = open.isEmpty() ? 0 : tear(open.get(), scene.dice());
      forget(scene, victim);
      scene.hold();
      scene.cell().start(victim);
      return Effect.counted(torn, "bytes torn off the log, " + victim.word());
    };
  }

  /** Writes a half of a record, as garbage, behind the last sound one. */
  private static long tear(Path file, Random dice) throws IOException {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "rw")) {
      long end = log.length();
      byte[] last = new byte[1];
      while (end > OPEN_SEGMENT_HEADER_BYTES) {
        log.seek(end - 1);
        log.readFully(last);
        if (last[0] != 0) break;
        end--;
      }
      if (end <= OPEN_SEGMENT_HEADER_BYTES) return 0;
      byte[] half = new byte[20 + dice.nextInt(200)];
      dice.nextBytes(half);
      half[0] = (byte) 0xf0; // the length of a record that never came whole
      half[1] = 0x07;
      log.seek(end);
      log.write(half);
      return half.length;
    }
  }

  /**
   * One bit of a table file of the store is another one. It counts when the member found that and
   * mended it; the stores have to be equal then.
   */
  static Stroke bitFlip(Victim choice) {
    return scene -> {
      Party victim = choice.in(scene);
      scene.cell().program(victim).kill();
      Optional<Path> table = largest(scene.cell().data(victim), ".sst");
      if (table.isPresent()) flip(table.get(), scene.dice());
      scene.cell().start(victim);
      if (table.isEmpty()) return Effect.none("no table of " + victim.word() + " is on the disk");
      boolean mended = scene.within(FOUND_WITHIN, () -> isMended(scene.control(victim, "digest")));
      boolean equal =
          scene.comesTrue(
              CellUnderTest.patience(),
              () -> StoreReading.isWholeAndEqual(scene.control(victim, "digest")));
      return new Effect(
              mended,
              "a bit of a table of "
                  + victim.word()
                  + " flipped, "
                  + (mended ? "found and mended" : "and not found"))
          .must(equal, "the stores are not equal after a bit flipped on " + victim.word());
    };
  }

  /** Whether a member tells what it found on its disk, and that its store is whole again. */
  static boolean isMended(List<String> digest) {
    return digest.contains("store WHOLE")
        && digest.stream().anyMatch(line -> FINDING.matcher(line).find());
  }

  private static void flip(Path file, Random dice) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      // The rows come first; what follows them is not read by everybody.
      long at = (long) (dice.nextDouble() * ROWS_PART * bytes.length());
      bytes.seek(at);
      int before = bytes.read();
      bytes.seek(at);
      bytes.write(before ^ (1 << dice.nextInt(8)));
    }
  }

  /** A member comes back with files of some time ago. */
  static Stroke oldCopy(Victim choice) {
    return scene -> {
      Party victim = choice.in(scene);
      Path data = scene.cell().data(victim);
      Path copy = scene.cell().folder().resolve("old-copy");
      scene.cell().program(victim).kill();
      Folders.delete(copy);
      Folders.copy(data, copy);
      scene.cell().start(victim);
      boolean moved = scene.loadMoves(200, Duration.ofSeconds(60));
      scene.hold();
      scene.await(victim.word() + " is back", () -> scene.watch().isReachable(victim));
      scene.cell().program(victim).kill();
      Folders.delete(data);
      Folders.copy(copy, data);
      forget(scene, victim);
      scene.cell().start(victim);
      return new Effect(moved, "old copy of " + victim.word() + " put back, load had moved on");
    };
  }

  /** A member is replaced by one without any files. */
  static Stroke empty(Victim choice) {
    return scene -> {
      Party victim = choice.in(scene);
      scene.cell().program(victim).kill();
      Folders.delete(scene.cell().data(victim));
      boolean gone = Files.notExists(scene.cell().data(victim));
      forget(scene, victim);
      scene.hold();
      scene.cell().start(victim);
      return new Effect(gone, victim.word() + " replaced by an empty one");
    };
  }

  /**
   * The active member is lost with its disk while both others are up, and the standby lacks few
   * entries. Each of the two may lack some, but not both of them the same acknowledged one: that is
   * on two of three disks. So it is there as long as neither is lost besides.
   */
  static Stroke emptyOnceInStep() {
    return scene -> {
      scene.await("all members are in step", scene::isInStep);
      return empty(Scene::active).strike(scene);
    };
  }

  /** What was remembered of files that were replaced by hand is of no use. */
  static void forget(Scene scene, Party victim) {
    scene.hurt().ifPresent(library -> library.forget(victim));
  }

  private static Optional<Path> find(Path folder, String prefix) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith(prefix)).findFirst();
    }
  }

  private static Optional<Path> largest(Path folder, String suffix) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> found =
          files
              .filter(file -> file.getFileName().toString().endsWith(suffix))
              .filter(file -> file.toString().contains("/store/"))
              .filter(file -> file.toString().contains("content-"))
              .toList();
      return found.stream().max(Comparator.comparingLong(file -> file.toFile().length()));
    }
  }
}
