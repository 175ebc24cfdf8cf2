// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import java.util.List;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellClient.ControlTarget;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mkill}: ends a cell member in good order. */
@Command(
    description = {
      "Ends a cell in good order: the named member, or all members of the cell,",
      "the active one last."
    },
    footer = {"  mkill -n Alphonse#1", "  mkill -q -n @SystemA/1828"})
final class KillTool extends MemberTool {
  @Option(names = "-s", description = "Accepted for old scripts; ending is always rapid.")
  private boolean rapid;

  KillTool(Terminal terminal) {
    super(terminal);
  }

  @Override
  String programName() {
    return "mkill";
  }

  @Override
  ExitCode carryOut() {
    Settings settings = settings();
    Target target = target(settings);
    try (CellClient client = open(target.cell(), settings.conf())) {
      for (ControlTarget member : activeLast(client, target, settings.conf())) {
        client.control(
            member,
            "terminate",
            rapid ? List.of("rapid") : List.of(),
            line -> {
              if (verbose) terminal.out().println(line);
            });
      }
    }
    terminal.out().println("server " + target.cell().name() + " terminated");
    return ExitCode.OK;
  }
}
