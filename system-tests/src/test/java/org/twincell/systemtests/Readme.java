// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.systemtests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.twincell.harness.LocalSystem;

/** The fenced blocks of README.md, as a reader copies them. */
record Readme(List<Block> blocks) {
  /** What stands between two fences; the language is the word after the first. */
  record Block(String language, String text) {
    List<String> lines() {
      return text.lines().toList();
    }
  }

  static Path root() {
    return LocalSystem.launcher().getParent();
  }

  static Readme read() throws IOException {
    List<Block> blocks = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    String language = "";
    boolean inside = false;
    for (String line : Files.readAllLines(root().resolve("README.md"), StandardCharsets.UTF_8)) {
      if (!line.startsWith("```")) {
        if (inside) text.append(line).append('\n');
        continue;
      }
      if (inside) blocks.add(new Block(language, text.toString()));
      language = line.substring(3).strip();
      text.setLength(0);
      inside = !inside;
    }
    return new Readme(List.copyOf(blocks));
  }

  /** The only block of this language in which these words stand. */
  Block block(String language, String words) {
    List<Block> found =
        blocks.stream()
            .filter(block -> block.language().equals(language) && block.text().contains(words))
            .toList();
    if (found.size() != 1) {
      throw new IllegalStateException(
          found.size() + " blocks of README.md in '" + language + "' hold '" + words + "'");
    }
    return found.get(0);
  }
}
