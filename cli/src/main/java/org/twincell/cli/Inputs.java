// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The inputs of {@code msend} and {@code mposter}: files, or standard input.
 *
 * @param files names as written; {@code -} is standard input
 * @param eif whether they hold EIF text instead of the cell's own form
 */
record Inputs(Terminal terminal, List<String> files, boolean eif) {
  /** The most problems that are shown of one run. */
  static final int PROBLEMS_SHOWN = 20;

  static final String STANDARD_INPUT = "-";

  /** What to do with each instance; false ends the reading. */
  interface Sink {
    boolean accept(EventReader.Located located);
  }

  /** What to do with each problem. */
  interface Complaints {
    void problem(SyntaxProblem problem);
  }

  /**
   * Reads all files through without sending anything, so that a file with a mistake is sent whole
   * or not at all. Standard input cannot be read twice; its mistakes are found on the way.
   */
  void check(Complaints complaints) {
    for (String file : files) {
      if (!file.equals(STANDARD_INPUT)) read(file, located -> true, complaints);
    }
  }

  void readAll(Sink sink, Complaints complaints) {
    for (String file : files) {
      if (!read(file, sink, complaints)) return;
    }
  }

  private boolean read(String file, Sink sink, Complaints complaints) {
    boolean standard = file.equals(STANDARD_INPUT);
    try (InputStream in = standard ? terminal.in() : open(file)) {
      EventReader reader = reader(in, standard ? "(standard input)" : file);
      while (true) {
        try {
          Optional<EventReader.Located> next = reader.next();
          if (next.isEmpty()) return true;
          if (!sink.accept(next.get())) return false;
        } catch (SyntaxProblem e) {
          complaints.problem(e);
        }
      }
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.BAD_USAGE,
          "cannot read " + file,
          ClientConf.reason(e),
          "Correct the file name.");
    }
  }

  private EventReader reader(InputStream in, String source) {
    if (!eif) return new BarocReader(new Utf8Reader(in), source);
    return new EifReader(
        new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1)), source);
  }

  private InputStream open(String file) throws IOException {
    Path path = terminal.resolve(file);
    if (Files.isDirectory(path)) throw new IOException("it is a folder");
    return Files.newInputStream(path);
  }
}
