// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellClient.ControlTarget;
import org.twincell.protocol.MemberInfo;

/** A command that talks to members one by one, whatever their duty. */
abstract class MemberTool extends CellTool {
  MemberTool(Terminal terminal) {
    super(terminal);
  }

  /**
   * What the members say of themselves: all, or the one that {@code -n} names.
   *
   * @throws CommandFailure when none of them answered
   */
  final List<MemberInfo> members(CellClient client, Target target, ClientConf conf) {
    List<MemberInfo> asked =
        client.status(conf.connectionSetUp()).stream()
            .filter(m -> target.member().isEmpty() || target(m) == target.member().get())
            .toList();
    if (asked.stream().noneMatch(MemberInfo::reachable)) {
      throw unreachable(
          target.cell(),
          conf,
          "member",
          "Check that the members run; wait longer with -p ConnectionSetupTimeOut=<seconds>.");
    }
    return asked;
  }

  /** The members that answer, the active one at the end. */
  final List<MemberInfo> activeLast(CellClient client, Target target, ClientConf conf) {
    return members(client, target, conf).stream()
        .filter(MemberInfo::reachable)
        .sorted(Comparator.comparing(MemberInfo::duty))
        .toList();
  }

  static ControlTarget target(MemberInfo member) {
    return switch (member.role()) {
      case PRIMARY, STAND_ALONE -> ControlTarget.PRIMARY;
      case SECONDARY -> ControlTarget.SECONDARY;
      case WITNESS -> ControlTarget.WITNESS;
    };
  }

  /**
   * The one member that {@code -n} means: by {@code #}, or because there is only one address, of
   * which only the member itself knows whether it belongs to a pair. Empty for a pair as a whole.
   */
  final Optional<ControlTarget> only(CellClient client, Target target, ClientConf conf) {
    if (target.member().isPresent() || target.cell().isPair()) return target.member();
    return members(client, target, conf).stream()
        .filter(MemberInfo::reachable)
        .findFirst()
        .map(MemberTool::target);
  }

  /** The members that a word for the whole cell goes to, in the order of the directory line. */
  final List<ControlTarget> everyone(CellClient client, Target target, ClientConf conf) {
    Optional<ControlTarget> member = only(client, target, conf);
    if (member.isPresent()) return List.of(member.get());
    return target.cell().witness().isPresent()
        ? List.of(ControlTarget.PRIMARY, ControlTarget.SECONDARY, ControlTarget.WITNESS)
        : List.of(ControlTarget.PRIMARY, ControlTarget.SECONDARY);
  }
}
