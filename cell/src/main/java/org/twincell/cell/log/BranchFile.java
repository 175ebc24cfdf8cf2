// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Collectors;

/** The file {@code branch} of a log's data folder: where a member of a pair stands, on the disk. */
final class BranchFile {
  private static final String NAME = "branch";

  private final Path folder;
  private final Path file;

  BranchFile(Path folder) {
    this.folder = folder;
    this.file = folder.resolve(NAME);
  }

  boolean exists() {
    return Files.exists(file);
  }

  /** What was written last; the first branch where nothing was. */
  Branch read() throws IOException, LogFailedException {
    if (!exists()) return Branch.FIRST;
    Properties found = new Properties();
    found.load(new StringReader(Files.readString(file, StandardCharsets.UTF_8)));
    try {
      List<Branch.Fork> forks = new ArrayList<>();
      for (String fork : found.getProperty("forks", "").split(",", -1)) {
        if (fork.isBlank()) continue;
        String[] parts = fork.strip().split(":", -1);
        forks.add(new Branch.Fork(Long.parseLong(parts[0]), Long.parseLong(parts[1])));
      }
      return new Branch(
          Long.parseLong(found.getProperty("number", "")),
          Branch.Kind.valueOf(found.getProperty("kind", "").toUpperCase(Locale.ROOT)),
          forks,
          Long.parseLong(found.getProperty("highest", "")));
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw new LogFailedException(
          file + " cannot be read (" + e.getMessage() + "). Bring the file back from a backup",
          e,
          false);
    }
  }

  /** On the disk when this returns; a crash leaves the former or the new one. */
  void write(Branch branch) throws IOException {
    String forks =
        branch.forks().stream()
            .map(fork -> fork.branch() + ":" + fork.lastIndex())
            .collect(Collectors.joining(","));
    String text =
        "# Where this member stands in the history of its cell. Do not edit.\n"
            + ("number=" + branch.number() + "\n")
            + ("kind=" + branch.kind() + "\n")
            + ("highest=" + branch.highest() + "\n")
            + ("forks=" + forks + "\n");
    Path draft = file.resolveSibling(NAME + ".new");
    Files.writeString(draft, text, StandardCharsets.UTF_8);
    DataFolder.sync(draft);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    DataFolder.sync(folder);
  }
}
