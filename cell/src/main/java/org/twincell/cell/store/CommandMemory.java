// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.twincell.cell.store.wire.RememberedCommand;
import org.twincell.cell.store.wire.StoreState;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.wire.Command;
import org.twincell.protocol.wire.Done;

/**
 * What became of the commands carried out lately, by command id, so that a command that comes again
 * is answered and not carried out again. Replicated like everything else.
 */
final class CommandMemory {
  private final Changes changes;
  private final StoreState.Builder state;
  private final long stampMillis;

  CommandMemory(EntryScope scope) {
    this.changes = scope.changes();
    this.state = scope.state();
    this.stampMillis = scope.stampMillis();
  }

  /**
   * What came of the command with this id.
   *
   * @throws CellException BAD_REQUEST when another command had this id
   */
  Optional<Done> find(Command command) {
    byte[] number = changes.get(Family.COMMANDS, Keys.command(bytes(command.getCommandId())));
    if (number == null) return Optional.empty();
    RememberedCommand found = byAge(Keys.longAt(number, 0));
    if (found == null) return Optional.empty();
    if (found.getBodyHash() != bodyHash(command)) {
      throw new CellException(
          CellError.BAD_REQUEST,
          "another command had the id '" + command.getCommandId() + "'",
          "an id stands for one command, so that a retry is known",
          "Give each command an id of its own.");
    }
    return Optional.of(found.getDone());
  }

  /** What the command asks for, without who asks: a retry may come through another gateway. */
  private static long bodyHash(Command command) {
    byte[] body =
        command.toBuilder()
            .clearCommandId()
            .clearSender()
            .clearClientAddress()
            .build()
            .toByteArray();
    return Hash64.of(body, 0);
  }

  void remember(Command command, Done done) {
    String commandId = command.getCommandId();
    long number = state.getNextCommand();
    state.setNextCommand(number + 1);
    RememberedCommand remembered =
        RememberedCommand.newBuilder()
            .setCommandId(commandId)
            .setStampEpochMillis(stampMillis)
            .setDone(done)
            .setBodyHash(bodyHash(command))
            .build();
    changes.insert(Family.COMMANDS, Keys.command(bytes(commandId)), Keys.number(number));
    changes.insert(Family.COMMANDS, Keys.commandByAge(number), remembered.toByteArray());
  }

  /**
   * Forgets the oldest: those from before a time, and those beyond a number.
   *
   * @return how many, at most {@code most}
   */
  long forget(long beforeMillis, long keep, long most) {
    long forgotten = 0;
    while (forgotten < most && state.getFirstCommand() < state.getNextCommand()) {
      long number = state.getFirstCommand();
      RememberedCommand oldest = byAge(number);
      boolean isOverLimit = state.getNextCommand() - number > keep;
      if (oldest == null) throw new IllegalStateException("command " + number + " is missing");
      if (!isOverLimit && oldest.getStampEpochMillis() >= beforeMillis) break;
      changes.remove(
          Family.COMMANDS, Keys.command(bytes(oldest.getCommandId())), Keys.number(number));
      changes.remove(Family.COMMANDS, Keys.commandByAge(number), oldest.toByteArray());
      state.setFirstCommand(number + 1);
      forgotten++;
    }
    return forgotten;
  }

  private @Nullable RememberedCommand byAge(long number) {
    byte[] stored = changes.get(Family.COMMANDS, Keys.commandByAge(number));
    if (stored == null) return null;
    try {
      return RememberedCommand.parseFrom(stored);
    } catch (InvalidProtocolBufferException e) {
      throw StoreFailedException.of("a remembered command is damaged", e);
    }
  }

  private static byte[] bytes(String commandId) {
    return commandId.getBytes(StandardCharsets.UTF_8);
  }
}
