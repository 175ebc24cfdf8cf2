// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.twincell.directory.CellEntry;
import org.twincell.event.ClassTable;

/**
 * A client of one cell. It keeps a channel to each member, finds the active one, follows it when
 * the duty moves, and retries under the same ids within the caller's patience, so that a takeover
 * is only a longer call. Any thread may use it.
 *
 * <p>Every method fails with a {@link CellException}; asynchronous ones complete with it. Patience
 * is bounded by {@link #PATIENCE_LIMIT}.
 */
public interface CellClient extends AutoCloseable {
  /** No call waits longer than this, whatever the caller asked for. */
  Duration PATIENCE_LIMIT = Duration.ofMinutes(10);

  /**
   * Carries a command out. The future completes once the outcome is known, exceptionally with
   * {@link CellError#UNAVAILABLE} when it was certainly not sent in time and with {@link
   * CellError#OUTCOME_UNKNOWN} when it may have been.
   */
  CompletableFuture<CommandOutcome> submit(CellCommand command, Duration patience);

  /** Like {@link #submit}, but fails at once when no member is active now. */
  CompletableFuture<CommandOutcome> submitWithoutWaiting(CellCommand command, Duration patience);

  /** Counts what matches and fixes the state that {@link #readRows} will show. */
  OpenedQuery openQuery(ObjectKind kind, String query, Duration patience);

  /** Reads one page. The same request gives the same rows, whichever member answers. */
  RowPage readRows(RowRequest request, Duration patience);

  /** The cell's classes; cached, and checked against the cell's version at most once a second. */
  ClassTable classes(Duration patience);

  /** The cell's class files in load order, the shipped ones first. */
  List<CellCommand.ClassFile> classFiles(Duration patience);

  /**
   * Asks all members, in the order primary, secondary, witness; those that do not answer are
   * marked.
   */
  List<MemberInfo> status(Duration patience);

  /** The same, waiting for one member only: others may be marked though they would answer. */
  default List<MemberInfo> status(ControlTarget of, Duration patience) {
    return status(patience);
  }

  /** Whether some member is known to be active and reachable at this moment; never blocks. */
  boolean isReachable();

  /**
   * Sends a control word to one member, by its role, or to the active one.
   *
   * @param onLine gets each line of progress and of the answer
   */
  void control(ControlTarget target, String word, List<String> arguments, Consumer<String> onLine);

  /**
   * Uses the addresses and the key of this directory line from now on, as after a reload of the
   * directory. Calls under way carry on; a member whose address stays keeps its connection.
   *
   * @throws CellException NOT_AUTHORISED when the key of the line cannot be used here; the client
   *     then goes on with the old line
   */
  void follow(CellEntry entry);

  /** Ends all calls under way with UNAVAILABLE or OUTCOME_UNKNOWN; bounded, twice without harm. */
  @Override
  void close();

  /** Which member a control word is for. */
  enum ControlTarget {
    ACTIVE,
    PRIMARY,
    SECONDARY,
    WITNESS
  }
}
