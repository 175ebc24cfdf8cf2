// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.twincell.directory.CellDirectory;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.MemberInfo;
import org.twincell.protocol.client.CellClients;
import org.twincell.protocol.client.ClientSettings;
import org.twincell.time.TimeSource;

/** Asks the members of the cell what they do; a stand-in for the operator's mcontrol status. */
final class Duties implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final CellClient client;

  private Duties(CellClient client) {
    this.client = client;
  }

  static Duties open(Path directoryFile, TimeSource time) {
    return new Duties(
        CellClients.open(
            CellDirectory.load(directoryFile).find(Stage.CELL).orElseThrow(),
            ClientSettings.DEFAULTS,
            time));
  }

  /** The member that says of itself that it is active, if one does. */
  Optional<Member> active() {
    return client.status(PATIENCE).stream()
        .filter(m -> m.reachable() && m.duty() == MemberInfo.Duty.ACTIVE)
        .map(Duties::member)
        .findFirst();
  }

  /** Whether the member answers as standby and has applied all that any member has. */
  boolean hasCaughtUp(Member member) {
    var members = client.status(PATIENCE).stream().filter(MemberInfo::reachable).toList();
    long most = members.stream().mapToLong(MemberInfo::appliedIndex).max().orElse(-1);
    return members.stream()
        .anyMatch(
            m ->
                member(m) == member
                    && m.duty() == MemberInfo.Duty.STANDBY
                    && m.appliedIndex() >= most);
  }

  private static Member member(MemberInfo info) {
    return switch (info.role()) {
      case PRIMARY, STAND_ALONE -> Member.PRIMARY;
      case SECONDARY -> Member.SECONDARY;
      case WITNESS -> Member.WITNESS;
    };
  }

  @Override
  public void close() {
    client.close();
  }
}
