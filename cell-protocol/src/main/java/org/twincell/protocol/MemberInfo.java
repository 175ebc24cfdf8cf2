// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a member says of itself, or that it did not answer.
 *
 * @param address host:port at which it was asked
 * @param reachable it answered; when false, everything below but the role is empty or 0
 * @param progress what it is busy with for longer; empty when it is in step
 * @param stores whether the members' stores were equal when they were last compared
 * @param alone it is on a branch that it began alone: the other member lacks what it accepts, and
 *     may itself accept what this one lacks
 * @param term comparable within one lineage only
 * @param lineage the history that the term belongs to; of two the larger text began later; empty
 *     when the member has none yet or keeps no store
 */
public record MemberInfo(
    String cell,
    Role role,
    String address,
    boolean reachable,
    Duty duty,
    long term,
    String mode,
    Optional<String> activeAddress,
    long commitIndex,
    long appliedIndex,
    List<Peer> peers,
    Instant since,
    String reason,
    boolean paused,
    long events,
    long dataObjects,
    String version,
    String lineage,
    Optional<Progress> progress,
    StoreComparison stores,
    boolean alone) {
  public MemberInfo {
    peers = List.copyOf(peers);
  }

  /** Fixed by configuration. */
  public enum Role {
    STAND_ALONE,
    PRIMARY,
    SECONDARY,
    WITNESS
  }

  /** What the member does now; {@code mgetinfo activity} prints standby 0, limited 1, active 2. */
  public enum Duty {
    STANDBY,
    LIMITED,
    ACTIVE
  }

  /** What is told of another member, once for each change. */
  public enum Signal {
    /** Nothing: it is not heard from here, or listening has only begun. */
    UNKNOWN,
    /** It is up, or back. */
    LIVE,
    /** It was live and has been silent for {@code SignalTimeOut}. */
    DEAD,
    /** It announced its end; its silence is not DEAD. */
    CLOSE
  }

  /** Whether the members' stores were found equal. */
  public enum StoreComparison {
    NOT_COMPARED,
    EQUAL,
    DIFFERENT
  }

  /**
   * Something that takes long.
   *
   * @param what for people, for instance {@code catching up}
   * @param percent 0 to 100; -1 when it is not known how much there is
   * @param left how much is left; -1 when not known
   * @param unit of {@code left}: entries, bytes
   */
  public record Progress(String what, int percent, long left, String unit) {
    /** For people: {@code catching up, 40 %, 1200 entries left}. */
    public String text() {
      return what
          + (percent < 0 ? "" : ", " + percent + " %")
          + (left < 0 ? "" : ", " + left + " " + unit + " left");
    }
  }

  /**
   * Another member as this one sees it.
   *
   * @param lagEntries log entries that it lacks; -1 when not known
   * @param silentMillis since it was last heard; -1 when never
   * @param lagMillis age of the oldest log entry that it lacks; -1 when not known
   * @param signal what was last told of it
   * @param progress of its catching up; empty when it is in step or this is not known
   * @param differs settings that should be alike on all members and are other there, for people;
   *     empty when they are alike or not known
   */
  public record Peer(
      Role role,
      String address,
      boolean reachable,
      long lagEntries,
      long silentMillis,
      long lagMillis,
      Signal signal,
      Optional<Progress> progress,
      String differs) {}
}
