// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.duty;

import java.util.Optional;
import org.twincell.protocol.MemberInfo.Progress;

/** How far a member is with catching up: from its largest lag down to being in step. */
public final class CatchUp {
  /** A member this many entries behind is in step: it has them before callers notice. */
  public static final long IN_STEP_ENTRIES = 1000;

  private final String what;
  private long from;

  /**
   * @param what it does, for people
   */
  public CatchUp(String what) {
    this.what = what;
  }

  /** It lacks so many entries now. Empty when it is in step. */
  public Optional<Progress> lacks(long entries) {
    if (entries <= IN_STEP_ENTRIES) {
      from = 0;
      return Optional.empty();
    }
    from = Math.max(from, entries);
    int percent = (int) (100 * (from - entries) / from);
    return Optional.of(new Progress(what, percent, entries, "entries"));
  }
}
