// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.twincell.cell.store.wire.RememberedCommand;
import org.twincell.cell.store.wire.StoreState;
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

  Optional<Done> find(String commandId) {
    byte[] number = changes.get(Family.COMMANDS, Keys.command(bytes(commandId)));
    if (number == null) return Optional.empty();
    RememberedCommand found = byAge(Keys.longAt(number, 0));
    return found == null ? Optional.empty() : Optional.of(found.getDone());
  }

  void remember(String commandId, Done done) {
    long number = state.getNextCommand();
    state.setNextCommand(number + 1);
    RememberedCommand remembered =
        RememberedCommand.newBuilder()
            .setCommandId(commandId)
            .setStampEpochMillis(stampMillis)
            .setDone(done)
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
