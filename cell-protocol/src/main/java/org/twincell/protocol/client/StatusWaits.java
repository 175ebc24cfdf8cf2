// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.twincell.protocol.MemberInfo;
import org.twincell.protocol.codec.StatusCodec;
import org.twincell.time.TimeSource;

/**
 * Questions for the status of all members. One is answered as soon as every member has either
 * spoken or proved out of reach, at the latest when its patience ends. Owned by the client's serial
 * context.
 */
final class StatusWaits {
  private final MemberBoard board;
  private final TimeSource time;
  private final List<Wait> waits = new ArrayList<>();

  /** One question, for the members that are meant. */
  record Wait(
      String cell,
      Predicate<Member> meant,
      long deadlineNanos,
      CompletableFuture<List<MemberInfo>> answer) {}

  StatusWaits(MemberBoard board, TimeSource time) {
    this.board = board;
    this.time = time;
  }

  Wait begin(String cell, Predicate<Member> meant, Duration patience) {
    long deadline = time.monotonicNanos() + Math.max(0, patience.toNanos());
    return new Wait(cell, meant, deadline, new CompletableFuture<>());
  }

  void add(Wait wait) {
    waits.add(wait);
    tick();
  }

  boolean isEmpty() {
    return waits.isEmpty();
  }

  void tick() {
    long now = time.monotonicNanos();
    for (Wait wait : List.copyOf(waits)) {
      boolean known = board.members().stream().filter(wait.meant()).allMatch(StatusWaits::isKnown);
      if (known || wait.deadlineNanos() - now <= 0) answer(wait);
    }
  }

  private static boolean isKnown(Member member) {
    return member.link == Member.Link.UP || member.failure != null;
  }

  void close() {
    List.copyOf(waits).forEach(this::answer);
  }

  private void answer(Wait wait) {
    waits.remove(wait);
    wait.answer()
        .complete(board.members().stream().map(member -> said(wait.cell(), member)).toList());
  }

  private static MemberInfo said(String cell, Member member) {
    MemberInfo info = member.info;
    if (member.link == Member.Link.UP && info != null) return info;
    LinkFailure failure = member.failure;
    String why = failure == null ? "no answer yet" : failure.why();
    return StatusCodec.silent(cell, member.role, member.address.toString(), why);
  }
}
