// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.io.IOException;
import java.nio.file.Path;

/**
 * What the log feeds: the store of a member. The log calls every method from one thread at a time,
 * and never while the store is closed.
 *
 * <p>Whatever is thrown here stops the member with {@link LogFailedException}: a store that could
 * not apply an entry can not go on to the next. Refusals of a command are results, not exceptions.
 */
public interface LogApplier {
  /**
   * Applies one entry and makes {@code index} the applied position together with its changes (both
   * or neither). Reads no clock, no file and no configuration: each member gets the same entries in
   * the same order and must come to the same store and the same result.
   *
   * @return what {@link ReplicatedLog#append} answers on the active member
   */
  byte[] apply(long term, long index, byte[] entry);

  /**
   * The position up to which this store has applied entries, -1 when none; after a restart the one
   * that survived. Entries at or below are not applied again. Not every index is an entry of ours,
   * so the position may stay behind the log without anything missing.
   */
  long appliedIndex();

  /** The term of {@link #appliedIndex}, 0 when none. */
  long appliedTerm();

  /**
   * Makes a consistent copy of the store as it is now, on disk before it returns. Files may be hard
   * links; folders may be nested.
   *
   * @param into a folder that does not exist yet, on the volume of the log's data folder
   * @return the folder, {@code into}
   */
  Path checkpoint(Path into) throws IOException;

  /**
   * Replaces the own content by a copy that {@link #checkpoint} made, mostly on another member;
   * afterwards the applied position is that of the copied store. Copies or links what it needs: the
   * folder is the log's, must stay as it is, and may vanish later. Killed half-way it must open as
   * the old or the new store.
   *
   * @param term term of the log's position that the copy stands for
   * @param index that position; the copied store's own may be less, entries between are not the
   *     store's
   */
  void installFrom(Path checkpoint, long term, long index) throws IOException;

  /**
   * The log goes on under a new term behind this position: everything up to the index is applied,
   * and the next entry has a higher index and a later term. Need not be on disk: what a crash takes
   * of it is brought back by the copy with which the new branch begins.
   */
  void moveTo(long term, long index) throws IOException;

  /** The applier of a witness: it has no store and keeps its position only. */
  static LogApplier witness() {
    return new WitnessApplier();
  }
}
