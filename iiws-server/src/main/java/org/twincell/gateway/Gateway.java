// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.directory.CellDirectory;
import org.twincell.directory.CellEntry;
import org.twincell.directory.DirectoryException;
import org.twincell.directory.DirectoryListener;
import org.twincell.directory.DirectoryWatcher;
import org.twincell.gateway.cells.Cells;
import org.twincell.gateway.cells.EventIds;
import org.twincell.gateway.http.HttpFront;
import org.twincell.gateway.operation.Operations;
import org.twincell.gateway.soap.SoapEndpoint;
import org.twincell.imapi.Contract;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellException;
import org.twincell.protocol.client.CellClients;
import org.twincell.protocol.client.ClientSettings;
import org.twincell.time.SystemTime;
import org.twincell.time.TimeSource;

/**
 * A running gateway: the web service ImpactManager in front of the cells of a directory.
 *
 * <pre>{@code
 * try (Gateway gateway = Gateway.start(GatewaySettings.with("Port=0"))) {
 *   System.out.println(gateway.url());
 * }
 * }</pre>
 *
 * <p>It keeps nothing that a client needs: with two of them on the same directory, a client may go
 * from one to the other at any time.
 */
public final class Gateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  private final HttpFront http;
  private final Cells cells;
  private final Deque<AutoCloseable> opened;

  private Gateway(HttpFront http, Cells cells, Deque<AutoCloseable> opened) {
    this.http = http;
    this.cells = cells;
    this.opened = opened;
  }

  /**
   * Reads the directory and listens. Cells are reached in the background: none of them needs to be
   * there.
   *
   * @throws DirectoryException when the directory file cannot be used
   * @throws CellException NOT_AUTHORISED when a key of the directory cannot be used here
   * @throws java.io.UncheckedIOException when the port cannot be had
   */
  public static Gateway start(GatewaySettings settings) {
    TimeSource time = SystemTime.SYSTEM;
    ClientSettings client = ClientSettings.DEFAULTS.withKeys(settings.keys());
    return start(settings, entry -> CellClients.open(entry, client, time), time);
  }

  static Gateway start(
      GatewaySettings settings, Function<CellEntry, CellClient> connector, TimeSource time) {
    Deque<AutoCloseable> opened = new ArrayDeque<>();
    try {
      CellDirectory directory = CellDirectory.load(settings.directoryFile());
      warnOfWeakKeys(directory);
      Cells cells = push(opened, new Cells(directory, connector));
      push(opened, watch(settings.directoryFile(), cells, time));
      EventIds ids = new EventIds(time, new SecureRandom());
      GatewaySettings.Limits limits = settings.limits();
      Operations operations =
          new Operations(cells, ids, limits.operations(), limits.pageCursorLimit());
      SoapEndpoint soap = push(opened, SoapEndpoint.open(operations, limits.xml()));
      HttpFront http =
          HttpFront.start(
              settings.bindAddress(), settings.port(), limits.http(), soap, cells, time);
      push(opened, http);
      LOG.info("listening on port {} in front of {} cells", http.port(), cells.all().size());
      return new Gateway(http, cells, opened);
    } catch (RuntimeException e) {
      closeAll(opened);
      throw e;
    }
  }

  private static void warnOfWeakKeys(CellDirectory directory) {
    for (CellEntry cell : directory.cells()) {
      if (cell.key().isWeak()) {
        LOG.warn(
            "cell {}: its directory key can be guessed; write a longer one into mcell.dir, the same on"
                + " all machines",
            cell.name());
      }
    }
  }

  private static DirectoryWatcher watch(Path file, Cells cells, TimeSource time) {
    DirectoryListener listener =
        new DirectoryListener() {
          @Override
          public void changed(CellDirectory before, CellDirectory after) {
            warnOfWeakKeys(after);
            take(cells, after);
          }

          @Override
          public void refused(DirectoryException reason) {
            LOG.error(
                "the changed directory is not taken, the old one stays: {}", reason.getMessage());
          }
        };
    DirectoryWatcher watcher = DirectoryWatcher.start(file, time, listener);
    // It read the file itself, perhaps a newer one; cells that are the same keep their clients.
    cells.replace(watcher.current());
    return watcher;
  }

  private static void take(Cells cells, CellDirectory directory) {
    try {
      cells.replace(directory);
    } catch (CellException | IllegalArgumentException e) {
      LOG.error("the changed directory is not taken, the old one stays: {}", e.getMessage());
    }
  }

  private static <T extends AutoCloseable> T push(Deque<AutoCloseable> opened, T resource) {
    opened.push(resource);
    return resource;
  }

  /** The port on which it listens. */
  public int port() {
    return http.port();
  }

  /** Address of the SOAP endpoint for clients on this machine. */
  public String url() {
    return "http://localhost:" + port() + Contract.PATH;
  }

  /** Whether at least one cell has an active member that this gateway reaches. */
  public boolean isReady() {
    return cells.reachable() > 0;
  }

  /** Stops listening, lets calls under way end for some seconds, then lets go of the cells. */
  @Override
  public void close() {
    closeAll(opened);
  }

  /** Last opened, first closed; a part that fails to close does not keep the others open. */
  private static void closeAll(Deque<AutoCloseable> opened) {
    while (!opened.isEmpty()) {
      AutoCloseable part = opened.pop();
      try {
        part.close();
      } catch (Exception e) {
        LOG.warn("{} did not close as it should", part.getClass().getSimpleName(), e);
      }
    }
  }
}
