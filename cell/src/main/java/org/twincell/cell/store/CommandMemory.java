// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksIterator;
import org.twincell.cell.store.wire.RememberedCommand;
import org.twincell.cell.store.wire.RememberedEntry;
import org.twincell.cell.store.wire.StoreState;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.wire.Command;
import org.twincell.protocol.wire.Done;
import org.twincell.protocol.wire.MergedCommand;

/**
 * What became of the commands carried out lately, by command id, so that a command that comes again
 * is answered and not carried out again. Replicated like everything else.
 *
 * <p>An hour of commands under load is millions, so each is kept small: a hash of 64 bits stands
 * for the id, and what the command says itself is not kept. Of two ids with one hash the second
 * command is refused, unless it asks for the same; among twenty million ids that happens to one new
 * command in 10^12. Of what age a command is, is kept once for all commands of an entry.
 */
final class CommandMemory {
  private final Changes changes;
  private final StoreState.Builder state;
  private final EntryScope scope;
  private final List<Long> remembered = new ArrayList<>();

  CommandMemory(EntryScope scope) {
    this.scope = scope;
    this.changes = scope.changes();
    this.state = scope.state();
  }

  /**
   * What came of the command with this id.
   *
   * @throws CellException BAD_REQUEST when another command had this id
   */
  Optional<Done> find(Command command) {
    byte[] stored = changes.get(Family.COMMANDS, Keys.command(hash(command)));
    if (stored == null) return Optional.empty();
    RememberedCommand found = parse(stored);
    if (found.getBodyHash() != bodyHash(command)) {
      throw new CellException(
          CellError.BAD_REQUEST,
          "another command had the id '" + command.getCommandId() + "'",
          "an id stands for one command, so that a retry is known",
          "Give each command an id of its own.");
    }
    return Optional.of(
        Done.newBuilder()
            .setObjectId(named(command).orElse(found.getObjectId()))
            .setHandle(found.getHandle())
            .setDurable(true)
            .setCommitIndex(found.getCommitIndex())
            .addAllBadSlots(found.getBadSlotsList())
            .build());
  }

  /** The id of the object, where the command itself names it; a retry does so too. */
  private static Optional<String> named(Command command) {
    String id = command.getModifyObject().getReference().getObjectId();
    return id.isEmpty() ? Optional.empty() : Optional.of(id);
  }

  private static long hash(Command command) {
    return Hash64.of(command.getCommandId().getBytes(StandardCharsets.UTF_8), 0);
  }

  /** What the command asks for, without who asks: a retry may come through another gateway. */
  private static int bodyHash(Command command) {
    byte[] body =
        command.toBuilder()
            .clearCommandId()
            .clearSender()
            .clearClientAddress()
            .build()
            .toByteArray();
    return (int) Hash64.of(body, 0);
  }

  void remember(Command command, Done done) {
    RememberedCommand.Builder kept =
        RememberedCommand.newBuilder()
            .setBodyHash(bodyHash(command))
            .setHandle(done.getHandle())
            .setCommitIndex(done.getCommitIndex())
            .addAllBadSlots(done.getBadSlotsList());
    if (named(command).isEmpty()) kept.setObjectId(done.getObjectId());
    long hash = hash(command);
    changes.insert(Family.COMMANDS, Keys.command(hash), kept.build().toByteArray());
    remembered.add(hash);
  }

  /** Notes the age of what was remembered; once at the end of the entry. */
  void flush() {
    if (remembered.isEmpty()) return;
    ByteBuffer hashes = ByteBuffer.allocate(Long.BYTES * remembered.size());
    remembered.forEach(hashes::putLong);
    RememberedEntry entry =
        RememberedEntry.newBuilder()
            .setStampEpochMillis(scope.stampMillis())
            .setCommands(ByteString.copyFrom(hashes.array()))
            .build();
    changes.insert(Family.COMMANDS, Keys.commandsOf(scope.index()), entry.toByteArray());
    state.setRememberedCommands(state.getRememberedCommands() + remembered.size());
    remembered.clear();
  }

  /**
   * Remembers a command that another member carried out alone.
   *
   * @param handle of the command's object in this store
   * @return false when the command is remembered already
   */
  boolean adopt(MergedCommand command, long handle) {
    byte[] key = Keys.command(command.getHash());
    if (changes.get(Family.COMMANDS, key) != null) return false;
    RememberedCommand kept =
        RememberedCommand.newBuilder()
            .setBodyHash(command.getBodyHash())
            .setHandle(handle)
            .setCommitIndex(scope.index())
            .setObjectId(command.getObjectId())
            .addAllBadSlots(command.getBadSlotsList())
            .build();
    changes.insert(Family.COMMANDS, key, kept.toByteArray());
    remembered.add(command.getHash());
    return true;
  }

  /**
   * What was let go.
   *
   * @param commands how many
   * @param early how many of them had not reached their age
   */
  record Forgotten(long commands, long early) {}

  /** The commands of one entry, with the bytes under which their age is kept. */
  private record Aged(byte[] key, byte[] value, RememberedEntry entry) {
    int commands() {
      return entry.getCommands().size() / Long.BYTES;
    }
  }

  /**
   * Forgets the oldest entries' commands: those from before a time, and those beyond a number.
   *
   * @param most once so many are forgotten, the rest waits for the next time
   */
  Forgotten forget(long beforeMillis, long keep, long most) {
    long commands = 0;
    long early = 0;
    for (Aged each : oldest(beforeMillis, keep, most)) {
      ByteBuffer hashes = each.entry.getCommands().asReadOnlyByteBuffer();
      while (hashes.hasRemaining()) forget(hashes.getLong());
      changes.remove(Family.COMMANDS, each.key, each.value);
      state.setCommandHorizonIndex(Keys.lastLong(each.key) + 1);
      commands += each.commands();
      if (each.entry.getStampEpochMillis() >= beforeMillis) early += each.commands();
    }
    state.setRememberedCommands(state.getRememberedCommands() - commands);
    return new Forgotten(commands, early);
  }

  private List<Aged> oldest(long beforeMillis, long keep, long most) {
    List<Aged> found = new ArrayList<>();
    long commands = 0;
    try (RocksIterator at = changes.iterator(Family.COMMANDS)) {
      at.seek(Keys.commandsOf(state.getCommandHorizonIndex()));
      while (Content.isAt(at) && at.key()[0] == Keys.COMMANDS_OF && commands < most) {
        Aged aged = new Aged(at.key(), at.value(), parseEntry(at.value()));
        boolean isOverLimit = state.getRememberedCommands() - commands > keep;
        if (!isOverLimit && aged.entry.getStampEpochMillis() >= beforeMillis) break;
        found.add(aged);
        commands += aged.commands();
        at.next();
      }
    }
    return found;
  }

  private void forget(long hash) {
    byte[] key = Keys.command(hash);
    byte @Nullable [] stored = changes.get(Family.COMMANDS, key);
    if (stored == null) throw new IllegalStateException("a remembered command is missing");
    changes.remove(Family.COMMANDS, key, stored);
  }

  private static RememberedCommand parse(byte[] stored) {
    try {
      return RememberedCommand.parseFrom(stored);
    } catch (InvalidProtocolBufferException e) {
      throw StoreFailedException.of(
          "a remembered command is damaged", new StoreFailedException.DamagedBytesException(e));
    }
  }

  private static RememberedEntry parseEntry(byte[] stored) {
    try {
      return RememberedEntry.parseFrom(stored);
    } catch (InvalidProtocolBufferException e) {
      throw StoreFailedException.of(
          "the age of remembered commands is damaged",
          new StoreFailedException.DamagedBytesException(e));
    }
  }
}
