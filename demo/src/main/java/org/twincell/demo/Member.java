// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.demo;

import java.nio.file.Path;
import java.util.List;

/** The three members of the cell: how each is configured and started. */
enum Member {
  PRIMARY("primary", 1),
  SECONDARY("secondary", 2),
  WITNESS("witness", 3);

  private final String word;
  private final int mode;

  Member(String word, int mode) {
    this.word = word;
    this.mode = mode;
  }

  /** Its role, as the viewer reads it. */
  String word() {
    return word;
  }

  String file() {
    return "etc/" + word + ".conf";
  }

  /** The role, and a data folder of its own; all members read the same directory file. */
  String configuration(Path folder) {
    return "CellDuplicateMode="
        + mode
        + "\nSystemVarDirName="
        + folder.resolve("var").resolve(word)
        + "\n";
  }

  List<String> arguments(Path folder) {
    return List.of(
        "-n", Stage.CELL, "-l", folder.toString(), "-c", folder.resolve(file()).toString());
  }
}
