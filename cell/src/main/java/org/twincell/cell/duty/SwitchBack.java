// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.duty;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.twincell.cell.log.Duty;
import org.twincell.cell.log.LogStatus;

/**
 * Decides when a secondary that is active gives the duty back to the primary (automatic
 * switch-back). Fed with what the log knows.
 *
 * <p>The primary gets it when it is heard and in step. A duty that the primary gave away while it
 * was well was given by hand, and stays until the primary has been silent once.
 */
public final class SwitchBack {
  /** The primary may lack this many entries: it has them before the duty moves. */
  static final long IN_STEP_ENTRIES = 200;

  private final String primary;
  private final Duration silence;
  private @Nullable String lastOther;
  private boolean active;
  private boolean allowed;

  /**
   * @param primary name of the primary
   * @param silence a primary that was not heard for so long was away
   */
  public SwitchBack(String primary, Duration silence) {
    this.primary = primary;
    this.silence = silence;
  }

  /** True when this member, whose status it is, should now give the duty to the primary. */
  public boolean isDue(LogStatus status) {
    if (status.duty() == Duty.STANDBY) {
      status.activeMember().ifPresent(name -> lastOther = name);
      active = false;
      return false;
    }
    if (!active) {
      active = true;
      allowed = !primary.equals(lastOther);
    }
    Optional<LogStatus.Peer> peer =
        status.peers().stream().filter(each -> each.name().equals(primary)).findFirst();
    boolean silent =
        peer.flatMap(LogStatus.Peer::lastHeard).filter(it -> it.compareTo(silence) < 0).isEmpty();
    if (silent) allowed = true;
    return allowed && !silent && peer.orElseThrow().lag().orElse(Long.MAX_VALUE) <= IN_STEP_ENTRIES;
  }
}
