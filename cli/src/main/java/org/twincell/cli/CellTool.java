// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.twincell.directory.CellEntry;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellException;
import picocli.CommandLine.Option;

/** A command that talks to a cell. */
abstract class CellTool extends Tool {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

  @Option(
      names = "-n",
      paramLabel = "<cell>",
      defaultValue = "",
      description = {
        "The cell: a name of the directory file, or @host[/port[#key]].",
        "name#1, name#2 and name#witness mean one member. Default: ServerName, or this host."
      })
  String cellName = "";

  @Option(
      names = {"-i", "-I"},
      paramLabel = "<user>",
      defaultValue = "",
      description =
          "Name to act under, as user[/password][@host[/port]]; only the name is used: the cell"
              + " tells friends by its key.")
  private String identity = "";

  @Option(names = "-v", description = "Say more.")
  boolean verbose;

  CellTool(Terminal terminal) {
    super(terminal);
  }

  /** Who sends, as the cell writes it down. */
  final String sender() {
    String user = identity.split("[/@]", 2)[0];
    return (user.isEmpty() ? terminal.userName() : user) + "@" + terminal.hostName();
  }

  final Settings settings() {
    Path folder = Settings.folder(terminal, home, configFile);
    Path file =
        configFile.isEmpty() ? folder.resolve("mclient.conf") : terminal.resolve(configFile);
    ClientConf conf = ClientConf.load(file, !configFile.isEmpty(), parameters);
    return new Settings(conf, folder.resolve(conf.directoryName()));
  }

  final Target target(Settings settings) {
    return Target.find(cellName, settings.conf(), settings.directoryFile(), terminal.hostName());
  }

  /** Opens a client; it may still be looking for its cell. */
  final CellClient open(CellEntry cell, ClientConf conf) {
    try {
      return terminal.connector().open(cell, conf.keys());
    } catch (CellException e) {
      throw new CommandFailure(ExitCode.OUTBOUND, e.what(), e.why(), e.mend());
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.OUTBOUND,
          "cannot set up the way to cell '" + cell.name() + "'",
          String.valueOf(e.getMessage()),
          "Check the cell's line in the directory file.");
    }
  }

  /** Opens a client and waits until some member is active, at most ConnectionSetupTimeOut. */
  final CellClient connect(CellEntry cell, ClientConf conf) throws InterruptedException {
    CellClient client = open(cell, conf);
    long start = terminal.time().monotonicNanos();
    while (!client.isReachable()) {
      long waited = terminal.time().monotonicNanos() - start;
      if (waited >= conf.connectionSetUp().toNanos()) {
        client.close();
        throw unreachable(
            cell,
            conf,
            "active member",
            "Check with 'mcontrol status'; wait longer with -p ConnectionSetupTimeOut=<seconds>.");
      }
      terminal.time().pause(LOOK_AGAIN);
    }
    return client;
  }

  static CommandFailure unreachable(CellEntry cell, ClientConf conf, String who, String mend) {
    boolean nameless = cell.name().equals(Target.NAMELESS);
    return new CommandFailure(
        ExitCode.CONNECTION,
        "cannot reach the cell" + (nameless ? "" : " '" + cell.name() + "'"),
        "within "
            + conf.connectionSetUp().toSeconds()
            + " s no "
            + who
            + " answered at "
            + places(cell)
            + "; the key may also differ",
        mend);
  }

  static String places(CellEntry cell) {
    return Stream.concat(cell.addresses().stream(), cell.witness().stream())
        .map(Object::toString)
        .collect(Collectors.joining(", "));
  }

  /**
   * Where a command finds its files.
   *
   * @param directoryFile may not exist
   */
  record Settings(ClientConf conf, Path directoryFile) {
    /** The folder of the configuration: that of {@code -c}, else {@code etc} of the home. */
    static Path folder(Terminal terminal, String home, String configFile) {
      if (!configFile.isEmpty()) {
        Path parent = terminal.resolve(configFile).getParent();
        return parent == null ? terminal.folder() : parent;
      }
      String named = home.isEmpty() ? terminal.environment("MCELL_HOME") : home;
      if (named.isEmpty()) named = terminal.environment("TWINCELL_HOME");
      if (named.isEmpty()) return terminal.folder().resolve("etc");
      Path folder = terminal.resolve(named);
      if (!Files.isDirectory(folder)) {
        throw new CommandFailure(
            ExitCode.INITIALISATION,
            "cannot use the home folder " + folder,
            "there is no such folder",
            "Correct -l or MCELL_HOME.");
      }
      return folder.resolve("etc");
    }
  }
}
