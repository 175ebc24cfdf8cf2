// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.twincell.baroc.BarocException;
import org.twincell.baroc.ClassFile;
import org.twincell.baroc.ClassFiles;
import org.twincell.baroc.Problem;
import org.twincell.event.ClassTable;
import org.twincell.event.EventClass;
import org.twincell.event.Facet;
import org.twincell.event.InstanceBinder;
import org.twincell.event.Slot;
import org.twincell.event.SlotType;
import org.twincell.event.SlotValue;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.ObjectKind;

/**
 * The class definitions of a cell, as its log made them. Immutable.
 *
 * @param version commit index of their last change; 0 before there are any
 * @param files as they came
 */
record Classes(
    long version,
    org.twincell.cell.store.wire.ClassFiles files,
    ClassTable table,
    InstanceBinder binder) {
  private static final int PROBLEMS_TOLD = 10;

  /** With the key slots, those that indexes hold; they stay as they are while there are objects. */
  private static final Set<String> INDEXED_SLOTS =
      Set.of(
          SystemSlots.STATUS,
          SystemSlots.RECEPTION,
          SystemSlots.CLIENT_ACK,
          SystemSlots.idSlot(ObjectKind.EVENT),
          SystemSlots.idSlot(ObjectKind.DATA));

  static Classes load(Content content, long version) {
    byte[] stored = content.get(Family.META, Keys.CLASSES);
    if (stored == null) return of(0, org.twincell.cell.store.wire.ClassFiles.getDefaultInstance());
    try {
      return of(version, org.twincell.cell.store.wire.ClassFiles.parseFrom(stored));
    } catch (InvalidProtocolBufferException e) {
      throw StoreFailedException.of(
          "the stored class files are damaged", new StoreFailedException.DamagedBytesException(e));
    }
  }

  /**
   * @throws CellException with CLASS_FILE_INVALID when a file has errors
   */
  static Classes of(long version, org.twincell.cell.store.wire.ClassFiles files) {
    List<ClassFile> all = new ArrayList<>();
    files.getBaseList().forEach(file -> all.add(new ClassFile(file.getName(), file.getText())));
    files.getOwnList().forEach(file -> all.add(new ClassFile(file.getName(), file.getText())));
    try {
      ClassTable table = ClassFiles.load(all);
      return new Classes(version, files, table, new InstanceBinder(table));
    } catch (BarocException e) {
      throw invalid(e.problems());
    }
  }

  private static CellException invalid(List<Problem> problems) {
    Problem first = problems.get(0);
    String told =
        problems.stream()
            .limit(PROBLEMS_TOLD)
            .map(Problem::toString)
            .collect(Collectors.joining("\n"));
    return new CellException(
        CellError.CLASS_FILE_INVALID,
        "the class files have " + problems.size() + (problems.size() == 1 ? " error" : " errors"),
        told,
        "Mend the files and send them again; the classes are unchanged",
        first.line(),
        first.column());
  }

  EventClass require(String name) {
    return table
        .find(name)
        .orElseThrow(
            () ->
                new CellException(
                    CellError.CLASS_UNKNOWN,
                    "class '" + name + "' is not known",
                    "no class file of the cell defines it",
                    "Use a class of the cell, or define it in a class file and load that"));
  }

  /**
   * Puts other files into the place of these.
   *
   * @throws CellException with CLASS_FILE_INVALID when they have errors or an object would lose its
   *     class
   */
  Classes replace(org.twincell.cell.store.wire.ClassFiles wanted, EntryScope scope) {
    Classes next = of(scope.index(), wanted);
    for (EventClass type : table.classes()) requireStays(type, next, scope);
    byte[] old = scope.changes().get(Family.META, Keys.CLASSES);
    scope.changes().set(Family.META, Keys.CLASSES, old, wanted.toByteArray());
    scope.state().setClassVersion(scope.index());
    return next;
  }

  private void requireStays(EventClass type, Classes next, EntryScope scope) {
    var number = scope.names().find(type.name());
    long objects = number.isEmpty() ? 0 : scope.counts().ofClass(number.getAsInt());
    if (objects == 0) return;
    String reason =
        next.table.find(type.name()).map(now -> changed(type, now, next)).orElse("goes");
    if (reason.isEmpty()) return;
    throw new CellException(
        CellError.CLASS_FILE_INVALID,
        "class '" + type.name() + "' can not be redefined so: it " + reason,
        objects + " objects of the class are stored",
        "Keep this part of the class, or remove its objects first; the classes are unchanged");
  }

  /** What stored objects of the class would not survive, or empty. */
  private String changed(EventClass was, EventClass is, Classes next) {
    if (was.metaClass().isEvent() != is.metaClass().isEvent()
        || was.metaClass().isData() != is.metaClass().isData()) {
      return "becomes a " + is.metaClass();
    }
    Set<String> slots = new LinkedHashSet<>(was.slots().keySet());
    slots.addAll(is.slots().keySet());
    for (String name : slots) {
      Optional<Slot> before = was.slot(name);
      Optional<Slot> after = is.slot(name);
      if (!isIndexed(before, name) && !isIndexed(after, name)) continue;
      if (before.isEmpty() && after.isPresent() && mayAppear(after.get())) continue;
      if (before.isEmpty()) return "gets the slot '" + name + "', by which objects are found";
      if (after.isEmpty()) return "loses the slot '" + name + "', by which objects are found";
      if (!isSame(before.get(), after.get(), next)) {
        return "changes the slot '" + name + "', by which objects are found";
      }
    }
    return "";
  }

  private static boolean isIndexed(Optional<Slot> slot, String name) {
    return INDEXED_SLOTS.contains(name) || slot.filter(s -> s.has(Facet.KEY)).isPresent();
  }

  /** Objects without acknowledgements may get a slot for them. */
  private static boolean mayAppear(Slot slot) {
    boolean isEmpty =
        slot.defaultValue().equals(new SlotValue.ListValue(List.of()))
            || slot.defaultValue().equals(new SlotValue.TextValue(""));
    return slot.name().equals(SystemSlots.CLIENT_ACK) && !slot.has(Facet.KEY) && isEmpty;
  }

  private boolean isSame(Slot before, Slot after, Classes next) {
    if (!before.type().equals(after.type())) return false;
    if (before.has(Facet.KEY) != after.has(Facet.KEY)) return false;
    if (before.type().kind() != SlotType.Kind.ENUM) return true;
    var labels = table.enumeration(before.type().name()).orElseThrow().labels();
    var nextLabels = next.table.enumeration(after.type().name()).orElseThrow().labels();
    return nextLabels.entrySet().containsAll(labels.entrySet());
  }
}
