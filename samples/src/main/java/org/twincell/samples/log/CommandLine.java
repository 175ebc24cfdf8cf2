// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.samples.log;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.twincell.client.ClientSettings;
import org.twincell.client.ImpactClient;
import org.twincell.time.SystemTime;

/** The options of {@code log-to-events}. */
final class CommandLine {
  private static final String USAGE =
      "usage: log-to-events --primary URL [--backup URL]... [--cell NAME] [--count N]"
          + " [--callers N] [--spool FOLDER] [FILE]\n"
          + "  FILE is /var/log/dpkg.log when none is named";

  private ClientSettings.Builder settings = ClientSettings.builder("http://localhost:9080");
  private Path file = Path.of("/var/log/dpkg.log");
  private int count;
  private int callers = 16;

  private CommandLine() {}

  /** Returns 0 when every event was acknowledged, 1 for a wrong command line, 2 otherwise. */
  static int run(String[] arguments, PrintStream out, PrintStream err) throws InterruptedException {
    CommandLine line = new CommandLine();
    try {
      line.parse(List.of(arguments));
    } catch (IllegalArgumentException e) {
      err.println("log-to-events: " + e.getMessage() + "\n" + USAGE);
      return 1;
    }
    try (ImpactClient client = ImpactClient.connect(line.settings.build())) {
      return line.send(client, out, err);
    } catch (IOException | RuntimeException e) {
      err.println("log-to-events: " + e.getMessage());
      return 2;
    }
  }

  private void parse(List<String> given) {
    List<String> rest = new ArrayList<>(given);
    int primary = rest.indexOf("--primary");
    if (primary >= 0) settings = ClientSettings.builder(value(rest, primary));
    while (!rest.isEmpty()) {
      String word = rest.get(0);
      if (word.startsWith("--")) option(word, value(rest, 0));
      else file = Path.of(rest.remove(0));
    }
  }

  private static String value(List<String> rest, int at) {
    if (at + 1 >= rest.size()) throw new IllegalArgumentException(rest.get(at) + " needs a value");
    rest.remove(at);
    return rest.remove(at);
  }

  private void option(String name, String value) {
    switch (name) {
      case "--backup" -> settings.backup(value);
      case "--cell" -> settings.cell(value);
      case "--spool" -> settings.spoolFolder(Path.of(value));
      case "--count" -> count = number(name, value);
      case "--callers" -> callers = number(name, value);
      default -> throw new IllegalArgumentException("there is no option " + name);
    }
  }

  private static int number(String name, String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " needs a number, not '" + value + "'", e);
    }
  }

  private int send(ImpactClient client, PrintStream out, PrintStream err)
      throws IOException, InterruptedException {
    long begin = SystemTime.SYSTEM.monotonicNanos();
    LogToEvents.Job job = new LogToEvents.Job(file, count, callers);
    LogToEvents.Result result =
        LogToEvents.run(client, job, done -> tell(done, client, begin, out));
    result.failures().stream().limit(5).forEach(e -> err.println("not sent: " + e.getMessage()));
    out.printf(
        "acknowledged %d, failed %d, %.1f s%n",
        result.acknowledged().size(), result.failures().size(), secondsSince(begin));
    return result.failures().isEmpty() ? 0 : 2;
  }

  private static void tell(int done, ImpactClient client, long begin, PrintStream out) {
    if (done % 500 != 0) return;
    out.printf(
        "%d events, %.1f s, through %s%n", done, secondsSince(begin), client.status().gateway());
  }

  private static double secondsSince(long begin) {
    return (SystemTime.SYSTEM.monotonicNanos() - begin) / (double) TimeUnit.SECONDS.toNanos(1);
  }
}
