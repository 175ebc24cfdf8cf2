// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;

/**
 * How much of what a leader calls committed its message proves to be the same in this member's log.
 *
 * <p>A message proves that much by the entry before its own ones, which has to be here, and by its
 * own ones. Where it names no entry before, as the first one of a log and a heartbeat beside
 * entries that are on their way, Ratis takes index 0 for proven, and one entry more than the
 * message has. A member that has another entry there, of a leader that was replaced before anyone
 * else had it, then counts its own one as committed. It can neither give that up nor take the
 * leader's, and is never brought up to date.
 */
final class ProvenCommit {
  private static final long NOTHING = -1;

  private ProvenCommit() {}

  /** The same message, with no more called committed than it proves. */
  static AppendEntriesRequestProto of(AppendEntriesRequestProto message) {
    if (message.hasPreviousLog()) return message;
    int entries = message.getEntriesCount();
    long proven = entries == 0 ? NOTHING : message.getEntries(entries - 1).getIndex();
    if (message.getLeaderCommit() <= proven) return message;
    return message.toBuilder().setLeaderCommit(proven).build();
  }
}
