// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import java.util.function.Consumer;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.codec.CommandCodec;
import org.twincell.protocol.codec.FaultCodec;
import org.twincell.protocol.wire.Command;
import org.twincell.protocol.wire.Fault;
import org.twincell.protocol.wire.Outcome;

/**
 * The door of the cell for commands: refuses at once what this member may not or cannot take, and
 * gives the rest to the batcher. Never blocks, so the transport's threads may call it.
 */
final class CommandIntake {
  private final StatusBoard board;
  private final Batcher batcher;

  CommandIntake(StatusBoard board, Batcher batcher) {
    this.board = board;
    this.batcher = batcher;
  }

  void take(Command command, Consumer<Outcome> reply) {
    Fault refusal = refusal(command);
    if (refusal == null) batcher.submit(command, reply);
    else reply.accept(Batcher.refusal(command, refusal));
  }

  private @org.jspecify.annotations.Nullable Fault refusal(Command command) {
    if (!board.isActive()) return board.notActive();
    if (!CommandStream.isIdUsable(command.getCommandId())) {
      return fault(
          CellError.BAD_REQUEST,
          "the command id is empty or too long",
          "it has 1 to " + CellCommand.COMMAND_ID_LIMIT_BYTES + " bytes",
          "Give each command an id of its own.");
    }
    int size = command.getSerializedSize();
    if (size > batcher.commandLimitBytes()) {
      return fault(
          CellError.TOO_LARGE,
          "the command has " + size + " bytes",
          "an entry of the log holds " + batcher.commandLimitBytes() + " (EntryBytesLimit)",
          "Send less in one command, or raise EntryBytesLimit on all members.");
    }
    try {
      // Refused here, what is nested too deep or is no command at all never gets into the log.
      var unused = CommandCodec.fromWire(command);
    } catch (CellException e) {
      return FaultCodec.toWire(e);
    }
    if (board.isPaused() && CommandStream.isNewEvent(command)) {
      return fault(
          CellError.BUSY,
          "the cell admits no events at the moment",
          "an operator paused it",
          "Retry later; mcontrol resume ends the pause.");
    }
    return null;
  }

  private static Fault fault(CellError error, String what, String why, String mend) {
    return FaultCodec.toWire(new CellException(error, what, why, mend));
  }
}
