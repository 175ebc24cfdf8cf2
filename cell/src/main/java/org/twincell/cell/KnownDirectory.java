// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.cell.service.Members;
import org.twincell.cell.settings.CellSettings;
import org.twincell.directory.Address;
import org.twincell.directory.CellDirectory;
import org.twincell.directory.CellEntry;
import org.twincell.directory.DirectoryException;
import org.twincell.directory.DirectoryListener;
import org.twincell.directory.DirectoryWatcher;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.time.TimeSource;

/**
 * The directory file as this member uses it: its own line from the start on, everything else as the
 * file says now. A changed own line is told and takes effect at the next start, because addresses
 * and keys are held by open connections and by the replicated log.
 */
final class KnownDirectory implements AutoCloseable, DirectoryListener {
  private static final Logger LOG = LoggerFactory.getLogger(KnownDirectory.class);

  private final CellSettings settings;
  private final CellEntry entry;
  private final DirectoryWatcher watcher;

  private KnownDirectory(CellSettings settings, TimeSource time) {
    this.settings = settings;
    this.watcher = DirectoryWatcher.start(settings.folders().directoryFile(), time, this);
    Optional<CellEntry> own = watcher.current().find(settings.cell());
    if (own.isEmpty()) {
      watcher.close();
      throw new CellStartException(
          CellStartException.Kind.CONFIGURATION,
          "the directory "
              + settings.folders().directoryFile()
              + " has no line for the cell '"
              + settings.cell()
              + "'. Add: cell "
              + settings.cell()
              + " <key> <host:port> [<host:port of the secondary>]");
    }
    this.entry = own.get();
  }

  static KnownDirectory load(CellSettings settings, TimeSource time) {
    try {
      return new KnownDirectory(settings, time);
    } catch (DirectoryException e) {
      throw new CellStartException(CellStartException.Kind.CONFIGURATION, e);
    }
  }

  /** The cell's own line, as it was at the start. */
  CellEntry entry() {
    return entry;
  }

  Members members() {
    try {
      Members members = Members.of(entry, settings.role());
      return settings.takeover().automatic() ? members : members.withManualDuty();
    } catch (IllegalArgumentException e) {
      close();
      throw new CellStartException(CellStartException.Kind.CONFIGURATION, e);
    }
  }

  /** Every address of the cell. */
  List<Address> addresses() {
    List<Address> all = new ArrayList<>(entry.addresses());
    entry.witness().ifPresent(all::add);
    return all;
  }

  /** Reads the file now. */
  String reload() {
    try {
      CellDirectory now = watcher.reloadNow();
      return now.entries().size() + " entries" + ownLine(now);
    } catch (DirectoryException e) {
      CellException refusal =
          new CellException(
              CellError.REFUSED,
              "the directory stays as it was",
              String.valueOf(e.getMessage()),
              "Mend the file and reload it again.");
      refusal.initCause(e);
      throw refusal;
    }
  }

  private String ownLine(CellDirectory now) {
    Optional<CellEntry> own = now.find(settings.cell());
    boolean same =
        own.isPresent()
            && own.get().key().equals(entry.key())
            && own.get().addresses().equals(entry.addresses())
            && own.get().witness().equals(entry.witness());
    return same ? "" : "; the line of this cell changed and takes effect at the next start";
  }

  @Override
  public void changed(CellDirectory before, CellDirectory now) {
    LOG.info(
        "directory {} taken over: {} entries{}", now.source(), now.entries().size(), ownLine(now));
  }

  @Override
  public void refused(DirectoryException refusal) {
    LOG.warn("the changed directory file is not used, the old one stays: {}", refusal.getMessage());
  }

  @Override
  public void close() {
    watcher.close();
  }
}
