// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.cell.service.MemberService;
import org.twincell.cell.settings.CellSettings;
import org.twincell.cell.settings.SettingsException;
import org.twincell.time.SystemTime;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The program {@code mcell}: one member of a cell as a process. */
@Command(
    name = "mcell",
    exitCodeOnInvalidInput = McellExit.USAGE,
    exitCodeOnExecutionException = McellExit.FAILED,
    versionProvider = Main.Version.class,
    description = "Starts a member of a cell: stand-alone, primary, secondary or witness.",
    footer = {
      "",
      "The role is CellDuplicateMode: 0 stand-alone, 1 primary, 2 secondary, 3 witness.",
      "  mcell -n Alphonse -l /opt/twincell -p CellDuplicateMode=1",
      "  mcell --self-test"
    })
public final class Main implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  @CommandLine.Mixin private McellOptions options = new McellOptions();

  private Main() {}

  /** Runs until the member ends; exits with one of {@link McellExit}. */
  public static void main(String[] arguments) {
    LogSetup.apply();
    CommandLine line = new CommandLine(new Main());
    System.exit(line.execute(arguments));
  }

  @Override
  public Integer call() {
    if (options.isSelfTest()) {
      Path folder = Path.of(System.getProperty("java.io.tmpdir"));
      return new SelfTest(SystemTime.SYSTEM, new SecureRandom(), folder).run();
    }
    try (Cell cell = Cell.start(CellSettings.load(options.toOptions()))) {
      Signals.on("TERM", () -> cell.requestStop("SIGTERM"));
      Signals.on("INT", () -> cell.requestStop("interrupted"));
      Signals.on("HUP", () -> reload(cell));
      Cell.End end = cell.ended().join();
      return end.failed() ? McellExit.FAILED : McellExit.OK;
    } catch (SettingsException e) {
      e.problems().forEach(LOG::error);
      return McellExit.CONFIGURATION;
    } catch (CellStartException e) {
      LOG.error("mcell cannot start: {}", e.getMessage());
      return McellExit.of(e.kind());
    }
  }

  /** For {@code -z}. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"mcell (Twincell) " + MemberService.version()};
    }
  }

  private static void reload(Cell cell) {
    try {
      LOG.info("SIGHUP: directory reloaded, {}", cell.reloadDirectory());
    } catch (RuntimeException refusal) {
      LOG.warn("SIGHUP: {}", refusal.getMessage());
    }
  }
}
