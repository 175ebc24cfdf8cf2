// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.demo;

import java.util.List;
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
              java.util.Locale.ROOT,
              "  %-10s pid %-7d %s  %s",
              running.name(),
              running.pid(),
              running.name().startsWith("gateway")
                  ? stage.url(running.name()) + "/imws/services/ImpactManager?wsdl"
                  : "127.0.0.1:" + stage.port(running.name()),
              running.log()));
    }
    String home = stage.folder().toString();
    narrator.line("Try:");
    narrator.line("  ./twincell mcontrol -l " + home + " -n " + Stage.CELL + " status");
    narrator.line("  ./twincell mquery -q -l " + home + " -n " + Stage.CELL + " --limit 3");
    narrator.line(
        "  ./twincell msend -l " + home + " -n " + Stage.CELL + " -v -a EVENT -m 'hello'");
    narrator.line("End it:");
    narrator.line(
        "  kill " + String.join(" ", left.stream().map(r -> Long.toString(r.pid())).toList()));
  }
}
