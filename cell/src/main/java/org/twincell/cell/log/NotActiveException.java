// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.util.Optional;

/** This member is not active, so nothing was appended. Ask the active member. */
public final class NotActiveException extends LogException {
  private static final long serialVersionUID = 1L;

  private final transient Optional<String> activeMember;

  NotActiveException(String member, Optional<String> activeMember) {
    super(
        "member '"
            + member
            + "' is not active; "
            + activeMember.map(name -> "'" + name + "' is").orElse("the members are choosing one"));
    this.activeMember = activeMember;
  }

  /** Who is active, where this member knows it. */
  public Optional<String> activeMember() {
    return activeMember;
  }
}
