// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.twincell.cell.settings.CellSettings;
import picocli.CommandLine.Option;

/** The options of {@code mcell}, by the letters of the original. */
final class McellOptions {
  @Option(
      names = "-n",
      paramLabel = "<cell>",
      description = "Name of the cell; default: the host's.")
  private @Nullable String cell;

  @Option(
      names = "-l",
      paramLabel = "<home>",
      description =
          "Home folder with etc, kb and var; default: $MCELL_HOME, else the working folder.")
  private @Nullable Path home;

  @Option(
      names = "-c",
      paramLabel = "<file>",
      description = "Parameter file; default: etc/<cell>/mcell.conf, else etc/mcell.conf.")
  private @Nullable Path configFile;

  @Option(names = "-p", paramLabel = "<name=value>", description = "A parameter, over the file's.")
  private List<String> parameters = new ArrayList<>();

  @Option(names = "-d", description = "Stay in the foreground. It always does; for old scripts.")
  @SuppressWarnings("unused") // read by picocli alone
  private boolean foreground;

  @Option(names = "-q", description = "No banner. There is none; for old scripts.")
  @SuppressWarnings("unused") // read by picocli alone
  private boolean quiet;

  @Option(
      names = "--self-test",
      description =
          "Shows whether this machine can run a member: a cell of its own in a temporary folder"
              + " stores an event and finds it; other options do not matter. Exit code 0 or 26.")
  private boolean selfTest;

  @Option(
      names = {"-h", "-?"},
      usageHelp = true,
      description = "This text.")
  @SuppressWarnings("unused") // read by picocli alone
  private boolean help;

  @Option(names = "-z", versionHelp = true, description = "The version.")
  @SuppressWarnings("unused") // read by picocli alone
  private boolean version;

  boolean isSelfTest() {
    return selfTest;
  }

  CellSettings.Options toOptions() {
    return new CellSettings.Options(cellName(), homeFolder(), given(configFile), parameters);
  }

  private String cellName() {
    String given = cell;
    if (given != null) return given;
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException unnamed) {
      return "localhost";
    }
  }

  private Path homeFolder() {
    Map<String, String> environment = System.getenv();
    Path chosen = home != null ? home : Path.of(environment.getOrDefault("MCELL_HOME", ""));
    return chosen.toAbsolutePath().normalize();
  }

  private static Optional<Path> given(@Nullable Path path) {
    return path == null ? Optional.empty() : Optional.of(path.toAbsolutePath().normalize());
  }
}
