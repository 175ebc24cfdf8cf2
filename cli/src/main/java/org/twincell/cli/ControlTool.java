// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellClient.ControlTarget;
import org.twincell.protocol.CellException;
import org.twincell.protocol.MemberInfo;
import org.twincell.protocol.drill.Drill;
import org.twincell.protocol.drill.DrillResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mcontrol}: gives a cell, or one member of it, a control word. */
@Command(
    description = {
      "Gives a cell, or one member of it, a control word:",
      "  status     what each member says of itself: role, duty, term, mode, peers, lag, why",
      "  active     give the duty to the named member (-n <cell>#1, #2)",
      "  standby    take the duty from the active member; the other one of the pair gets it",
      "  pause      admit no new events, also after a takeover; queries and changes go on",
      "  resume     admit events again",
      "  digest     whether the members' stores are equal, and what was last found",
      "  diff       name the records that differ; on a standby they are compared now",
      "  reload     [dir|conf|kb|all] read files again, on every member",
      "  terminate  end the named member in good order",
      "  drill      planned|crash|partition: move the duty on purpose while canary events flow,",
      "             and tell what clients saw: longest gap, failed calls, loss, doubles"
    },
    footer = {
      "  mcontrol -n Alphonse status",
      "  mcontrol -q -n Alphonse --format json status",
      "  mcontrol -n Alphonse standby",
      "  mcontrol -n Alphonse#2 active",
      "  mcontrol -n Alphonse reload kb",
      "  mcontrol -n @SystemA/1828 terminate",
      "  mcontrol -n Alphonse drill planned",
      "  mcontrol -n Alphonse drill partition --seconds 5",
      "  mcontrol -n Alphonse drill crash --yes"
    })
final class ControlTool extends MemberTool {
  private static final Set<String> WORDS =
      Set.of(
          "status",
          "active",
          "standby",
          "pause",
          "resume",
          "reload",
          "digest",
          "diff",
          "terminate",
          "drill");

  @Option(
      names = "--force",
      description = "Also when events could be lost; the cell says which and why.")
  private boolean force;

  @Option(
      names = "--yes",
      description = "Of drill crash: the member stays down until its supervisor, or you, start it.")
  private boolean yes;

  @Option(
      names = "--seconds",
      paramLabel = "<n>",
      defaultValue = "5",
      description = "Of drill partition: how long the active member is cut off, 1 to 60.")
  private int seconds;

  @Option(
      names = "--format",
      paramLabel = "<format>",
      defaultValue = "text",
      description = "Of status: text (for people) or json (for programs).")
  private Format format = Format.TEXT;

  /** Forms of a status. */
  private enum Format {
    TEXT,
    JSON
  }

  @Parameters(index = "0", paramLabel = "<word>", description = "The control word.")
  private String word = "";

  @Parameters(index = "1..*", paramLabel = "<argument>", description = "Arguments of the word.")
  private List<String> arguments = new ArrayList<>();

  ControlTool(Terminal terminal) {
    super(terminal);
  }

  @Override
  String programName() {
    return "mcontrol";
  }

  @Override
  ExitCode carryOut() throws InterruptedException {
    if (!WORDS.contains(word)) {
      throw badUsage(
          "'" + word + "' is not a control word",
          "The words are " + String.join(", ", WORDS.stream().sorted().toList()) + ".");
    }
    Settings settings = settings();
    Target target = target(settings);
    boolean wholePair = target.cell().isPair() && target.member().isEmpty();
    if (wholePair && (word.equals("active") || word.equals("terminate"))) throw whichMember(target);
    try (CellClient client = open(target.cell(), settings.conf())) {
      if (word.equals("status")) {
        List<MemberInfo> members = members(client, target, settings.conf());
        switch (format) {
          case TEXT -> StatusText.print(members, terminal.out());
          case JSON -> StatusJson.print(members, terminal.out());
        }
        return ExitCode.OK;
      }
      if (word.equals("drill")) return drill(client);
      return tell(client, receivers(client, target, settings.conf()));
    }
  }

  private ExitCode drill(CellClient client) throws InterruptedException {
    DrillResult result =
        Drill.run(client, drillPlan(), terminal.time(), line -> terminal.out().println(line));
    terminal.out().println(result.text());
    result.failures().forEach(this::complain);
    return result.isClean() ? ExitCode.OK : ExitCode.COMMAND_FAILED;
  }

  private Drill.Plan drillPlan() {
    String kind = arguments.size() == 1 ? arguments.get(0).toUpperCase(Locale.ROOT) : "";
    for (Drill.Kind each : Drill.Kind.values()) {
      if (!each.name().equals(kind)) continue;
      try {
        return new Drill.Plan(each, yes, Duration.ofSeconds(seconds), sender());
      } catch (IllegalArgumentException e) {
        throw badUsage("--seconds " + seconds + " is not possible", "Write 1 to 60.");
      }
    }
    throw badUsage("which drill is meant", "Write drill planned, drill crash or drill partition.");
  }

  private List<ControlTarget> receivers(CellClient client, Target target, ClientConf conf) {
    if (word.equals("reload")) return everyone(client, target, conf);
    if (word.equals("digest") || word.equals("diff")) return withStore(client, target, conf);
    return List.of(only(client, target, conf).orElse(ControlTarget.ACTIVE));
  }

  private List<ControlTarget> withStore(CellClient client, Target target, ClientConf conf) {
    boolean isNamed = target.member().isPresent();
    return everyone(client, target, conf).stream()
        .filter(member -> isNamed || member != ControlTarget.WITNESS)
        .toList();
  }

  private CommandFailure whichMember(Target target) {
    String name = target.cell().name();
    return badUsage(
        "which member of cell '" + name + "' is meant",
        "Write -n " + name + "#1 for the primary or -n " + name + "#2 for the secondary.");
  }

  /** Tells each; a member that refuses does not keep the word from the others. */
  private ExitCode tell(CellClient client, List<ControlTarget> members) {
    List<String> sent = new ArrayList<>(arguments);
    if (force) sent.add("--force");
    ExitCode worst = ExitCode.OK;
    for (ControlTarget member : members) {
      String prefix = members.size() == 1 ? "" : lower(member) + ": ";
      try {
        client.control(member, word, sent, line -> terminal.out().println(prefix + line));
      } catch (CellException e) {
        CommandFailure failure = CommandFailure.of(e);
        complain(prefix + failure.text());
        worst = failure.code();
      }
    }
    return worst;
  }

  private static String lower(ControlTarget member) {
    return member.name().toLowerCase(Locale.ROOT);
  }
}
