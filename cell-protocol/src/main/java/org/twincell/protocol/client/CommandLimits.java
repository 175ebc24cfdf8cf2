// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.client;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.wire.Command;

/** What a command may weigh, looked at before it is sent. */
final class CommandLimits {
  private CommandLimits() {}

  static Optional<CellException> whatIsWrongWith(Command command) {
    int size = command.getSerializedSize();
    if (size > CellCommand.SIZE_LIMIT_BYTES) {
      return Optional.of(
          new CellException(
              CellError.TOO_LARGE,
              "the command has " + size + " bytes",
              "a command has at most " + CellCommand.SIZE_LIMIT_BYTES,
              "Send less in one command; a slot holds at most 64 KiB."));
    }
    int id = command.getCommandId().getBytes(StandardCharsets.UTF_8).length;
    if (id >= 1 && id <= CellCommand.COMMAND_ID_LIMIT_BYTES) return Optional.empty();
    return Optional.of(
        new CellException(
            CellError.BAD_REQUEST,
            "the command id has " + id + " bytes",
            "it has 1 to " + CellCommand.COMMAND_ID_LIMIT_BYTES,
            "Give each command an id of its own, for instance a random UUID."));
  }
}
