// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.client;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.twincell.protocol.MemberInfo;

/**
 * Decides which member is asked, which one is lost and when a lost one is tried again. Holds no
 * connection and no clock: every input brings the time along.
 *
 * <p>The rule that keeps answers in order: once a term was seen, from an active member's status or
 * an answer, nothing of an older term counts any more. A term that only a standby tells is no
 * evidence of a newer active member, because a member that asks for votes raises it first.
 *
 * <p>Terms compare within one lineage only: a cell that was built anew begins at 1 again. The
 * lineage that is followed is that of an active member; of several the one that hears a majority,
 * then the newer one. An older lineage is gone back to only when its active member hears a majority
 * and no active member of the followed one does.
 */
final class MemberBoard {
  /** The first wait before a lost member is tried again; doubles up to the longest. */
  static final Duration FIRST_RETRY = Duration.ofMillis(20);

  static final Duration LONGEST_RETRY = Duration.ofMillis(500);

  /** How long a member that refused is left alone unless it says something new. */
  static final Duration REFUSAL_PAUSE = Duration.ofMillis(30);

  /**
   * A member counts as holding another key after so many refusals in a row: a member that is killed
   * while a connection is being made can look like one.
   */
  static final int KEY_REFUSALS = 3;

  private final RandomGenerator chance;
  private final Duration silenceLimit;
  private final Duration connectLimit;
  private List<Member> members;
  private final SeenTerms seen = new SeenTerms();

  MemberBoard(
      List<Member> members, RandomGenerator chance, Duration silenceLimit, Duration connectLimit) {
    this.members = List.copyOf(members);
    this.chance = chance;
    this.silenceLimit = silenceLimit;
    this.connectLimit = connectLimit;
  }

  List<Member> members() {
    return members;
  }

  void replaceMembers(List<Member> newMembers) {
    members = List.copyOf(newMembers);
  }

  /** A connection was begun. */
  void connecting(Member member, long nowNanos) {
    member.link = Member.Link.CONNECTING;
    member.heardAtNanos = nowNanos;
  }

  /** A member said how it is. */
  void heard(Member member, MemberInfo info, long nowNanos) {
    member.link = Member.Link.UP;
    member.failure = null;
    member.failuresInARow = 0;
    member.keyRefusalsInARow = 0;
    member.heardAtNanos = nowNanos;
    MemberInfo before = member.info;
    if (before == null || before.duty() != info.duty() || before.term() != info.term()) {
      member.refusedUntilNanos = nowNanos;
    }
    member.info = info;
    if (!member.isActive()) return;
    seen.see(info.lineage(), info.term());
    chooseLineage();
  }

  private void chooseLineage() {
    members.stream()
        .filter(Member::isActive)
        .flatMap(member -> Optional.ofNullable(member.info).stream())
        .max(Comparator.comparing(this::hearsMajority).thenComparing(MemberInfo::lineage))
        .filter(best -> hearsMajority(best) || best.lineage().compareTo(seen.followed()) > 0)
        .ifPresent(best -> seen.follow(best.lineage()));
  }

  /** Counted against the directory, as a member that goes on alone knows of no other. */
  private boolean hearsMajority(MemberInfo info) {
    long heard = 1 + info.peers().stream().filter(MemberInfo.Peer::reachable).count();
    return 2 * heard > members.size();
  }

  /** A connected member answered something, which counts as a sign of life like its status. */
  void alive(Member member, long nowNanos) {
    if (member.link == Member.Link.UP) member.heardAtNanos = nowNanos;
  }

  /** A connection failed, ended, or was given up for silence. */
  void lost(Member member, LinkFailure failure, long nowNanos) {
    member.link = Member.Link.DOWN;
    member.info = null;
    member.failure = failure;
    member.keyRefusalsInARow = failure.keyRefused() ? member.keyRefusalsInARow + 1 : 0;
    member.retryAtNanos = nowNanos + retryPause(member.failuresInARow++);
  }

  /** A member refused because it is not active. */
  void refused(Member member, long nowNanos) {
    member.refusedUntilNanos = nowNanos + jittered(REFUSAL_PAUSE.toNanos());
  }

  /** The history that calls go to now; empty when none is known or members tell none. */
  String lineage() {
    return seen.followed();
  }

  /**
   * An answer came in this term to a call that was made in this lineage. False when a newer term
   * was seen or another lineage is followed by now: the answer does not count.
   */
  boolean accept(String lineage, long term) {
    if (!lineage.equals(seen.followed()) || seen.isOvertaken(lineage, term)) return false;
    seen.see(lineage, term);
    return true;
  }

  /** The member to ask now. */
  Optional<Member> active(long nowNanos) {
    Member best = null;
    for (Member member : members) {
      MemberInfo info = member.info;
      if (!member.isActive() || info == null || !isNewest(info)) continue;
      if (member.refusedUntilNanos - nowNanos <= 0) best = newer(best, member, info);
    }
    return Optional.ofNullable(best);
  }

  private boolean isNewest(MemberInfo info) {
    return info.lineage().equals(seen.followed()) && !seen.isOvertaken(info.lineage(), info.term());
  }

  private static Member newer(@Nullable Member best, Member member, MemberInfo info) {
    return best == null || best.info == null || best.info.term() < info.term() ? member : best;
  }

  boolean isDue(Member member, long nowNanos) {
    return member.link == Member.Link.DOWN && nowNanos - member.retryAtNanos >= 0;
  }

  /** Whether a member has said nothing for so long that it counts as lost. */
  boolean isSilent(Member member, long nowNanos) {
    if (member.link == Member.Link.DOWN) return false;
    Duration limit = member.link == Member.Link.UP ? silenceLimit : connectLimit;
    return nowNanos - member.heardAtNanos > limit.toNanos();
  }

  /** Every member was tried, none is connected, and one at least holds another key. */
  boolean isKeyRefused() {
    boolean refused = false;
    for (Member member : members) {
      if (member.link == Member.Link.UP || member.failure == null) return false;
      refused |= member.keyRefusalsInARow >= KEY_REFUSALS;
    }
    return refused;
  }

  /** Every member in a few words, for the reason of a failed call. */
  String describe() {
    return members.stream().map(Member::describe).collect(Collectors.joining("; "));
  }

  /** Half to one and a half of a time, so that many callers do not come at the same moment. */
  long jittered(long nanos) {
    return nanos / 2 + chance.nextLong(nanos + 1);
  }

  private long retryPause(int failures) {
    long doubled = FIRST_RETRY.toNanos() << Math.min(failures, 10);
    return jittered(Math.min(doubled, LONGEST_RETRY.toNanos()));
  }
}
