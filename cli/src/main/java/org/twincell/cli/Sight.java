// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import java.util.List;
import java.util.Locale;
import org.twincell.protocol.MemberInfo;

/** How one member sees another. */
enum Sight {
  /** There is no such member. */
  NONE("none"),
  /** A standby hears the active member alone, so its silence about another one says nothing. */
  NOT_HEARD("not heard from here"),
  REACHABLE("reachable"),
  LOST("lost");

  private static final String SAFE = "safe";

  private final String words;

  Sight(String words) {
    this.words = words;
  }

  static Sight of(MemberInfo.Peer peer) {
    if (peer.reachable()) return REACHABLE;
    return peer.silentMillis() < 0 ? NOT_HEARD : LOST;
  }

  /**
   * How the member sees the witness. Standby members of a former version do not name one that they
   * do not hear.
   *
   * @param isListed the directory has a witness
   */
  static Sight ofWitness(MemberInfo member, boolean isListed) {
    return member.peers().stream()
        .filter(peer -> peer.role() == MemberInfo.Role.WITNESS)
        .map(Sight::of)
        .findFirst()
        .orElse(isListed || member.mode().equals(SAFE) ? NOT_HEARD : NONE);
  }

  /** Whether there is a witness among the members of the directory. */
  static boolean isWitnessListed(List<MemberInfo> members) {
    return members.stream().anyMatch(member -> member.role() == MemberInfo.Role.WITNESS);
  }

  /** For people. */
  String words() {
    return words;
  }

  /** For programs. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
