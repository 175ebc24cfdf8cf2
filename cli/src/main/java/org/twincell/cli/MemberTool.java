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
    if (asked.stream().noneMatch(MemberInfo::reachable)) throw unreachable(target.cell(), conf);
    return asked;
  }

  /** The members that answer, the active one at the end. */
  final List<ControlTarget> activeLast(CellClient client, Target target, ClientConf conf) {
    return members(client, target, conf).stream()
        .filter(MemberInfo::reachable)
        .sorted(Comparator.comparing(MemberInfo::duty))
        .map(MemberTool::target)
        .toList();
  }

  private static ControlTarget target(MemberInfo member) {
    return switch (member.role()) {
      case PRIMARY, STAND_ALONE -> ControlTarget.PRIMARY;
      case SECONDARY -> ControlTarget.SECONDARY;
      case WITNESS -> ControlTarget.WITNESS;
    };
  }

  /** The members that a word for the whole cell goes to, in the order of the directory line. */
  static List<ControlTarget> everyone(Target target) {
    Optional<ControlTarget> member = target.member();
    if (member.isPresent()) return List.of(member.get());
    if (!target.cell().isPair()) return List.of(ControlTarget.PRIMARY);
    return target.cell().witness().isPresent()
        ? List.of(ControlTarget.PRIMARY, ControlTarget.SECONDARY, ControlTarget.WITNESS)
        : List.of(ControlTarget.PRIMARY, ControlTarget.SECONDARY);
  }
}
