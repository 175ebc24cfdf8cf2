// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.twincell.testkit.VirtualTime;

/** Runs commands in this process against a fake cell, and keeps what they print. */
final class Shell {
  private static final String DIRECTORY =
      """
      cell Alphonse 0 127.0.0.1:1828 127.0.0.1:1830
      witness Alphonse 0 127.0.0.1:1832
      cell Bertha 0 127.0.0.1:1840
      """;

  final FakeCell cell = new FakeCell();
  final Map<String, String> environment = new HashMap<>();
  final List<List<String>> background = new ArrayList<>();
  final Path folder;
  final VirtualTime time = new VirtualTime();
  final Random random = new Random(1);
  InputStream in = InputStream.nullInputStream();
  boolean backgroundFails;
  String out = "";
  String err = "";

  Shell(Path folder) {
    this.folder = folder;
    write("etc/mcell.dir", DIRECTORY);
    environment.put("MCELL_HOME", folder.toString());
  }

  Shell input(String text) {
    in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  Path write(String file, String text) {
    try {
      Path path = folder.resolve(file);
      Files.createDirectories(path.getParent());
      return Files.writeString(path, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs one command and returns its exit code. */
  int run(String... args) {
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    PrintStream outStream = new PrintStream(outBytes, false, StandardCharsets.UTF_8);
    int code =
        Main.run(
            args,
            new Terminal(
                in,
                outStream,
                new PrintStream(errBytes, true, StandardCharsets.UTF_8),
                environment,
                folder,
                "anna",
                "box",
                time,
                random,
                cell::open,
                (arguments, log) -> startInBackground(arguments)));
    outStream.flush();
    out = outBytes.toString(StandardCharsets.UTF_8);
    err = errBytes.toString(StandardCharsets.UTF_8);
    return code;
  }

  private long startInBackground(List<String> arguments) throws IOException {
    if (backgroundFails) throw new IOException("no process left");
    background.add(arguments);
    return 4711;
  }
}
