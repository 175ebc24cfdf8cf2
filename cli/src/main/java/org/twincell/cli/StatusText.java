// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.twincell.protocol.MemberInfo;

/**
 * What members say of themselves, as lines for people; one line of each member begins with its
 * role.
 */
final class StatusText {
  private StatusText() {}

  static void print(List<MemberInfo> members, PrintStream out) {
    for (MemberInfo member : members) {
      if (!member.reachable()) {
        out.println(head(member) + "  does not answer" + because(member));
        continue;
      }
      out.println(head(member) + "  " + duty(member) + term(member));
      out.println("    mode " + member.mode() + witness(member) + ", " + since(member));
      out.println(
          "    log: committed "
              + member.commitIndex()
              + ", applied "
              + member.appliedIndex()
              + store(member));
      member.progress().ifPresent(it -> out.println("    " + it.text()));
      for (MemberInfo.Peer peer : member.peers()) out.println("    " + peer(peer));
    }
  }

  private static String store(MemberInfo member) {
    if (member.role() == MemberInfo.Role.WITNESS) return "; keeps no store";
    return "; "
        + member.events()
        + " events, "
        + member.dataObjects()
        + " data objects; stores "
        + stores(member.stores());
  }

  private static String because(MemberInfo silent) {
    return silent.reason().isEmpty() ? "" : " (" + silent.reason() + ")";
  }

  private static String head(MemberInfo member) {
    return role(member.role()) + "  " + member.address();
  }

  private static String duty(MemberInfo member) {
    return lower(member.duty().name()) + (member.paused() ? ", paused" : "");
  }

  private static String term(MemberInfo member) {
    Optional<String> other = member.activeAddress().filter(at -> !at.equals(member.address()));
    return "  term " + member.term() + other.map(at -> ", " + at + " is active").orElse("");
  }

  private static String witness(MemberInfo member) {
    return member.peers().stream()
        .filter(peer -> peer.role() == MemberInfo.Role.WITNESS)
        .map(peer -> ", witness " + (peer.reachable() ? "reachable" : "lost"))
        .findFirst()
        .orElse("");
  }

  private static String since(MemberInfo member) {
    return "since "
        + member.since()
        + (member.reason().isEmpty() ? "" : " (" + member.reason() + ")")
        + (member.version().isEmpty() ? "" : ", version " + member.version());
  }

  static String stores(MemberInfo.StoreComparison comparison) {
    return switch (comparison) {
      case NOT_COMPARED -> "not yet compared";
      case EQUAL -> "equal";
      case DIFFERENT -> "different";
    };
  }

  private static String peer(MemberInfo.Peer peer) {
    // A standby hears the active member alone, so its silence about another one says nothing.
    boolean unheard = !peer.reachable() && peer.silentMillis() < 0;
    String seen = unheard ? "not heard from here" : peer.reachable() ? "reachable" : "lost";
    String signal =
        peer.signal() == MemberInfo.Signal.UNKNOWN ? "" : ", signal " + peer.signal().name();
    String silent = peer.silentMillis() < 0 ? "" : ", heard " + peer.silentMillis() + " ms ago";
    String progress = peer.progress().map(it -> ", " + it.text()).orElse("");
    return "peer "
        + role(peer.role())
        + " "
        + peer.address()
        + ": "
        + seen
        + signal
        + lag(peer)
        + silent
        + progress;
  }

  private static String lag(MemberInfo.Peer peer) {
    if (peer.lagEntries() < 0) return "";
    String seconds =
        peer.lagMillis() < 0
            ? ""
            : String.format(Locale.ROOT, " (%.1f s)", peer.lagMillis() / 1000.0);
    return ", lags " + peer.lagEntries() + " entries" + seconds;
  }

  private static String role(MemberInfo.Role role) {
    return lower(role.name()).replace('_', '-');
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
