// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.pair;

import org.twincell.cell.log.Branch;
import org.twincell.protocol.wire.BranchFork;
import org.twincell.protocol.wire.BranchKind;
import org.twincell.protocol.wire.PairState;

/** Where a member stands, as a message and back. */
final class PairCodec {
  private PairCodec() {}

  static PairState.Builder toWire(Branch branch) {
    PairState.Builder wire =
        PairState.newBuilder()
            .setBranch(branch.number())
            .setKind(toWire(branch.kind()))
            .setHighest(branch.highest());
    for (Branch.Fork fork : branch.forks()) {
      wire.addForks(
          BranchFork.newBuilder().setBranch(fork.branch()).setLastIndex(fork.lastIndex()));
    }
    return wire;
  }

  /**
   * @throws IllegalArgumentException when the message makes no sense
   */
  static Branch fromWire(PairState wire) {
    return new Branch(
        wire.getBranch(),
        fromWire(wire.getKind()),
        wire.getForksList().stream()
            .map(fork -> new Branch.Fork(fork.getBranch(), fork.getLastIndex()))
            .toList(),
        wire.getHighest());
  }

  private static BranchKind toWire(Branch.Kind kind) {
    return switch (kind) {
      case PAIR -> BranchKind.PAIR;
      case PARTING -> BranchKind.PARTING;
      case SOLO -> BranchKind.SOLO;
      case JOINING -> BranchKind.JOINING;
    };
  }

  private static Branch.Kind fromWire(BranchKind wire) {
    return switch (wire) {
      case PAIR -> Branch.Kind.PAIR;
      case PARTING -> Branch.Kind.PARTING;
      case SOLO -> Branch.Kind.SOLO;
      case JOINING -> Branch.Kind.JOINING;
      case BRANCH_KIND_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("the other member does not say what it is");
    };
  }
}
