// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.demo;

import java.nio.file.Path;
import java.util.List;

/** The three members of the cell: how each is configured and started. */
enum Member {
  PRIMARY("primary", "Alphonse#1", 1),
  SECONDARY("secondary", "Alphonse#2", 2),
  WITNESS("witness", "Alphonse#witness", 3);

  private final String word;
  private final String target;
  private final int mode;

  Member(String word, String target, int mode) {
    this.word = word;
    this.target = target;
    this.mode = mode;
  }

  /** Its role, as the viewer reads it. */
  String word() {
    return word;
  }

  /** What {@code -n} of a command says to mean this member. */
  String target() {
    return target;
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

  Member other() {
    return this == PRIMARY ? SECONDARY : PRIMARY;
  }
}
