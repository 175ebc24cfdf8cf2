// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.cells;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.directory.CellDirectory;
import org.twincell.directory.CellEntry;
import org.twincell.gateway.fault.CallException;
import org.twincell.gateway.fault.FaultCode;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellException;

/**
 * The cells of the directory, each with its client, and what connection ids and result handles
 * stand for. A new directory is taken whole; a cell whose line did not change keeps its client. Any
 * thread may ask; one thread at a time may replace.
 */
public final class Cells implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Cells.class);

  /** What a connection id stands for. */
  public record Connection(KnownCell cell, BufferMode mode) {}

  private record Known(
      CellDirectory directory, Map<String, KnownCell> byName, ConnectionIds connections) {}

  private final Function<CellEntry, CellClient> connector;
  private final Map<String, HandleSeal> seals = new ConcurrentHashMap<>();
  private volatile Known known;

  /**
   * Opens a client for each cell of the directory; none of them is waited for.
   *
   * @throws IllegalArgumentException when two cells cannot be told apart by their connection ids
   * @throws CellException NOT_AUTHORISED when a key of the directory cannot be used here
   */
  public Cells(CellDirectory directory, Function<CellEntry, CellClient> connector) {
    this.connector = connector;
    this.known = build(directory, Map.of());
  }

  /** The directory in force. */
  public CellDirectory directory() {
    return known.directory();
  }

  public Collection<KnownCell> all() {
    return known.byName().values();
  }

  /**
   * Takes another directory: clients follow lines that have changed, those of cells that are gone
   * are closed. Throws as the constructor does, and keeps the old directory then.
   */
  public synchronized void replace(CellDirectory directory) {
    Map<String, KnownCell> before = known.byName();
    known = build(directory, before);
    Map<String, KnownCell> now = known.byName();
    before.forEach((name, old) -> closeUnlessIn(now, name, old));
    LOG.info("directory {} in force: {} cells", directory.source(), now.size());
  }

  private Known build(CellDirectory directory, Map<String, KnownCell> before) {
    ConnectionIds ids = new ConnectionIds(directory.cells().stream().map(CellEntry::name).toList());
    Map<String, KnownCell> now = new LinkedHashMap<>();
    try {
      for (CellEntry entry : directory.cells()) {
        String name = entry.name().toLowerCase(Locale.ROOT);
        KnownCell old = before.get(name);
        now.put(name, old == null ? known(entry, connector.apply(entry)) : followed(old, entry));
      }
    } catch (CellException keyCannotBeUsed) {
      undo(before, now);
      throw keyCannotBeUsed;
    }
    return new Known(directory, now, ids);
  }

  private KnownCell followed(KnownCell old, CellEntry entry) {
    if (isSame(old.entry(), entry)) return old;
    old.client().follow(entry);
    return known(entry, old.client());
  }

  private static void undo(Map<String, KnownCell> before, Map<String, KnownCell> now) {
    now.forEach(
        (name, cell) -> {
          KnownCell old = before.get(name);
          if (old != null) cell.client().follow(old.entry());
          closeUnlessIn(before, name, cell);
        });
  }

  private static void closeUnlessIn(Map<String, KnownCell> kept, String name, KnownCell cell) {
    if (!kept.containsKey(name)) cell.client().close();
  }

  private static boolean isSame(CellEntry a, CellEntry b) {
    return a.name().equals(b.name())
        && a.key().equals(b.key())
        && a.addresses().equals(b.addresses())
        && a.witness().equals(b.witness());
  }

  private KnownCell known(CellEntry entry, CellClient client) {
    String key = entry.key().text();
    return new KnownCell(entry, client, () -> seals.computeIfAbsent(key, HandleSeal::new));
  }

  /**
   * The cell of that name, in any case.
   *
   * @throws CallException.Refused when the directory has none
   */
  public KnownCell find(String name) {
    KnownCell found = known.byName().get(name.toLowerCase(Locale.ROOT));
    if (found != null) return found;
    if (name.isEmpty()) {
      throw new CallException.Refused(
          FaultCode.CELL_UNKNOWN, "the call names no cell", "Put the cell's name into imname");
    }
    throw new CallException.Refused(
        FaultCode.CELL_UNKNOWN,
        "there is no cell '" + Shown.of(name) + "' in the gateway's directory",
        "Check the name, or add a line for the cell to mcell.dir");
  }

  /** The id of a connection to a cell. */
  public long connectionId(KnownCell cell, BufferMode mode) {
    return ConnectionIds.id(cell.name(), mode);
  }

  /**
   * What a connection id stands for.
   *
   * @throws CallException.Refused when no gateway gave it out, or the cell has left the directory
   */
  public Connection connection(long id) {
    Known now = known;
    Optional<ConnectionIds.Meaning> meaning = now.connections().meaning(id);
    if (meaning.isPresent()) {
      KnownCell cell = now.byName().get(meaning.get().cell().toLowerCase(Locale.ROOT));
      if (cell != null) return new Connection(cell, meaning.get().mode());
    }
    String why =
        ConnectionIds.isWellFormed(id)
            ? "stands for a cell that is not in the gateway's directory"
            : "is not one that Connect answers";
    throw new CallException.Refused(
        FaultCode.CONNECTION_UNKNOWN, "connection " + id + " " + why, "Call Connect again");
  }

  /**
   * The query that a token stands for.
   *
   * @throws CallException.Refused when no gateway with this directory sealed it
   */
  public QueryHandle open(String token) {
    Optional<KnownCell> cell =
        HandleSeal.claimedCell(token)
            .map(name -> known.byName().get(name.toLowerCase(Locale.ROOT)));
    return cell.flatMap(c -> c.seal().open(token))
        .orElseThrow(
            () ->
                new CallException.Refused(
                    FaultCode.HANDLE_UNKNOWN,
                    "the result handle is not one that this directory's gateways answer",
                    "Open the query again and use the handle as it was answered"));
  }

  /** How many cells have an active member that this gateway reaches at this moment. */
  public long reachable() {
    return all().stream().filter(cell -> cell.client().isReachable()).count();
  }

  @Override
  public synchronized void close() {
    for (KnownCell cell : known.byName().values()) cell.client().close();
  }
}
