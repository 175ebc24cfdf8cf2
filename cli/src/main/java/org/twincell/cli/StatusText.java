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
    boolean isWitnessListed = Sight.isWitnessListed(members);
    for (MemberInfo member : members) {
      if (!member.reachable()) {
        out.println(head(member) + "  does not answer" + because(member));
        continue;
      }
      out.println(head(member) + "  " + duty(member) + term(member));
      String witness = witness(member, isWitnessListed);
      out.println("    mode " + member.mode() + witness + ", " + since(member));
      if (member.alone()) out.println("    " + alone(member));
      out.println(
          "    log: committed "
              + member.commitIndex()
              + ", applied "
              + member.appliedIndex()
              + store(member));
      member.progress().ifPresent(it -> out.println("    " + it.text()));
      for (MemberInfo.Peer peer : member.peers()) out.println("    " + peer(member, peer));
    }
  }

  private static String store(MemberInfo member) {
    if (member.role() == MemberInfo.Role.WITNESS) return "; keeps no store";
    return "; "
        + member.events()
        + " events, "
        + member.dataObjects()
        + " data objects; stores "
        + stores(member);
  }

  private static String stores(MemberInfo member) {
    boolean isApart = member.alone() && member.stores() == MemberInfo.StoreComparison.NOT_COMPARED;
    return isApart ? "not compared, as the members are apart" : stores(member.stores());
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

  private static String witness(MemberInfo member, boolean isListed) {
    return switch (member.role()) {
      case STAND_ALONE, WITNESS -> "";
      case PRIMARY, SECONDARY -> ", witness " + Sight.ofWitness(member, isListed).words();
    };
  }

  private static String alone(MemberInfo member) {
    return member.duty() == MemberInfo.Duty.STANDBY
        ? "went on alone and is not together with the other member yet, which may have done so too"
        : "carries on alone, and the other member may do so too; they merge when they meet";
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

  private static String peer(MemberInfo member, MemberInfo.Peer peer) {
    Sight sight = Sight.of(peer);
    boolean isApart = member.alone() && sight == Sight.NOT_HEARD;
    String seen = isApart ? "apart from this one" : sight.words();
    String signal =
        peer.signal() == MemberInfo.Signal.UNKNOWN ? "" : ", signal " + peer.signal().name();
    String silent = peer.silentMillis() < 0 ? "" : ", heard " + peer.silentMillis() + " ms ago";
    String progress = peer.progress().map(it -> ", " + it.text()).orElse("");
    String differs = peer.differs().isEmpty() ? "" : ", differs: " + peer.differs();
    return "peer "
        + role(peer.role())
        + " "
        + peer.address()
        + ": "
        + seen
        + signal
        + lag(peer)
        + silent
        + progress
        + differs;
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
