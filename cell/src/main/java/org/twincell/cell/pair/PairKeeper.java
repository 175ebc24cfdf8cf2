// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.pair;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.twincell.cell.log.Branch;
import org.twincell.cell.log.Branch.Kind;

/**
 * Decides for a member of a pair without witness whether it takes part in its branch, carries on
 * alone, or gives way to the other member. Pure: it is told what the member is and what the other
 * says, and the time; one thread.
 *
 * <p>The rules:
 *
 * <ul>
 *   <li>A member that hears of a higher branch gives way at once, whatever it was doing.
 *   <li>A member that has taken part with the other and then lost it carries on alone after the
 *       time-out; a standby only when it does not hear the other either.
 *   <li>A member that starts and does not find the other carries on alone only when its files show
 *       that the other cannot be ahead: because it was alone before, or because there is nothing
 *       yet. Otherwise it waits, until the other comes or the operator says {@code mcontrol active
 *       --force}.
 *   <li>A member that gave way and did not get its copy yet never goes on by itself.
 * </ul>
 */
public final class PairKeeper {
  private final Times times;
  private final boolean isPrimary;
  private final long startNanos;
  private @Nullable Peer peer;
  private long heardNanos;
  private boolean everHeard;
  private boolean wasTogether;
  private boolean wasActive;
  private boolean outranked;
  private boolean peerHasClosed;
  private long togetherNanos;
  private boolean forced;
  private long branchNumber = -1;
  private Kind branchKind = Kind.PAIR;

  /**
   * How long is waited.
   *
   * @param silence {@code CellDuplicateFailOverTimeOut}
   * @param start {@code CellDuplicateFailOverStartTimeOut}
   * @param automatic {@code CellDuplicateAutoFailOver}
   */
  public record Times(Duration silence, Duration start, boolean automatic) {}

  /**
   * What the other member said of itself.
   *
   * @param isActive it has the duty
   * @param isClosing it is stopping in good order
   */
  public record Peer(Branch branch, boolean isActive, boolean isClosing) {}

  /**
   * What this member is now.
   *
   * @param isTogether the log has an active member: the members of the branch agree
   * @param isActive this member has the duty
   * @param isNew it has never stored anything
   */
  public record Own(Branch branch, boolean isTogether, boolean isActive, boolean isNew) {}

  /** What to do. */
  public enum Act {
    /** Take no part; acknowledge nothing. */
    REST,
    /** Take part in the present branch. */
    TAKE_PART,
    /** Leave the branch and carry on alone. */
    GO_ALONE,
    /** The same, above whatever the other member may have done meanwhile. */
    GO_ALONE_BY_FORCE,
    /** Send the other member what it lacks, and join its branch. */
    GIVE_WAY
  }

  /**
   * @param reason for the operator
   */
  public record Step(Act act, String reason) {}

  /** Begins at this moment of the monotonic clock. */
  public PairKeeper(Times times, boolean isPrimary, long nowNanos) {
    this.times = times;
    this.isPrimary = isPrimary;
    this.startNanos = nowNanos;
    this.heardNanos = nowNanos;
    this.togetherNanos = nowNanos;
  }

  /** The other member said what it is. */
  public void hear(Peer said, long nowNanos) {
    peer = said;
    heardNanos = nowNanos;
    everHeard = true;
    peerHasClosed = said.isClosing();
  }

  /** The operator takes the risk: this member is to carry on alone. */
  public void force() {
    forced = true;
  }

  /** What this member should do now. */
  public Step decide(Own own, long nowNanos) {
    if (own.branch().number() != branchNumber || own.branch().kind() != branchKind) {
      branchNumber = own.branch().number();
      branchKind = own.branch().kind();
      togetherNanos = nowNanos;
      wasTogether = false;
    }
    if (own.isTogether() && own.branch().kind() == Kind.PAIR) {
      wasTogether = true;
      togetherNanos = nowNanos;
      wasActive = own.isActive();
    }
    Optional<Peer> present = present(nowNanos);
    if (present.isPresent() && outranks(present.get().branch(), own.branch())) {
      outranked = true;
      forced = false;
      return new Step(Act.GIVE_WAY, "the other member is on the newer branch");
    }
    if (forced) {
      forced = false;
      wasTogether = false;
      return new Step(Act.GO_ALONE_BY_FORCE, "the operator said so");
    }
    return switch (own.branch().kind()) {
      case PAIR -> inPair(own, present, nowNanos);
      case SOLO -> alone(present, nowNanos);
      case JOINING ->
          new Step(
              Act.TAKE_PART,
              present.isPresent()
                  ? "waits for its copy from the other member"
                  : "the other member is ahead and silent: waits for it, or for mcontrol active"
                      + " --force");
      case PARTING -> goAlone("it was about to");
    };
  }

  /** Whether a caller of {@link #force} would have to take a risk, and which. */
  public Optional<String> risk(Own own, long nowNanos) {
    if (present(nowNanos).isPresent()) {
      return Optional.of("the other member answers, so it can be told to hand over");
    }
    return switch (own.branch().kind()) {
      case JOINING ->
          Optional.of("the other member is ahead, and this one has not got its copy yet");
      case SOLO, PARTING -> Optional.empty();
      case PAIR ->
          Optional.of(
              wasTogether
                  ? "the other member cannot be asked; it may have gone on alone and accept events"
                      + " at the same time"
                  : "the other member cannot be asked; it may have gone on alone and hold events"
                      + " that this one lacks");
    };
  }

  /** The other member, when it was heard within the time-out. */
  private Optional<Peer> present(long nowNanos) {
    if (!everHeard || peerHasClosed || nowNanos - heardNanos >= times.silence().toNanos()) {
      return Optional.empty();
    }
    return Optional.ofNullable(peer);
  }

  /** A member that is to get a copy itself leads nobody. */
  private static boolean outranks(Branch others, Branch own) {
    return others.kind() != Kind.JOINING && others.number() > own.number();
  }

  private Step alone(Optional<Peer> present, long nowNanos) {
    if (outranked && present.isEmpty()) {
      outranked = false;
      return goAlone("the member on the newer branch was lost before it had everything");
    }
    boolean asked = present.isPresent() || peerHasClosed || silentFor(times.silence(), nowNanos);
    return asked
        ? new Step(Act.TAKE_PART, "alone")
        : new Step(Act.REST, "asks the other member before it serves");
  }

  private boolean silentFor(Duration limit, long nowNanos) {
    return nowNanos - heardNanos >= limit.toNanos();
  }

  private Step inPair(Own own, Optional<Peer> present, long nowNanos) {
    if (own.isTogether()) return new Step(Act.TAKE_PART, "");
    boolean announced = wasTogether && peerHasClosed;
    Duration patience = wasTogether ? times.silence() : times.start();
    long since = Math.max(togetherNanos, startNanos);
    if (!announced && nowNanos - since < patience.toNanos()) {
      return new Step(Act.TAKE_PART, "waits for the other member");
    }
    if (!times.automatic()) {
      return new Step(Act.TAKE_PART, "manual mode: waits for the other member or mcontrol active");
    }
    return present.isPresent() ? beside(present.get()) : withoutPeer(own);
  }

  /** The other member answers, but the log does not work between the two. */
  private Step beside(Peer other) {
    if (other.isActive()) return new Step(Act.TAKE_PART, "the other member is active");
    boolean goes = wasTogether ? wasActive : isPrimary;
    return goes
        ? goAlone("the log between the members does not work")
        : new Step(Act.TAKE_PART, "the log between the members does not work");
  }

  private Step withoutPeer(Own own) {
    if (wasTogether) {
      return goAlone(peerHasClosed ? "the other member has stopped" : "the other member is lost");
    }
    if (own.isNew()) return goAlone("the cell is new and the other member did not come");
    return new Step(
        Act.TAKE_PART,
        "cannot know whether the other member went on alone: waits for it, or for mcontrol active"
            + " --force");
  }

  private Step goAlone(String reason) {
    wasTogether = false;
    return new Step(Act.GO_ALONE, reason);
  }
}
