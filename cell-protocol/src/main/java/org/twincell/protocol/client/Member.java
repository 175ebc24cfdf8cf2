// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.client;

import org.jspecify.annotations.Nullable;
import org.twincell.directory.Address;
import org.twincell.protocol.MemberInfo;

/** What the client knows of one member. Owned by the client's serial context. */
final class Member {
  /** What is known of the connection. */
  enum Link {
    /** Not tried since the last failure, or never. */
    DOWN,
    /** Being made; nothing heard yet. */
    CONNECTING,
    /** The member has spoken, and not been silent for too long since. */
    UP
  }

  final MemberInfo.Role role;
  final Address address;

  Link link = Link.DOWN;
  @Nullable MemberLink connection;
  @Nullable MemberInfo info;
  @Nullable LinkFailure failure;

  /** When the connection was begun or the member last spoke. */
  long heardAtNanos;

  /** Not before this time is the connection tried again. */
  long retryAtNanos;

  /** It said that it is not active, whatever its status says: not asked before this time. */
  long refusedUntilNanos;

  int failuresInARow;
  int keyRefusalsInARow;

  Member(MemberInfo.Role role, Address address, long nowNanos) {
    this.role = role;
    this.address = address;
    this.heardAtNanos = nowNanos;
    this.retryAtNanos = nowNanos;
    this.refusedUntilNanos = nowNanos;
  }

  boolean isActive() {
    return link == Link.UP && info != null && info.duty() == MemberInfo.Duty.ACTIVE;
  }

  /** For the reason of a failed call: what an operator sees at a glance. */
  String describe() {
    String name = role.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    return name + " " + address + ": " + condition();
  }

  private String condition() {
    MemberInfo said = info;
    if (link == Link.UP && said != null) {
      return said.duty().name().toLowerCase(java.util.Locale.ROOT);
    }
    LinkFailure why = failure;
    if (why != null) return why.why();
    return link == Link.CONNECTING ? "no answer yet" : "not tried yet";
  }
}
