// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.twincell.event.ClassTable;
import org.twincell.event.EventClass;
import org.twincell.event.Facet;
import org.twincell.event.Instance;
import org.twincell.event.Slot;
import org.twincell.event.SlotValue;
import org.twincell.protocol.ObjectKind;

/**
 * Writes rows together with everything that finds them, and puts superseded versions into the
 * history. Decides nothing; refusals come before.
 */
final class ObjectWriter {
  private final EntryScope scope;
  private final Changes changes;
  private final AcknowledgedRuns acknowledged;
  private final Map<RowKey, Optional<StoredRow>> touched = new LinkedHashMap<>();

  ObjectWriter(EntryScope scope) {
    this.scope = scope;
    this.changes = scope.changes();
    this.acknowledged = new AcknowledgedRuns(scope);
  }

  /** Which row. */
  record RowKey(ObjectKind kind, long handle) {
    byte[] bytes() {
      return Keys.row(kind, handle);
    }
  }

  /** A row as it is now, with its bytes. */
  record Found(RowKey key, byte[] bytes, StoredRow row) {
    Instance instance() {
      return row.instance();
    }
  }

  @Nullable Found find(ObjectKind kind, long handle, ClassTable table) {
    RowKey key = new RowKey(kind, handle);
    byte[] bytes = changes.get(Family.ROWS, key.bytes());
    if (bytes == null) return null;
    return new Found(key, bytes, RowCodec.decode(bytes, scope.names(), table));
  }

  OptionalLong handleOf(ObjectKind kind, String id) {
    byte[] handle = changes.get(Family.INDEX, Keys.id(kind, id));
    return handle == null ? OptionalLong.empty() : OptionalLong.of(Keys.longAt(handle, 0));
  }

  /** The data object that has these key slots; empty when there is none or the class has no key. */
  OptionalLong handleOfKey(Instance instance) {
    Optional<byte[]> key = keyValues(instance);
    OptionalInt type = scope.names().find(instance.type().name());
    if (key.isEmpty() || type.isEmpty()) return OptionalLong.empty();
    byte[] handle = changes.get(Family.INDEX, Keys.dataKey(type.getAsInt(), key.get()));
    return handle == null ? OptionalLong.empty() : OptionalLong.of(Keys.longAt(handle, 0));
  }

  /** The handle that the next {@link #insert} takes. */
  long nextHandle(ObjectKind kind) {
    return 1
        + (kind == ObjectKind.EVENT
            ? scope.state().getLastEventHandle()
            : scope.state().getLastDataHandle());
  }

  /** A new row under {@link #nextHandle}. */
  void insert(ObjectKind kind, Instance instance, byte[] encoded) {
    RowKey key = new RowKey(kind, nextHandle(kind));
    int type = scope.names().number(instance.type().name(), changes);
    changes.insert(Family.ROWS, key.bytes(), encoded);
    changes.insert(Family.INDEX, Keys.classRow(type, key.handle), Keys.NOTHING);
    index(key, type, null, instance);
    scope.counts().addToClass(type, 1);
    if (kind == ObjectKind.EVENT) {
      scope.state().setLastEventHandle(key.handle).setEvents(scope.state().getEvents() + 1);
    } else {
      scope.state().setLastDataHandle(key.handle);
      scope.state().setDataObjects(scope.state().getDataObjects() + 1);
    }
    touched.put(key, Optional.of(new StoredRow(scope.index(), scope.index(), instance)));
  }

  void update(Found old, Instance instance, byte[] encoded) {
    supersede(old);
    changes.set(Family.ROWS, old.key.bytes(), old.bytes, encoded);
    int type = scope.names().number(instance.type().name(), changes);
    index(old.key, type, old.instance(), instance);
    touched.put(
        old.key, Optional.of(new StoredRow(old.row.createdIndex(), scope.index(), instance)));
  }

  void delete(Found old) {
    supersede(old);
    changes.remove(Family.ROWS, old.key.bytes(), old.bytes);
    int type = scope.names().number(old.row.className(), changes);
    changes.remove(Family.INDEX, Keys.classRow(type, old.key.handle), Keys.NOTHING);
    index(old.key, type, old.instance(), null);
    scope.counts().addToClass(type, -1);
    if (old.key.kind == ObjectKind.EVENT) {
      scope.state().setEvents(scope.state().getEvents() - 1);
    } else {
      scope.state().setDataObjects(scope.state().getDataObjects() - 1);
    }
    touched.put(old.key, Optional.empty());
  }

  /** The row as it will be stored at this entry. */
  byte[] encode(long createdIndex, Instance instance) {
    StoredRow row = new StoredRow(createdIndex, scope.index(), instance);
    return RowCodec.encode(row, scope.names(), changes);
  }

  /** What this entry wrote, for the cache of rows; empty where it deleted. */
  Map<RowKey, Optional<StoredRow>> touched() {
    return touched;
  }

  /** A version that some commit index has seen goes into the history. */
  private void supersede(Found old) {
    if (old.row.modifiedIndex() == scope.index()) return;
    RowKey key = old.key;
    changes.insert(Family.HISTORY, Keys.version(key.kind, key.handle, scope.index()), old.bytes);
    changes.insert(
        Family.HISTORY,
        Keys.superseded(scope.index(), key.kind, key.handle),
        Keys.number(scope.stampMillis()));
    scope.state().setHistoryRows(scope.state().getHistoryRows() + 1);
  }

  private void index(RowKey key, int type, @Nullable Instance old, @Nullable Instance now) {
    byte[] handle = Keys.number(key.handle);
    move(idKey(key, old), idKey(key, now), handle);
    if (key.kind == ObjectKind.EVENT) {
      move(statusKey(key, old), statusKey(key, now), Keys.NOTHING);
      move(receptionKey(key, old), receptionKey(key, now), Keys.NOTHING);
    } else {
      move(dataKey(type, old), dataKey(type, now), handle);
    }
    Set<String> before = old == null ? Set.of() : clients(old);
    if (now == null) {
      acknowledged.delete(type, key.handle);
    } else {
      acknowledged.change(type, key.handle, before, clients(now));
    }
  }

  private void move(byte @Nullable [] from, byte @Nullable [] to, byte[] value) {
    if (from != null && to != null && java.util.Arrays.equals(from, to)) return;
    if (from != null) changes.remove(Family.INDEX, from, value);
    if (to != null) changes.insert(Family.INDEX, to, value);
  }

  private static byte @Nullable [] idKey(RowKey key, @Nullable Instance instance) {
    if (instance == null) return null;
    SlotValue id = instance.get(SystemSlots.idSlot(key.kind)).orElse(null);
    return id instanceof SlotValue.TextValue text && !text.value().isEmpty()
        ? Keys.id(key.kind, text.value())
        : null;
  }

  private static byte @Nullable [] statusKey(RowKey key, @Nullable Instance instance) {
    if (instance == null) return null;
    return SystemSlots.status(instance)
        .map(status -> Keys.status(status.number(), key.handle))
        .orElse(null);
  }

  private static byte @Nullable [] receptionKey(RowKey key, @Nullable Instance instance) {
    if (instance == null) return null;
    return Keys.reception(SystemSlots.integer(instance, SystemSlots.RECEPTION), key.handle);
  }

  private static byte @Nullable [] dataKey(int type, @Nullable Instance instance) {
    if (instance == null) return null;
    return keyValues(instance).map(values -> Keys.dataKey(type, values)).orElse(null);
  }

  private static Optional<byte[]> keyValues(Instance instance) {
    EventClass type = instance.type();
    if (!type.metaClass().isData()) return Optional.empty();
    List<SlotValue> values = new ArrayList<>();
    for (Slot slot : type.slots().values()) {
      if (slot.has(Facet.KEY)) values.add(instance.get(slot.name()).orElseThrow());
    }
    return values.isEmpty() ? Optional.empty() : Optional.of(RowCodec.encode(values));
  }

  /** The size of a data object's key; 0 when it has none. */
  static int keyBytes(Instance instance) {
    return keyValues(instance).map(values -> values.length).orElse(0);
  }

  /** The clients that have acknowledged an object. */
  static Set<String> clients(Instance instance) {
    return clients(instance.get(SystemSlots.CLIENT_ACK).orElse(null));
  }

  /** The clients that a {@code client_ack} names. */
  static Set<String> clients(@Nullable SlotValue value) {
    Set<String> clients = new TreeSet<>();
    if (value instanceof SlotValue.TextValue text) clients.add(text.value());
    if (value instanceof SlotValue.ListValue list) {
      for (SlotValue element : list.elements()) {
        if (element instanceof SlotValue.TextValue text) clients.add(text.value());
      }
    }
    clients.remove(AcknowledgedRuns.ANYBODY);
    return clients;
  }
}
