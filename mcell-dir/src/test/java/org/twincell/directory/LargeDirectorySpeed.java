// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.directory;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.twincell.time.SystemTime;

/**
 * Prints how long a directory of many lines takes to load, the first time and when warm, and to
 * edit. Run by hand: {@code java -cp <test class path> org.twincell.directory.LargeDirectorySpeed}.
 */
final class LargeDirectorySpeed {
  private static final int ROUNDS = 40;
  private static final int LINES = 100_000;

  private LargeDirectorySpeed() {}

  public static void main(String[] arguments) throws IOException {
    Path file = Files.createTempFile("large", ".dir");
    try {
      Files.writeString(file, text(LINES));
      System.out.printf("%d lines, %d bytes%n", LINES, Files.size(file));
      print("first load", 1, () -> CellDirectory.load(file));
      print("warm load", ROUNDS, () -> CellDirectory.load(file));
      DirectoryEditor editor = DirectoryEditor.open(file);
      CellEntry cell = editor.directory().find("cell_20000").orElseThrow();
      CellEntry other = cell.withKey(new EntryKey("other"));
      print("one edit", 1, () -> editor.change(cell, other));
      Files.writeString(file, "nonsense here\n".repeat(LINES));
      print("all wrong", 1, () -> loadWrong(file));
      Files.writeString(file, lostWitnesses(LINES));
      print("all lost", 1, () -> loadWrong(file));
    } finally {
      Files.delete(file);
    }
  }

  /** The time that passes, and of it the time on a processor: the second bears a busy machine. */
  private static void print(String what, int rounds, Runnable work) {
    long[] wall = new long[rounds];
    long[] processor = new long[rounds];
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (int i = 0; i < rounds; i++) {
      long start = SystemTime.SYSTEM.monotonicNanos();
      long busy = threads.getCurrentThreadCpuTime();
      work.run();
      processor[i] = threads.getCurrentThreadCpuTime() - busy;
      wall[i] = SystemTime.SYSTEM.monotonicNanos() - start;
    }
    Arrays.sort(wall);
    Arrays.sort(processor);
    System.out.printf(
        "%-10s median %4d ms (processor %4d ms), least %4d ms, most %4d ms%n",
        what,
        wall[rounds / 2] / 1_000_000,
        processor[rounds / 2] / 1_000_000,
        wall[0] / 1_000_000,
        wall[rounds - 1] / 1_000_000);
  }

  /** A third of the lines each: comments, pairs, and their witnesses. */
  static String text(int lines) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines / 3; i++) {
      text.append("# cell number ").append(i).append('\n');
      text.append("cell cell_").append(i).append(" a-long-enough-key-1 SystemA");
      text.append(i).append(":1828 SystemB").append(i).append("/1828\n");
      text.append("witness cell_").append(i).append(" a-long-enough-key-1 192.0.2.7:1828\n");
    }
    return text.append("cell last mc h\n").toString();
  }

  /** Half of the lines are cells, the others witnesses whose names are nearly those of cells. */
  static String lostWitnesses(int lines) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines / 2; i++) {
      text.append("cell number_").append(i).append(" mc a b\n");
      text.append("witness nummber_").append(i).append(" mc c\n");
    }
    return text.toString();
  }

  private static void loadWrong(Path file) {
    try {
      CellDirectory.load(file);
    } catch (DirectoryException expected) {
      if (expected.problemCount() < LINES / 2) throw expected;
    }
  }
}
