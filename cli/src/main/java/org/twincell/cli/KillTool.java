// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.twincell.directory.Address;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.EndSign;
import org.twincell.protocol.MemberInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mkill}: ends a cell member in good order, and waits until its process has ended. */
@Command(
    description = {
      "Ends a cell in good order: the named member, or all members of the cell,",
      "the active one last. Returns when the processes have ended."
    },
    footer = {"  mkill -n Alphonse#1", "  mkill -q -n @SystemA/1828"})
final class KillTool extends MemberTool {
  /** Longer than a member takes for its end unless StopTimeOut was raised. */
  private static final Duration END_LIMIT = Duration.ofMinutes(2);

  private static final Duration LOOK = Duration.ofMillis(100);

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
  ExitCode carryOut() throws InterruptedException {
    Settings settings = settings();
    Target target = target(settings);
    try (CellClient client = open(target.cell(), settings.conf())) {
      for (MemberInfo member : activeLast(client, target, settings.conf())) {
        end(client, member, settings.conf());
      }
    }
    terminal.out().println("server " + target.cell().name() + " terminated");
    return ExitCode.OK;
  }

  private void end(CellClient client, MemberInfo member, ClientConf conf)
      throws InterruptedException {
    List<String> arguments = new ArrayList<>(List.of(EndSign.ARGUMENT));
    if (rapid) arguments.add("rapid");
    List<EndSign> signs = new ArrayList<>();
    try {
      client.control(
          target(member),
          "terminate",
          arguments,
          line -> {
            OptionalInt port = EndSign.port(line);
            if (port.isPresent()) sign(member, port.getAsInt(), conf).ifPresent(signs::add);
            else if (verbose) terminal.out().println(line);
          });
      boolean ended = signs.isEmpty() ? isSilent(client, member) : signs.get(0).awaitEnd(END_LIMIT);
      if (!ended) throw notEnded(member);
    } finally {
      signs.forEach(EndSign::close);
    }
  }

  /** Empty where only the member's port can be reached from here. */
  private Optional<EndSign> sign(MemberInfo member, int port, ClientConf conf) {
    try {
      String host = Address.parse(member.address(), port).host();
      return Optional.of(EndSign.connect(host, port, conf.connectionSetUp()));
    } catch (IOException unreachable) {
      if (verbose) terminal.err().println("its silence is taken for its end: " + unreachable);
      return Optional.empty();
    }
  }

  /** Whether the member stops to answer; its process may then need a moment more. */
  private boolean isSilent(CellClient client, MemberInfo member) throws InterruptedException {
    long start = terminal.time().monotonicNanos();
    while (answers(client, member)) {
      if (terminal.time().monotonicNanos() - start > END_LIMIT.toNanos()) return false;
      terminal.time().pause(LOOK);
    }
    return true;
  }

  private static boolean answers(CellClient client, MemberInfo member) {
    return client.status(LOOK.multipliedBy(10)).stream()
        .anyMatch(now -> now.reachable() && now.address().equals(member.address()));
  }

  private static CommandFailure notEnded(MemberInfo member) {
    return new CommandFailure(
        ExitCode.COMMAND_FAILED,
        "the member at "
            + member.address()
            + " was told to end and has not within "
            + END_LIMIT.toSeconds()
            + " s",
        "",
        "Look at its log; what it has acknowledged is safe, also when you end its process.");
  }
}
