// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.twincell.processes.Program;

/** What the viewer of {@code --keep} needs to go on alone. */
final class Keeping {
  private Keeping() {}

  static void tell(Stage stage, Narrator narrator) {
    List<Program> left = stage.leaveRunning();
    narrator.line("");
    narrator.line("Left running:");
    for (Program running : left) {
      narrator.line(
          String.format(
              Locale.ROOT,
              "  %-10s pid %-7d %s  %s",
              running.name(),
              running.pid(),
              running.name().startsWith("gateway")
                  ? stage.url(running.name()) + "/imws/services/ImpactManager?wsdl"
                  : "127.0.0.1:" + stage.port(running.name()),
              running.log()));
    }
    narrator.line("Try:");
    for (String command : commands(stage.launcher(), stage.folder(), Path.of(""))) {
      narrator.line("  " + command);
    }
    narrator.line("End it:");
    narrator.line(
        "  kill " + String.join(" ", left.stream().map(r -> Long.toString(r.pid())).toList()));
  }

  /** Ready to be copied into a shell that stands where the demonstration was started. */
  static List<String> commands(Path launcher, Path home, Path workingFolder) {
    boolean there = workingFolder.toAbsolutePath().equals(launcher.getParent());
    String start = there ? "./twincell" : quoted(launcher);
    String cell = " -l " + quoted(home) + " -n " + Stage.CELL;
    return List.of(
        start + " mcontrol" + cell + " status",
        start + " mquery -q" + cell + " --limit 3",
        start + " msend" + cell + " -v -a EVENT -m 'hello'");
  }

  private static String quoted(Path path) {
    String word = path.toString();
    return word.matches("[\\w./:@%+=,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
