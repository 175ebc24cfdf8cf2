// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.rocksdb.RocksIterator;
import org.twincell.cell.store.wire.CleanUpEvents;
import org.twincell.cell.store.wire.CleanUpPosition;
import org.twincell.cell.store.wire.EntryResult;
import org.twincell.cell.store.wire.TidyUp;
import org.twincell.event.ClassTable;
import org.twincell.event.Instance;
import org.twincell.event.SlotValue;
import org.twincell.protocol.ObjectKind;

/** Lets go of what is only kept for a time, a bounded piece in each entry. */
final class Housekeeping {
  /**
   * Rows that one TidyUp lets go at most; of commands, those of one entry more. Part of what
   * applying does.
   */
  static final int TIDY_STEP_ROWS = 10_000;

  private static final int LOOK_AT_LIMIT = 10_000;

  private final EntryScope scope;
  private final ObjectWriter writer;
  private final CommandMemory memory;

  Housekeeping(EntryScope scope, ObjectWriter writer, CommandMemory memory) {
    this.scope = scope;
    this.writer = writer;
    this.memory = memory;
  }

  void tidyUp(TidyUp order, EntryResult.Builder result) {
    CommandMemory.Forgotten forgotten =
        memory.forget(
            order.getCommandsBeforeEpochMillis(), order.getCommandLimit(), TIDY_STEP_ROWS);
    long removed = tidyHistory(order);
    result.setForgottenCommands(result.getForgottenCommands() + forgotten.commands());
    result.setForgottenEarly(result.getForgottenEarly() + forgotten.early());
    result.setRemovedVersions(result.getRemovedVersions() + removed);
    result.setMoreToTidy(forgotten.commands() >= TIDY_STEP_ROWS || removed == TIDY_STEP_ROWS);
  }

  /** Oldest first; the horizon moves to the last commit index whose versions went. */
  private long tidyHistory(TidyUp order) {
    long removed = 0;
    byte[] from = Keys.superseded(scope.state().getHorizonIndex(), ObjectKind.DATA, 0);
    try (RocksIterator at = scope.changes().iterator(Family.HISTORY)) {
      at.seek(from);
      List<byte[]> keys = new ArrayList<>();
      List<byte[]> stamps = new ArrayList<>();
      long left = scope.state().getHistoryRows();
      while (Content.isAt(at) && at.key()[0] == 'o' && keys.size() < TIDY_STEP_ROWS) {
        boolean isOverLimit = left - keys.size() > order.getHistoryLimitRows();
        if (!isOverLimit && Keys.longAt(at.value(), 0) >= order.getHistoryBeforeEpochMillis())
          break;
        keys.add(at.key());
        stamps.add(at.value());
        at.next();
      }
      for (int i = 0; i < keys.size(); i++) remove(keys.get(i), stamps.get(i));
      removed = keys.size();
    }
    return removed;
  }

  private void remove(byte[] supersededKey, byte[] stamp) {
    long supersededAt = Keys.longAt(supersededKey, 1);
    ObjectKind kind = supersededKey[9] == 'E' ? ObjectKind.EVENT : ObjectKind.DATA;
    byte[] version = Keys.version(kind, Keys.lastLong(supersededKey), supersededAt);
    byte[] row = scope.changes().get(Family.HISTORY, version);
    if (row == null) throw new IllegalStateException("a superseded version is missing");
    scope.changes().remove(Family.HISTORY, version, row);
    scope.changes().remove(Family.HISTORY, supersededKey, stamp);
    scope.state().setHistoryRows(scope.state().getHistoryRows() - 1);
    scope.state().setHorizonIndex(supersededAt);
  }

  void cleanUp(CleanUpEvents order, ClassTable table, EntryResult.Builder result) {
    result.setCleanedUp(true);
    CleanUpRule rule = new CleanUpRule(order, table);
    List<byte[]> keys = oldest(order);
    long removed = 0;
    for (byte[] key : keys) {
      if (isEnough(order)) break;
      ObjectWriter.Found found = writer.find(ObjectKind.EVENT, Keys.lastLong(key), table);
      if (found == null) throw new IllegalStateException("an indexed event is missing");
      if (!rule.removes(found.instance())) continue;
      writer.delete(found);
      removed++;
    }
    result.setRemovedEvents(result.getRemovedEvents() + removed);
    if (keys.size() < lookAt(order) || isEnough(order)) return;
    byte[] last = keys.get(keys.size() - 1);
    result.setCleanUpAfter(
        CleanUpPosition.newBuilder()
            .setReceptionSeconds(Keys.longAt(last, 1) ^ Long.MIN_VALUE)
            .setHandle(Keys.lastLong(last)));
  }

  private boolean isEnough(CleanUpEvents order) {
    return order.getUntilEvents() > 0 && scope.state().getEvents() <= order.getUntilEvents();
  }

  private static int lookAt(CleanUpEvents order) {
    return Math.max(1, Math.min(LOOK_AT_LIMIT, order.getLookAt()));
  }

  private List<byte[]> oldest(CleanUpEvents order) {
    List<byte[]> keys = new ArrayList<>();
    byte[] from =
        order.hasAfter()
            ? Keys.reception(
                order.getAfter().getReceptionSeconds(), order.getAfter().getHandle() + 1)
            : new byte[] {'t'};
    long before =
        Math.max(order.getClosedBeforeEpochMillis(), order.getNonClosedBeforeEpochMillis());
    byte[] end = Keys.reception(Math.floorDiv(before, 1000L), 0);
    try (RocksIterator at = scope.changes().iterator(Family.INDEX)) {
      at.seek(from);
      while (Content.isAt(at) && keys.size() < lookAt(order)) {
        byte[] key = at.key();
        if (Arrays.compareUnsigned(key, end) >= 0) break;
        keys.add(key);
        at.next();
      }
    }
    return keys;
  }

  /** Which events a clean-up removes. */
  private static final class CleanUpRule {
    private final CleanUpEvents order;
    private final Set<String> keptClosed;
    private final Set<String> keptNonClosed;

    CleanUpRule(CleanUpEvents order, ClassTable table) {
      this.order = order;
      this.keptClosed = withSubclasses(order.getKeepClosedClassesList(), table);
      this.keptNonClosed = withSubclasses(order.getKeepNonClosedClassesList(), table);
    }

    private static Set<String> withSubclasses(List<String> names, ClassTable table) {
      Set<String> all = new HashSet<>();
      for (String name : names) all.addAll(table.withSubclasses(name));
      return all;
    }

    boolean removes(Instance event) {
      Optional<SlotValue.EnumValue> status = SystemSlots.status(event);
      boolean isClosed = status.isPresent() && status.get().label().equals(SystemSlots.CLOSED);
      if ((isClosed ? keptClosed : keptNonClosed).contains(event.type().name())) return false;
      String slot = order.getOnDateReception() ? SystemSlots.RECEPTION : SystemSlots.MODIFICATION;
      long before =
          isClosed ? order.getClosedBeforeEpochMillis() : order.getNonClosedBeforeEpochMillis();
      return SystemSlots.integer(event, slot) < Math.floorDiv(before, 1000L);
    }
  }
}
