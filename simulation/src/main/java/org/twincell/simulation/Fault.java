// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.simulation;

/** What a simulation does to the machines and between them. */
public enum Fault {
  /** A member's process ends at once; what its disk had not yet is gone. */
  CRASH_MEMBER,
  /** All members end at the same moment. */
  CRASH_ALL_MEMBERS,
  /** A gateway ends at once. */
  CRASH_GATEWAY,
  /** A member stands still for less than any time-out. */
  SHORT_PAUSE,
  /** A member stands still for longer than every time-out. */
  LONG_PAUSE,
  /** A gateway stands still. */
  PAUSE_GATEWAY,
  /** Nothing passes between two machines. */
  CUT,
  /** Nothing passes from one machine to another; what goes back arrives. */
  CUT_ONE_WAY,
  /** One machine is cut off from all others. */
  CUT_OFF,
  /** The machines fall into two groups that do not reach each other. */
  SPLIT,
  /** Everything takes much longer on the way. */
  SLOW_NETWORK,
  /** What clients ask for arrives twice. */
  DUPLICATES,
  /** A machine's time of day jumps by minutes, forwards or backwards. */
  CLOCK_JUMP,
  /** A member's disk refuses to write; the member stops. */
  BAD_DISK,
  /** A member makes a snapshot and lets its log go. */
  SNAPSHOT,
  /** The active member hands its duty over. */
  HAND_OVER,
  /** In manual mode only: the operator says {@code mcontrol active} to a member. */
  OPERATOR,
  /** Links, clocks of the network and disks are mended, and what had ended starts again. */
  MEND
}
