// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults.site;

import java.util.List;
import java.util.Locale;
import org.twincell.protocol.MemberInfo.Role;

/** A process of a fault run: a member of the cell, a gateway, or the load in the harness. */
public enum Party {
  PRIMARY,
  SECONDARY,
  WITNESS,
  GATEWAY1,
  GATEWAY2,
  LOAD;

  /** The members of the cell. */
  public static final List<Party> MEMBERS = List.of(PRIMARY, SECONDARY, WITNESS);

  /** The members that keep a store; all that a pair without witness has. */
  public static final List<Party> STORES = List.of(PRIMARY, SECONDARY);

  /** The gateways. */
  public static final List<Party> GATEWAYS = List.of(GATEWAY1, GATEWAY2);

  /** As in file names and messages: {@code secondary}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is a member of the cell. */
  public boolean isMember() {
    return MEMBERS.contains(this);
  }

  /** The member with this role. */
  public static Party of(Role role) {
    return switch (role) {
      case STAND_ALONE, PRIMARY -> PRIMARY;
      case SECONDARY -> SECONDARY;
      case WITNESS -> WITNESS;
    };
  }
}
