// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.demo;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.twincell.client.ImpactException;
import org.twincell.time.SystemTime;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program {@code ./twincell demo}. */
@Command(
    name = "demo",
    sortOptions = false,
    usageHelpWidth = 100,
    description = {
      "%nShows what Twincell is for, on this machine: starts the cell Alphonse with a primary, a",
      "secondary and a witness, and two gateways in front of it; sends lines of this machine's logs",
      "as events over SOAP; kills the active member, and later a gateway, with SIGKILL; fetches the",
      "events through the other gateway; and counts whether one was lost or doubled.",
      "Everything is written below one folder, and every process is ended at the end."
    },
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./twincell demo",
      "  ./twincell demo --events 10000 --senders 32",
      "  ./twincell demo --keep"
    })
public final class Demo implements Callable<Integer> {
  private static final int EVENT_LIMIT = 1_000_000;
  private static final int SENDER_LIMIT = 256;
  private static final int INTERRUPTED = 130;

  /** Held here, because the JDK forgets the level of a logger that nobody holds. */
  private static final Logger SDK_LOG = Logger.getLogger("org.twincell.client");

  @Option(
      names = "--events",
      paramLabel = "<n>",
      defaultValue = "2000",
      description = "How many events are sent. Default: ${DEFAULT-VALUE}.")
  private int events;

  @Option(
      names = "--senders",
      paramLabel = "<n>",
      defaultValue = "8",
      description = "How many send at the same time. Default: ${DEFAULT-VALUE}.")
  private int senders;

  @Option(names = "--keep", description = "Leave everything running at the end, and tell where.")
  private boolean keep;

  @Option(
      names = "--folder",
      paramLabel = "<folder>",
      description = {
        "Where everything is written; emptied first. Default: run/demo beside the launcher."
      })
  private Optional<Path> folder = Optional.empty();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and end.")
  boolean help;

  /** Ends the process with 0 when nothing was lost and nothing doubled. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Demo()).setCommandName("twincell demo").execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    if (events < 10 || events > EVENT_LIMIT || senders < 1 || senders > SENDER_LIMIT) {
      System.err.println(
          "demo: write --events 10 to "
              + EVENT_LIMIT
              + " and --senders 1 to "
              + SENDER_LIMIT
              + ".");
      return 1;
    }
    SDK_LOG.setLevel(Level.SEVERE); // the narrator tells of the gateways
    Narrator narrator = new Narrator(System.out, SystemTime.SYSTEM);
    Path root = Path.of(System.getProperty("twincell.root", "")).toAbsolutePath();
    Path place = folder.orElse(root.resolve("run/demo")).toAbsolutePath().normalize();
    try (Stage stage = Stage.prepare(root, place, new SecureRandom())) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> atEnd(stage, narrator), "demo-end"));
      return play(stage, narrator);
    } catch (DemoException e) {
      System.out.flush();
      System.err.println("demo: " + e.getMessage());
      return 2;
    }
  }

  /** Ctrl-C or SIGTERM; whatever was started ends with this program. */
  private static void atEnd(Stage stage, Narrator narrator) {
    if (stage.interrupt()) narrator.line("demo: interrupted; every process is ended.");
  }

  private int play(Stage stage, Narrator narrator) throws InterruptedException {
    Play play = new Play(stage, narrator, events, senders);
    try {
      boolean good = play.run();
      if (keep) {
        play.restartGateway();
        Keeping.tell(stage, narrator);
      }
      return good ? 0 : 3;
    } catch (DemoException | ImpactException e) {
      if (stage.isInterrupted()) return INTERRUPTED;
      throw new DemoException(e.getMessage() + "\nAll logs: " + stage.logs());
    }
  }
}
