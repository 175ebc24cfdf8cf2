// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.digest;

import java.util.List;
import org.twincell.protocol.MemberInfo.Duty;
import org.twincell.protocol.MemberInfo.StoreComparison;

/**
 * What comparing needs of the member around it. Any thread; nothing waits but {@link #handOver}.
 */
public interface DigestHost {
  /** What this member does now. */
  Duty duty();

  /** The newest term that it knows. */
  long term();

  /**
   * Raises the event of stores that differ, or are equal again; each id once.
   *
   * @param ok they are equal again
   * @param self it is about this member, else about the other one
   * @param records names of what differed
   */
  void raise(String id, boolean ok, boolean self, String reason, List<String> records);

  /** Gives the duty to the other member when that one is in step; true when it has it. */
  boolean handOver(String reason);

  /** Whether this member may be chosen: not while it has no store to answer from. */
  void mayBecomeActive(boolean may);

  /** Has the log keep a snapshot of the store as it is now, in place of earlier ones. */
  void takeSnapshot();

  /** Whether this member is on a branch of the cell's history that it began alone. */
  boolean isAlone();

  /** How this member is set where both should be set alike, {@code name=value}. */
  List<String> sharedSettings();

  /** The same of the other member; empty when it does not say. */
  void othersSettings(List<String> settings);

  /** What the last comparison said, for status answers. */
  void compared(StoreComparison comparison);
}
