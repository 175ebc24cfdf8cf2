// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.twincell.directory.DirectoryException;
import org.twincell.protocol.CellException;
import org.twincell.time.SystemTime;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program {@code iiws-server}: reads its arguments, starts a gateway, waits to be ended. */
@Command(
    name = "iiws-server",
    mixinStandardHelpOptions = true,
    description = "The web service ImpactManager in front of the cells of a directory file.",
    sortOptions = false)
public final class GatewayProgram implements Callable<Integer> {
  private static final Path USUAL_FILE = Path.of("ImWebServices.conf");

  @Option(
      names = "-c",
      paramLabel = "FILE",
      description = "settings file; else ImWebServices.conf of the working folder, if it is there")
  private Path file = USUAL_FILE;

  @Option(
      names = "-p",
      paramLabel = "Name=Value",
      description = "a setting that wins over the file; may be repeated")
  private List<String> overrides = List.of();

  @Option(
      names = "--self-test",
      description =
          "shows whether this machine can run a gateway: one on a free port answers calls; other"
              + " options do not matter")
  private boolean selfTest;

  @Override
  public Integer call() throws InterruptedException {
    return selfTest ? test() : serve();
  }

  private static int test() throws InterruptedException {
    try {
      Path folder = Path.of(System.getProperty("java.io.tmpdir"));
      new SelfTest(SystemTime.SYSTEM, folder, System.out).run();
      return 0;
    } catch (IOException | RuntimeException e) {
      System.err.println("iiws-server: self-test failed: " + e);
      return 1;
    }
  }

  private int serve() throws InterruptedException {
    boolean usual = file.equals(USUAL_FILE) && !Files.exists(file);
    try (Gateway gateway =
        Gateway.start(
            usual
                ? GatewaySettings.with(overrides.toArray(String[]::new))
                : GatewaySettings.read(file, overrides))) {
      System.out.println("iiws-server: ready on " + gateway.url());
      CountDownLatch ended = new CountDownLatch(1);
      Runtime.getRuntime().addShutdownHook(new Thread(gateway::close, "gateway-end"));
      ended.await();
    } catch (SettingsException | DirectoryException | CellException | UncheckedIOException e) {
      System.err.println("iiws-server: " + e.getMessage());
      return 1;
    }
    return 0;
  }

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new GatewayProgram()).execute(arguments));
  }
}
