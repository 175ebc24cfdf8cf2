// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.digest;

import java.util.List;
import org.twincell.cell.log.Branch;
import org.twincell.cell.store.StoreCare.Doubt;
import org.twincell.protocol.MemberInfo.Duty;

/**
 * What a member says of its own store.
 *
 * @param applied the last entry that it has applied
 * @param roots its digests at the entries that asked for them, oldest first
 * @param doubt what it found wrong with its own store
 * @param findings what it found in this run
 * @param sharedSettings how it is set where both should be set alike, {@code name=value}; empty
 *     when it does not say
 */
record Standing(
    Duty duty,
    long term,
    long applied,
    List<Root> roots,
    Doubt doubt,
    Findings findings,
    List<String> sharedSettings) {
  Standing {
    sharedSettings = List.copyOf(sharedSettings);
    roots = List.copyOf(roots);
  }

  /** The digest right after one entry. */
  record Root(long term, long index, long root) {}

  /**
   * What was found.
   *
   * @param startId of this run of the member
   * @param count how often
   * @param last what the last time, a line for each record
   */
  record Findings(String startId, long count, List<String> last) {
    Findings {
      last = List.copyOf(last);
    }
  }

  /**
   * Whether both are on one branch of their cell's history. Members of a pair without witness that
   * went on without each other are not, and differ by right until they have merged.
   */
  boolean isOnBranchOf(Standing other) {
    return branch(term) == branch(other.term);
  }

  /** The branch to which a term belongs; 0 in a cell with a witness. */
  static long branch(long term) {
    return term / Branch.TERMS;
  }

  boolean isActive() {
    return duty == Duty.ACTIVE;
  }

  /** Chosen, whether it answers already or not: its term is the cell's. */
  boolean isChosen() {
    return duty != Duty.STANDBY;
  }
}
