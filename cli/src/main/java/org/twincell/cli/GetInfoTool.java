// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellClient.ControlTarget;
import org.twincell.protocol.MemberInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code mgetinfo}: prints one kind of information about a cell, in a form for scripts. */
@Command(
    description = {
      "Prints information about a cell, or one member of it:",
      "  activity   2 = fully active, 1 = limited: about to be active, 0 = standby;",
      "             of a cell as a whole: the highest of its members",
      "  config     name, home, class files, configuration files, settings; name=value",
      "  connect    open connections, in and out",
      "  metrics    counts and times, in Prometheus form",
      "With -v in a form for people."
    },
    footer = {
      "  mgetinfo -q -n Alphonse activity",
      "  mgetinfo -q -n Alphonse#2 activity",
      "  mgetinfo -n @SystemA/1828 config",
      "  mgetinfo -v -n Alphonse metrics"
    })
final class GetInfoTool extends MemberTool {
  /** What the cell calls what the user asks for. */
  private static final Map<String, String> WORDS =
      Map.of("config", "config", "connect", "connections", "metrics", "metrics");

  @Parameters(index = "0", paramLabel = "<information>", description = "What to print.")
  private String information = "";

  GetInfoTool(Terminal terminal) {
    super(terminal);
  }

  @Override
  String programName() {
    return "mgetinfo";
  }

  @Override
  ExitCode carryOut() {
    String word = WORDS.getOrDefault(information, "");
    if (word.isEmpty() && !information.equals("activity")) {
      throw badUsage(
          "'" + information + "' is not something to print",
          "Write activity, config, connect or metrics.");
    }
    Settings settings = settings();
    Target target = target(settings);
    try (CellClient client = open(target.cell(), settings.conf())) {
      if (word.isEmpty()) printActivity(members(client, target, settings.conf()));
      else {
        ControlTarget member = only(client, target, settings.conf()).orElse(ControlTarget.ACTIVE);
        List<String> lines = new ArrayList<>();
        client.control(member, word, List.of(), lines::add);
        List<String> shown = verbose ? InfoText.readable(information, lines) : lines;
        shown.forEach(terminal.out()::println);
      }
      return ExitCode.OK;
    }
  }

  private void printActivity(List<MemberInfo> members) {
    List<MemberInfo> answered = new ArrayList<>(members);
    answered.removeIf(m -> !m.reachable());
    if (verbose) {
      for (MemberInfo member : answered) {
        terminal
            .err()
            .println(
                member.role().name().toLowerCase(java.util.Locale.ROOT)
                    + " "
                    + member.address()
                    + " "
                    + activity(member)
                    + " ("
                    + words(member)
                    + ")");
      }
    }
    MemberInfo highest =
        answered.stream().max(Comparator.comparingInt(GetInfoTool::activity)).orElseThrow();
    terminal.out().println(activity(highest));
  }

  private static String words(MemberInfo member) {
    return switch (member.duty()) {
      case STANDBY -> "standby";
      case LIMITED -> "limited: about to be active";
      case ACTIVE -> "full activity";
    };
  }

  private static int activity(MemberInfo member) {
    return switch (member.duty()) {
      case STANDBY -> 0;
      case LIMITED -> 1;
      case ACTIVE -> 2;
    };
  }
}
