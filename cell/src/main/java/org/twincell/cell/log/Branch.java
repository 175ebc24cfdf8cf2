// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.util.ArrayList;
import java.util.List;

/**
 * On which branch of its cell's history a member of a pair without witness is. The pair begins on
 * branch 0. A member that carries on alone leaves the branch at an entry of its log and begins one
 * of its own; the other returns by joining it, and from then on both are on it.
 *
 * <p>Numbers of branches are never used twice: the primary begins odd ones, the secondary even
 * ones, each above all that it has heard of. The terms of a branch begin at {@link #baseTerm}, so
 * that terms grow over all branches and no two members are active in one.
 *
 * @param number of this branch; while a member is parting, of the branch that it leaves
 * @param kind what the member is on it
 * @param forks the branches that lead here, oldest first, at most {@link #FORKS_LIMIT}
 * @param highest the highest number that this member has heard of
 */
public record Branch(long number, Kind kind, List<Fork> forks, long highest) {
  /** Terms of one branch; a branch would need as many elections to run out of them. */
  public static final long TERMS = 1_000_000_000L;

  /** Forks remembered; members that parted longer ago send each other everything they have. */
  static final int FORKS_LIMIT = 64;

  /** Branches that a member may have begun without the other hearing of it. */
  static final long FORCED_LEAP = 1000;

  /** Where every pair begins. */
  public static final Branch FIRST = new Branch(0, Kind.PAIR, List.of(), 0);

  /** What a member is on its branch. */
  public enum Kind {
    /** Both members are on it, and both are needed for every entry. */
    PAIR,
    /** It is leaving the branch to carry on alone on branch {@link Branch#highest}. */
    PARTING,
    /** It is alone on it. */
    SOLO,
    /** It has nothing of its own any more, and waits for a copy from the other member. */
    JOINING
  }

  /**
   * A branch that was left.
   *
   * @param lastIndex the last entry of it that belongs to the history; -1 when none
   */
  public record Fork(long branch, long lastIndex) {}

  /** Checks the numbers and keeps the newest forks. */
  public Branch {
    if (number < 0 || highest < number) {
      throw new IllegalArgumentException("branch " + number + ", highest " + highest);
    }
    int over = Math.max(0, forks.size() - FORKS_LIMIT);
    forks = List.copyOf(forks.subList(over, forks.size()));
  }

  /** The term before the first of this branch. */
  public long baseTerm() {
    return number * TERMS;
  }

  /** The same, knowing that there is a branch of this number. */
  public Branch knowing(long other) {
    return other <= highest ? this : new Branch(number, kind, forks, other);
  }

  /** About to carry on alone; the new branch's number is {@link #highest}. */
  Branch parting(MemberRole role) {
    return new Branch(number, Kind.PARTING, forks, numberAfter(highest, role));
  }

  /**
   * About to carry on alone by the operator's word, although the other member may be on a higher
   * branch by now: the new one is above whatever that can be, so that callers who have seen it take
   * this member for the newer one.
   */
  Branch partingByForce(MemberRole role) {
    return knowing(highest + FORCED_LEAP).parting(role);
  }

  /** The number that a member of this role gives to its next branch. */
  static long numberAfter(long highest, MemberRole role) {
    long next = highest + 1;
    boolean isOdd = next % 2 == 1;
    return isOdd == (role == MemberRole.PRIMARY) ? next : next + 1;
  }

  /** While parting: leaves the branch at this entry; -1 when the history is of another branch. */
  Branch leaving(long lastIndex) {
    List<Fork> longer = new ArrayList<>(lastIndex < 0 ? List.of() : forks);
    longer.add(new Fork(number, lastIndex));
    return new Branch(number, kind, longer, highest);
  }

  /** Whether it is already recorded at which entry a parting member leaves. */
  boolean hasLeft() {
    return !forks.isEmpty() && forks.get(forks.size() - 1).branch() == number;
  }

  /** Alone on the new branch, once {@link #leaving} is recorded. */
  Branch alone() {
    return new Branch(highest, Kind.SOLO, forks, highest);
  }

  /** The entry of the branch before behind which this one begins; -1 when there is none. */
  public long beginsBehind() {
    return forks.isEmpty() ? -1 : forks.get(forks.size() - 1).lastIndex();
  }

  /** Waiting to be taken in on the branch of the other member. */
  Branch joining(Branch other) {
    long known = Math.max(highest, other.highest);
    return new Branch(other.number, Kind.JOINING, other.forks, known);
  }

  /** Both members are on it. */
  Branch paired() {
    return new Branch(number, Kind.PAIR, forks, highest);
  }

  /** Whether a member of this role began the branch. */
  boolean isBegunBy(MemberRole role) {
    return number > 0 && (number % 2 == 1) == (role == MemberRole.PRIMARY);
  }

  /** The last entry of a branch that belongs to this history; -1 when the branch does not. */
  private long extent(long branch) {
    if (branch == number && kind != Kind.JOINING) return Long.MAX_VALUE;
    if (branch == number) return -1;
    return forks.stream()
        .filter(fork -> fork.branch() == branch)
        .mapToLong(Fork::lastIndex)
        .findFirst()
        .orElse(-1);
  }

  /** Whether the branch is this one or one that leads here. */
  public boolean contains(long branch) {
    return branch == number || forks.stream().anyMatch(fork -> fork.branch() == branch);
  }

  /**
   * The last entry up to which this member's history and the other's are the same for sure; -1 when
   * nothing is known to be, {@link Long#MAX_VALUE} when both are on one branch, or the other has
   * all that this one had.
   */
  public long sharedWith(Branch other) {
    if (kind == Kind.JOINING) return other.contains(number) ? Long.MAX_VALUE : -1;
    long deepest = -1;
    if (other.contains(number)) deepest = number;
    for (Fork fork : forks) {
      if (other.contains(fork.branch())) deepest = Math.max(deepest, fork.branch());
    }
    return deepest < 0 ? -1 : Math.min(extent(deepest), other.extent(deepest));
  }
}
