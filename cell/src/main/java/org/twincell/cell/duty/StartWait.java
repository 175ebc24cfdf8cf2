// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.duty;

import java.time.Duration;
import org.twincell.cell.log.Duty;
import org.twincell.cell.log.LogStatus;

/**
 * Decides whether a secondary that has just started still waits for the primary before it takes the
 * duty, so that operators start both in any order. It takes part in the log and in elections all
 * the while; a secondary that leads the log and waits serves nobody.
 *
 * <p>The wait ends for good, whatever comes first, when the primary was heard, another member is
 * active, the time is over, or the operator says so. Any thread.
 */
public final class StartWait {
  /** Ratis tells how long ago a member was heard in whole milliseconds, and begins with a guess. */
  private static final Duration GUESS = Duration.ofMillis(5);

  private final String primary;
  private final Duration limit;
  private final long startNanos;
  private boolean over;
  private boolean leads;
  private long leadsSinceNanos;

  /**
   * A member that starts now.
   *
   * @param primary its name in the log
   * @param limit {@code CellDuplicateFailOverStartTimeOut}
   */
  public StartWait(String primary, Duration limit, long nowNanos) {
    this.primary = primary;
    this.limit = limit;
    this.startNanos = nowNanos;
  }

  /** Of a member that waits for nobody. */
  public static StartWait none() {
    StartWait none = new StartWait("", Duration.ZERO, 0);
    none.over = true;
    return none;
  }

  /** Whether the member whose status this is leaves the duty alone now; called often. */
  public synchronized boolean holds(LogStatus status, long nowNanos) {
    if (over) return false;
    boolean leadsNow = status.duty() == Duty.ACTIVE;
    if (leadsNow && !leads) leadsSinceNanos = nowNanos;
    leads = leadsNow;
    boolean other = !leads && status.activeMember().isPresent();
    over = other || nowNanos - startNanos >= limit.toNanos() || (leads && hears(status, nowNanos));
    return !over;
  }

  /** A member that leads hears the others; before it leads their last sign is not known. */
  private boolean hears(LogStatus status, long nowNanos) {
    return status.peers().stream()
        .filter(peer -> peer.name().equals(primary))
        .flatMap(peer -> peer.lastHeard().stream())
        .anyMatch(ago -> nowNanos - ago.toNanos() - leadsSinceNanos > GUESS.toNanos());
  }

  /** The operator wants the duty here now; true when it was this wait that kept it away. */
  public synchronized boolean end() {
    boolean kept = !over && leads;
    over = true;
    return kept;
  }

  /** For the operator; empty while it keeps nothing away. */
  public synchronized String note() {
    return over || !leads
        ? ""
        : "waits for the primary, at the longest until "
            + limit.toSeconds()
            + " s after its start (CellDuplicateFailOverStartTimeOut); mcontrol active ends that";
  }
}
