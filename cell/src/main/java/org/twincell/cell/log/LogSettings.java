// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a member needs to know to take part in the log of its cell.
 *
 * @param cell name of the cell; members of one cell give the same name (case does not matter)
 * @param member name of this member, one of {@code members}
 * @param members all members of the cell: one (stand-alone), or primary, secondary and witness; the
 *     same list on each
 * @param folder data folder of the log, of this member alone; made when it is missing
 * @param tuning times and limits
 * @param security how members prove themselves to each other
 * @param bindHost address to listen on; empty: this member's own host when that is a loopback
 *     address, all addresses of the machine otherwise
 */
public record LogSettings(
    String cell,
    String member,
    List<LogMember> members,
    Path folder,
    LogTuning tuning,
    LogSecurity security,
    String bindHost) {
  /** A member that listens where its own host says. */
  public LogSettings(
      String cell,
      String member,
      List<LogMember> members,
      Path folder,
      LogTuning tuning,
      LogSecurity security) {
    this(cell, member, members, folder, tuning, security, "");
  }

  /** Checks that the members fit together. */
  public LogSettings {
    members = List.copyOf(members);
    if (cell.isBlank()) throw new IllegalArgumentException("the cell has no name");
    Set<String> names = new HashSet<>();
    Set<String> addresses = new HashSet<>();
    for (LogMember each : members) {
      if (!names.add(each.name())) {
        throw new IllegalArgumentException("two members are named '" + each.name() + "'");
      }
      if (!addresses.add(each.address())) {
        throw new IllegalArgumentException("two members have the address " + each.address());
      }
    }
    if (!names.contains(member)) {
      throw new IllegalArgumentException(
          "member '" + member + "' is not among the members of cell '" + cell + "': " + names);
    }
    if (members.stream().allMatch(each -> each.role() == MemberRole.WITNESS)) {
      throw new IllegalArgumentException("no member of cell '" + cell + "' keeps a store");
    }
  }

  /** This member. */
  public LogMember self() {
    return members.stream().filter(each -> each.name().equals(member)).findFirst().orElseThrow();
  }
}
