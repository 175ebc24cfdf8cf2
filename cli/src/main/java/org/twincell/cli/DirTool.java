// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.twincell.directory.CellDirectory;
import org.twincell.directory.CellEntry;
import org.twincell.directory.DirectoryEntry;
import org.twincell.directory.DirectoryException;
import org.twincell.directory.GatewayEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code mdir}: checks and lists directory files. */
@Command(
    description = {
      "Works on directory files (mcell.dir):",
      "  check  tell every problem with its line and column, or what the file holds",
      "  list   print the entries; keys are not shown"
    },
    footer = {"  mdir check mcell.dir", "  mdir -l /opt/twincell list"})
final class DirTool extends Tool {
  @Parameters(index = "0", paramLabel = "check|list", description = "What to do.")
  private String action = "";

  @Parameters(
      index = "1..*",
      paramLabel = "<file>",
      description = "Directory files. Default: the one of the home folder.")
  private List<String> files = new ArrayList<>();

  DirTool(Terminal terminal) {
    super(terminal);
  }

  @Override
  String programName() {
    return "mdir";
  }

  @Override
  ExitCode carryOut() {
    if (!action.equals("check") && !action.equals("list")) {
      throw badUsage("'" + action + "' is not an action", "Write check or list.");
    }
    ExitCode worst = ExitCode.OK;
    for (Path file : chosen()) {
      ExitCode code = read(file);
      if (code != ExitCode.OK) worst = code;
    }
    return worst;
  }

  private List<Path> chosen() {
    if (!files.isEmpty()) return files.stream().map(terminal::resolve).toList();
    Path folder = CellTool.Settings.folder(terminal, home, configFile);
    Path conf =
        configFile.isEmpty() ? folder.resolve("mclient.conf") : terminal.resolve(configFile);
    ClientConf read = ClientConf.load(conf, !configFile.isEmpty(), parameters);
    return List.of(folder.resolve(read.directoryName()));
  }

  private ExitCode read(Path file) {
    try {
      CellDirectory directory = CellDirectory.load(file);
      if (action.equals("list")) directory.entries().forEach(this::print);
      else terminal.out().println(file + ": no problem, " + content(directory));
      return ExitCode.OK;
    } catch (DirectoryException e) {
      e.problems().forEach(problem -> terminal.err().println(file + ": " + problem));
      int untold = e.problemCount() - e.problems().size();
      if (untold > 0) terminal.err().println(file + ": and " + untold + " more");
      boolean unread = e.problems().size() == 1 && e.problems().get(0).line() == 0;
      return unread ? ExitCode.CONFIGURATION : ExitCode.SYNTAX;
    }
  }

  private static String content(CellDirectory directory) {
    return count(directory.cells().size(), "cell")
        + ", "
        + count(directory.gateways().size(), "gateway")
        + ", "
        + count(directory.admins().size(), "administration server");
  }

  private static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  private void print(DirectoryEntry entry) {
    String kind = "admin";
    if (entry instanceof CellEntry) kind = "cell";
    if (entry instanceof GatewayEntry gateway) kind = "gateway." + gateway.type();
    StringBuilder line = new StringBuilder(kind).append(' ').append(entry.name());
    entry.addresses().forEach(address -> line.append(' ').append(address));
    if (entry instanceof CellEntry cell) {
      cell.witness().ifPresent(address -> line.append(" witness ").append(address));
    }
    terminal.out().println(line.append(" (key: ").append(entry.key()).append(")"));
  }
}
