// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.twincell.protocol.CellException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** A command with the options that all have. Subclasses say what it does. */
@Command(
    sortOptions = false,
    usageHelpWidth = 100,
    optionListHeading = "%nOptions:%n",
    descriptionHeading = "%n",
    footerHeading = "%nExamples:%n")
abstract class Tool implements Callable<Integer> {
  final Terminal terminal;

  @Option(
      names = {"-h", "-?", "--help"},
      usageHelp = true,
      description = "Show this help and end.")
  boolean help;

  @Option(
      names = {"-z", "--version"},
      versionHelp = true,
      description = "Show the version and end.")
  boolean version;

  @Option(names = "-q", description = "No banner.")
  private boolean quiet;

  @Option(
      names = "-l",
      paramLabel = "<home>",
      defaultValue = "",
      description = "Home folder; its etc/ holds mclient.conf and mcell.dir. Default: $MCELL_HOME.")
  String home = "";

  @Option(
      names = "-c",
      paramLabel = "<file>",
      defaultValue = "",
      description = "Use this file instead of mclient.conf; other files are then found beside it.")
  String configFile = "";

  @Option(
      names = "-p",
      paramLabel = "<Var=Value>",
      description = "Set a parameter of mclient.conf for this call; may be repeated.")
  List<String> parameters = List.of();

  Tool(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Does the work; everything was parsed. */
  abstract ExitCode carryOut() throws InterruptedException;

  abstract String programName();

  @Override
  public final Integer call() throws InterruptedException {
    if (!quiet) terminal.err().println("Twincell " + programName() + " " + Version.text());
    return carryOut().number();
  }

  /** Parses the arguments, runs, prints errors; never throws for what a user does. */
  final int run(String... arguments) {
    CommandLine line = new CommandLine(this);
    line.setCommandName(programName());
    line.setExpandAtFiles(false); // -n @host and -u @id are not files
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    line.getCommandSpec().version("Twincell " + programName() + " " + Version.text());
    line.setParameterExceptionHandler((e, args) -> badUsage(e));
    line.setExecutionExceptionHandler((e, command, parsed) -> failed(e));
    int code = line.execute(arguments);
    terminal.out().flush();
    return code;
  }

  private int badUsage(ParameterException e) {
    complain(String.valueOf(e.getMessage()));
    terminal.err().println("Try '" + programName() + " --help'.");
    return ExitCode.BAD_USAGE.number();
  }

  private int failed(Exception e) throws Exception {
    CommandFailure failure;
    if (e instanceof CommandFailure known) failure = known;
    else if (e instanceof CellException refusal) failure = CommandFailure.of(refusal);
    else throw e;
    complain(failure.text());
    return failure.code().number();
  }

  /** One line for the person at the terminal. */
  final void complain(String text) {
    terminal.err().println(programName() + ": " + text);
  }

  final CommandFailure badUsage(String what, String mend) {
    return new CommandFailure(ExitCode.BAD_USAGE, what, "", mend);
  }
}
