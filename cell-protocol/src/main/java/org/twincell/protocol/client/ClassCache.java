// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.client;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.twincell.baroc.BarocException;
import org.twincell.baroc.ClassFile;
import org.twincell.baroc.ClassFiles;
import org.twincell.event.ClassTable;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.codec.CommandCodec;
import org.twincell.protocol.wire.ReadClassesReply;
import org.twincell.time.TimeSource;

/**
 * The cell's classes as this client knows them, checked against the cell's version at most once a
 * second. One thread asks at a time; the others wait for what it learns.
 */
final class ClassCache {
  /** For so long what is known is taken for right. */
  static final Duration FRESH = Duration.ofSeconds(1);

  /** Asks the cell; the reply has no files when the version that is known is still right. */
  interface Source {
    ReadClassesReply read(long knownVersion, Duration patience);
  }

  /** A version of the classes; the table is made when someone asks for it. */
  private static final class Known {
    final String lineage;
    final long version;
    final List<CellCommand.ClassFile> files;
    @Nullable ClassTable table;

    Known(String lineage, long version, List<CellCommand.ClassFile> files) {
      this.lineage = lineage;
      this.version = version;
      this.files = files;
    }
  }

  /** No cell has this version. */
  private static final long NO_VERSION = -1;

  private final TimeSource time;
  private final Supplier<String> lineage;
  private final Source source;
  private @Nullable Known known;
  private long checkedAtNanos;

  /**
   * @param lineage the history of the cell that is followed now: versions compare within one only
   */
  ClassCache(TimeSource time, Supplier<String> lineage, Source source) {
    this.time = time;
    this.lineage = lineage;
    this.source = source;
  }

  synchronized List<CellCommand.ClassFile> files(Duration patience) {
    return current(patience).files;
  }

  synchronized ClassTable table(Duration patience) {
    Known current = current(patience);
    ClassTable made = current.table;
    if (made == null) {
      made = read(current.files);
      current.table = made;
    }
    return made;
  }

  /**
   * The cell has read these files itself, so a problem here means that it is of another version.
   */
  private static ClassTable read(List<CellCommand.ClassFile> files) {
    try {
      return ClassFiles.load(
          files.stream().map(file -> new ClassFile(file.name(), file.text())).toList());
    } catch (BarocException e) {
      CellException refusal =
          new CellException(
              CellError.CLASS_FILE_INVALID,
              "the class files of the cell cannot be read here",
              e.problems().get(0).toString(),
              "Use the same version of the program here as on the cell.");
      refusal.initCause(e);
      throw refusal;
    }
  }

  private Known current(Duration patience) {
    String of = lineage.get();
    Known have = known != null && known.lineage.equals(of) ? known : null;
    long now = time.monotonicNanos();
    if (have != null && now - checkedAtNanos < FRESH.toNanos()) return have;
    ReadClassesReply reply = source.read(have == null ? NO_VERSION : have.version, patience);
    if (have == null || reply.getVersion() != have.version) {
      have = new Known(of, reply.getVersion(), CommandCodec.filesFromWire(reply.getFilesList()));
      known = have;
    }
    checkedAtNanos = now;
    return have;
  }
}
