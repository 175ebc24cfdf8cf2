// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.codec.FaultCodec;
import org.twincell.protocol.wire.Fault;
import org.twincell.time.TimeSource;

/**
 * The calls under way: gives each to the active member, takes it back when that member is lost,
 * refuses or is overtaken, and ends it when its patience does. Owned by the client's serial
 * context; starts no thread and opens no connection.
 */
final class CallDesk {
  /** The first pause after a member said BUSY; doubles up to the longest. */
  static final Duration FIRST_BUSY_PAUSE = Duration.ofMillis(10);

  static final Duration LONGEST_BUSY_PAUSE = Duration.ofMillis(500);

  /** The pause after a try broke while the member still counts as connected. */
  static final Duration BROKEN_PAUSE = Duration.ofMillis(20);

  private final MemberBoard board;
  private final TimeSource time;
  private final int limit;
  private final Set<Call<?>> calls = new LinkedHashSet<>();

  CallDesk(MemberBoard board, TimeSource time, int limit) {
    this.board = board;
    this.time = time;
    this.limit = limit;
  }

  boolean isEmpty() {
    return calls.isEmpty();
  }

  /** Takes a call in and asks for it at once if some member is active. */
  <R> void begin(Call<R> call) {
    if (calls.size() >= limit) {
      call.future.completeExceptionally(full());
      return;
    }
    calls.add(call);
    route(call);
    if (call.isWaiting() && !call.kind.waits()) end(call, call.end("no member is active", who()));
  }

  private CellException full() {
    return new CellException(
        CellError.BUSY,
        "too many calls to the cell are under way",
        "the limit of this client is " + limit,
        "Retry later, or raise the limit of pending calls.");
  }

  private <R> void route(Call<R> call) {
    long now = time.monotonicNanos();
    if (!call.isWaiting()) return;
    Optional<Member> active = board.active(now);
    if (active.isEmpty()) return;
    Member member = active.get();
    MemberLink link = member.connection;
    boolean paused = call.pausedFor == member && call.notBeforeNanos - now > 0;
    if (link == null || paused) return;
    call.member = member;
    call.giveUpTry = call.kind.asking().ask(link, new Try<>(call, member));
  }

  /** One try; what it hears counts only while the call has not gone on to another. */
  private final class Try<R> implements Attempt<R> {
    private final Call<R> call;
    private final Member member;
    private final int number;
    private final String lineage;

    Try(Call<R> call, Member member) {
      this.call = call;
      this.member = member;
      this.number = call.attempts;
      this.lineage = board.lineage();
    }

    private boolean isOver() {
      return call.attempts != number || !calls.contains(call);
    }

    @Override
    public void answered(R reply) {
      if (isOver()) return;
      long term = call.kind.termOf().applyAsLong(reply);
      if (term < 0 || board.accept(lineage, term)) {
        calls.remove(call);
        call.future.complete(reply);
      } else {
        call.putBack(true);
        pause(call, member, BROKEN_PAUSE);
      }
    }

    @Override
    public void refused(Fault fault) {
      if (!isOver()) CallDesk.this.refused(call, member, fault);
    }

    @Override
    public void broken(LinkFailure failure) {
      if (isOver()) return;
      call.putBack(true);
      pause(call, member, BROKEN_PAUSE);
    }
  }

  private void refused(Call<?> call, Member member, Fault fault) {
    CellError error = FaultCodec.error(fault);
    if (!error.worthRetrying()) {
      end(call, FaultCodec.fromWire(fault));
      return;
    }
    call.lastRefusal = FaultCodec.fromWire(fault);
    call.putBack(error == CellError.OUTCOME_UNKNOWN);
    if (error == CellError.NOT_ACTIVE) {
      board.refused(member, time.monotonicNanos());
      route(call);
    } else {
      pause(call, member, busyPause(call.busyInARow++));
    }
  }

  private static Duration busyPause(int before) {
    Duration doubled = FIRST_BUSY_PAUSE.multipliedBy(1L << Math.min(before, 10));
    return doubled.compareTo(LONGEST_BUSY_PAUSE) < 0 ? doubled : LONGEST_BUSY_PAUSE;
  }

  /** Keeps a call from the same member for a while; another member may be asked at once. */
  private void pause(Call<?> call, Member member, Duration about) {
    call.pausedFor = member;
    call.notBeforeNanos = time.monotonicNanos() + board.jittered(about.toNanos());
  }

  /** What is known of the members changed: calls go to the member that is active now. */
  void membersChanged() {
    Optional<Member> active = board.active(time.monotonicNanos());
    if (active.isEmpty()) return;
    for (Call<?> call : copy()) {
      if (call.member != null && call.member != active.get()) call.withdraw();
      route(call);
    }
  }

  /** A member was lost: its calls wait for the next active one. */
  void lost(Member member) {
    for (Call<?> call : copy()) if (call.member == member) call.withdraw();
    membersChanged();
  }

  /** Ends what has waited long enough and gives out what may be tried again. */
  void tick() {
    long now = time.monotonicNanos();
    boolean hopeless = board.isKeyRefused();
    for (Call<?> call : copy()) {
      if (call.deadlineNanos - now <= 0) {
        end(call, call.end("the patience of the caller ended", who()));
      } else if (call.isWaiting() && hopeless) {
        end(call, keyRefused());
      } else {
        route(call);
      }
    }
  }

  private CellException keyRefused() {
    return new CellException(
        CellError.NOT_AUTHORISED,
        "the cell does not accept this caller's key",
        who(),
        "The key, the third field of the cell's line in mcell.dir, must be the same here and there.");
  }

  /** Ends every call, as the client is being closed. */
  void close() {
    for (Call<?> call : copy()) end(call, call.end("the client was closed", who()));
  }

  private void end(Call<?> call, CellException why) {
    calls.remove(call);
    Runnable giveUp = call.giveUpTry;
    call.attempts++;
    giveUp.run();
    call.future.completeExceptionally(why);
  }

  private List<Call<?>> copy() {
    return new ArrayList<>(calls);
  }

  private String who() {
    return board.describe();
  }
}
