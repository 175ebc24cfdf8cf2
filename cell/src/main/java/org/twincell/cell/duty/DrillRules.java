// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.duty;

import java.util.Optional;
import org.twincell.protocol.MemberInfo;
import org.twincell.protocol.MemberInfo.Role;
import org.twincell.protocol.drill.Drill;

/** Decides whether the active member may take part in a drill: nothing may be at stake. */
public final class DrillRules {
  /** The mode in which only an operator moves the duty, as members tell it. */
  private static final String MANUAL = "manual";

  private DrillRules() {}

  /**
   * Why a drill is refused.
   *
   * @param what for the operator
   * @param mend what to do about it
   */
  public record Refusal(String what, String mend) {}

  /**
   * Looks at what the member says of itself.
   *
   * @param confirmed who asks knows that a crashed member stays down until it is started
   */
  public static Optional<Refusal> refusal(MemberInfo member, Drill.Kind kind, boolean confirmed) {
    if (member.duty() != MemberInfo.Duty.ACTIVE) {
      return refused("this member is not active", "Ask the active member.");
    }
    if (member.paused()) {
      return refused("the cell is paused, so no canary event would get in", "Say mcontrol resume.");
    }
    Optional<MemberInfo.Peer> partner =
        member.peers().stream().filter(peer -> peer.role() != Role.WITNESS).findFirst();
    if (partner.isEmpty()) {
      return refused("nobody could take the duty", "A drill needs a pair.");
    }
    if (!partner.get().reachable()) {
      return refused(
          partner.get().address() + " is silent", "Start it and wait until it is in step.");
    }
    long lag = partner.get().lagEntries();
    if (lag < 0 || lag > CatchUp.IN_STEP_ENTRIES) {
      return refused(
          partner.get().address() + " is not in step: " + lag + " log entries behind",
          "Wait until it has caught up.");
    }
    return kind == Drill.Kind.PLANNED ? Optional.empty() : harder(member, kind, confirmed);
  }

  private static Optional<Refusal> harder(MemberInfo member, Drill.Kind kind, boolean confirmed) {
    if (member.mode().equals(MANUAL)) {
      return refused(
          "in manual mode nobody takes the duty of a lost member over before somebody says mcontrol"
              + " active there, so the cell would stand still",
          "Say mcontrol drill planned.");
    }
    Optional<MemberInfo.Peer> witness =
        member.peers().stream().filter(peer -> peer.role() == Role.WITNESS).findFirst();
    if (witness.isEmpty() && kind == Drill.Kind.PARTITION) {
      return refused(
          "the cell has no witness, so behind a cut each member would go on alone, and both would"
              + " accept events that have to be merged afterwards",
          "Add a witness, or say mcontrol drill planned.");
    }
    if (witness.isEmpty()) {
      return refused(
          "the cell has no witness, so the other member could not take over safely",
          "Add a witness, or say mcontrol drill planned.");
    }
    if (!witness.get().reachable()) {
      return refused("the witness is silent, so nobody could take over", "Start the witness.");
    }
    if (kind == Drill.Kind.CRASH && !confirmed) {
      return refused(
          "the process of the active member would halt as with SIGKILL, and only its supervisor, or"
              + " you, can start it again",
          "Say it again with --yes if that is taken care of.");
    }
    return Optional.empty();
  }

  private static Optional<Refusal> refused(String what, String mend) {
    return Optional.of(new Refusal(what, mend));
  }
}
