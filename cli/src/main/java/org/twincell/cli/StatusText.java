// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import java.util.List;
import java.util.Locale;
import org.twincell.protocol.MemberInfo;

/**
 * What members say of themselves, as lines for people; one line of each member begins with its
 * role.
 */
final class StatusText {
  private StatusText() {}

  static void print(List<MemberInfo> members, java.io.PrintStream out) {
    for (MemberInfo member : members) {
      if (!member.reachable()) {
        out.println(head(member) + "  does not answer");
        continue;
      }
      out.println(head(member) + "  " + duty(member) + term(member));
      out.println("    mode " + member.mode() + ", " + since(member));
      out.println(
          "    log: committed "
              + member.commitIndex()
              + ", applied "
              + member.appliedIndex()
              + "; "
              + member.events()
              + " events, "
              + member.dataObjects()
              + " data objects");
      for (MemberInfo.Peer peer : member.peers()) out.println("    " + peer(peer));
    }
  }

  private static String head(MemberInfo member) {
    return role(member.role()) + "  " + member.address();
  }

  private static String duty(MemberInfo member) {
    return lower(member.duty().name()) + (member.paused() ? ", paused" : "");
  }

  private static String term(MemberInfo member) {
    return "  term " + member.term();
  }

  private static String since(MemberInfo member) {
    return "since "
        + member.since()
        + (member.reason().isEmpty() ? "" : " (" + member.reason() + ")")
        + (member.version().isEmpty() ? "" : ", version " + member.version());
  }

  private static String peer(MemberInfo.Peer peer) {
    // A standby hears the active member alone, so its silence about another one says nothing.
    boolean unheard = !peer.reachable() && peer.silentMillis() < 0;
    String seen = unheard ? "not heard from here" : peer.reachable() ? "reachable" : "lost";
    String lag = peer.lagEntries() < 0 ? "" : ", lags " + peer.lagEntries() + " entries";
    String silent = peer.silentMillis() < 0 ? "" : ", heard " + peer.silentMillis() + " ms ago";
    return "peer " + role(peer.role()) + " " + peer.address() + ": " + seen + lag + silent;
  }

  private static String role(MemberInfo.Role role) {
    return lower(role.name()).replace('_', '-');
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
