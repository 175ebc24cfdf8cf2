// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.client;

import java.util.concurrent.CompletableFuture;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;

/**
 * One call from its beginning to its answer, over as many tries as its patience allows. Owned by
 * the client's serial context; only the future is shared.
 */
final class Call<R> {
  /** Starts one try at a member; what is returned gives the try up. */
  interface Asking<R> {
    Runnable ask(MemberLink link, Attempt<R> attempt);
  }

  /**
   * What a call is.
   *
   * @param changes it changes the cell, so a broken try leaves its outcome unknown
   * @param waits it waits for an active member; otherwise it fails at once without one
   * @param termOf the term in which a reply was given; a negative one when the reply does not say
   */
  record Kind<R>(boolean changes, boolean waits, ToLongFunction<R> termOf, Asking<R> asking) {}

  static final Runnable NOTHING = () -> {};

  final Kind<R> kind;
  final long deadlineNanos;
  final CompletableFuture<R> future = new CompletableFuture<>();

  /** The member that is being asked; null while the call waits. */
  @Nullable Member member;

  /** How many tries are over; what an earlier try still hears does not count. */
  int attempts;

  Runnable giveUpTry = NOTHING;

  /** This member is not asked again before {@link #notBeforeNanos}. */
  @Nullable Member pausedFor;

  long notBeforeNanos;
  int busyInARow;

  /** A try broke after the command was handed over: it may have been carried out. */
  boolean maybeDone;

  @Nullable CellException lastRefusal;

  Call(Kind<R> kind, long nowNanos, long patienceNanos) {
    this.kind = kind;
    this.deadlineNanos = nowNanos + patienceNanos;
    this.notBeforeNanos = nowNanos;
  }

  boolean isWaiting() {
    return member == null;
  }

  /** The try is over without an answer; the call waits for the next one. */
  void putBack(boolean mayHaveBeenDone) {
    maybeDone |= mayHaveBeenDone && kind.changes();
    member = null;
    giveUpTry = NOTHING;
    attempts++;
  }

  /** The try is given up by us, because the member is lost or another one is active. */
  void withdraw() {
    Runnable giveUp = giveUpTry;
    putBack(true);
    giveUp.run();
  }

  /** What the caller is told when the patience or the client ends. */
  CellException end(String why, String members) {
    if (kind.changes() && (maybeDone || !isWaiting())) {
      return new CellException(
          CellError.OUTCOME_UNKNOWN,
          "the command was sent and no outcome came",
          why + "; " + members,
          "Send it again under the same ids; it is never carried out twice.");
    }
    CellException refusal = lastRefusal;
    if (refusal != null && refusal.error() == CellError.BUSY) return refusal;
    return new CellException(
        CellError.UNAVAILABLE,
        kind.changes() ? "the command was not carried out" : "the question was not answered",
        why + "; " + members,
        "Try again; if it lasts, look at the members with mcontrol status.");
  }
}
