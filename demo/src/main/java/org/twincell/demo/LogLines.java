// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Lines of this machine's own logs, which become events. When they are fewer than wanted, they are
 * taken again from the first.
 */
record LogLines(List<Line> lines, List<Path> files) {
  private static final Path FOLDER = Path.of("/var/log");
  private static final int LINE_LIMIT_CHARS = 2000;

  /** One line and the file that it stands in. */
  record Line(String file, String text) {}

  /** Reads up to so many lines, {@code dpkg.log} first because every Debian has it. */
  static LogLines read(int wanted) {
    List<Line> lines = new ArrayList<>();
    List<Path> files = new ArrayList<>();
    for (Path file : candidates()) {
      if (lines.size() >= wanted) break;
      int before = lines.size();
      readInto(file, wanted, lines);
      if (lines.size() > before) files.add(file);
    }
    if (lines.isEmpty()) {
      lines.add(new Line("none", "this machine has no log that can be read"));
    }
    return new LogLines(List.copyOf(lines), List.copyOf(files));
  }

  private static List<Path> candidates() {
    List<Path> found = new ArrayList<>();
    found.add(FOLDER.resolve("dpkg.log"));
    try (Stream<Path> files = Files.walk(FOLDER, 2)) {
      files
          .filter(f -> f.getFileName().toString().endsWith(".log") || f.endsWith("syslog"))
          .filter(f -> !f.endsWith("dpkg.log"))
          .sorted()
          .forEach(found::add);
    } catch (IOException | java.io.UncheckedIOException e) {
      return found; // a folder that may not be read: what was found so far is enough
    }
    return found;
  }

  private static void readInto(Path file, int wanted, List<Line> lines) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) return;
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        if (lines.size() >= wanted) return;
        String clean = text.replaceAll("\\p{Cntrl}", " ").strip();
        if (!clean.isEmpty()) lines.add(new Line(file.toString(), shortened(clean)));
      }
    } catch (IOException e) {
      return; // it was rotated away under us: other files have lines as well
    }
  }

  private static String shortened(String text) {
    return text.length() <= LINE_LIMIT_CHARS ? text : text.substring(0, LINE_LIMIT_CHARS);
  }

  Line get(int index) {
    return lines.get(index % lines.size());
  }

  /** For instance "4891 lines of /var/log/dpkg.log". */
  String describe() {
    return lines.size()
        + " lines of "
        + String.join(", ", files.stream().map(Path::toString).toList());
  }
}
