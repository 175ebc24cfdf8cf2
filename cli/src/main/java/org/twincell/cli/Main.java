// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.twincell.protocol.client.CellClients;
import org.twincell.protocol.client.ClientSettings;
import org.twincell.time.SystemTime;

/** All commands in one program: the first argument is the name of the command. */
public final class Main {
  private static final Map<String, Function<Terminal, Tool>> TOOLS =
      new TreeMap<>(
          Map.of(
              "msend", terminal -> new SendTool(terminal, "msend"),
              "mposter", terminal -> new SendTool(terminal, "mposter"),
              "mquery", QueryTool::new,
              "mcontrol", ControlTool::new,
              "mkill", KillTool::new,
              "mgetinfo", GetInfoTool::new,
              "mdir", DirTool::new));

  private static final int OUTPUT_BUFFER_BYTES = 64 * 1024;

  private Main() {}

  /** Runs the command that the first argument names, and ends the process with its exit code. */
  public static void main(String[] args) {
    PrintStream err = stream(FileDescriptor.err, true);
    PrintStream out = stream(FileDescriptor.out, false);
    int code = run(args, terminal(out, err));
    out.flush();
    System.exit(code);
  }

  /** What {@link #main} does, without ending the process. */
  static int run(String[] args, Terminal terminal) {
    Function<Terminal, Tool> tool = args.length == 0 ? null : TOOLS.get(args[0]);
    if (tool == null) {
      terminal
          .err()
          .println(
              "twincell: "
                  + (args.length == 0 ? "no command named" : "'" + args[0] + "' is not a command")
                  + ". The commands are "
                  + String.join(", ", TOOLS.keySet())
                  + ".");
      return ExitCode.BAD_USAGE.number();
    }
    return tool.apply(terminal).run(List.of(args).subList(1, args.length).toArray(String[]::new));
  }

  private static PrintStream stream(FileDescriptor descriptor, boolean eachLine) {
    return new PrintStream(
        new java.io.BufferedOutputStream(new FileOutputStream(descriptor), OUTPUT_BUFFER_BYTES),
        eachLine,
        StandardCharsets.UTF_8);
  }

  private static Terminal terminal(PrintStream out, PrintStream err) {
    return new Terminal(
        System.in,
        out,
        err,
        System.getenv(),
        Path.of("").toAbsolutePath(),
        System.getProperty("user.name", "unknown"),
        hostName(),
        SystemTime.SYSTEM,
        new SecureRandom(),
        (cell, keys) ->
            CellClients.open(cell, ClientSettings.DEFAULTS.withKeys(keys), SystemTime.SYSTEM),
        Main::startInBackground);
  }

  private static String hostName() {
    String named = System.getenv().getOrDefault("HOSTNAME", "");
    if (named.isEmpty()) {
      try {
        named = InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException e) {
        named = "localhost"; // a machine without a name
      }
    }
    int dot = named.indexOf('.');
    return dot > 0 ? named.substring(0, dot) : named;
  }

  private static long startInBackground(List<String> arguments, Path log) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    return builder.start().pid();
  }
}
