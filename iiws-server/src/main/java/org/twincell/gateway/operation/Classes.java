// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.operation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.twincell.event.ClassTable;
import org.twincell.event.EventClass;
import org.twincell.event.Slot;
import org.twincell.event.SlotType;
import org.twincell.event.SlotValue;
import org.twincell.gateway.cells.Cells;
import org.twincell.gateway.cells.KnownCell;
import org.twincell.gateway.cells.Shown;
import org.twincell.gateway.fault.CallException;
import org.twincell.gateway.fault.FaultCode;
import org.twincell.imapi.basic.ArrayOfInt;
import org.twincell.imapi.elems.QueryClassDefinitions;
import org.twincell.imapi.elems.QueryClassDefinitionsOutput;
import org.twincell.imapi.types.ArrayOfClassDefInfo;
import org.twincell.imapi.types.ArrayOfSlotDefInfo;
import org.twincell.imapi.types.ClassDefInfo;
import org.twincell.imapi.types.QueryMode;
import org.twincell.imapi.types.SlotDefInfo;

/**
 * QueryClassDefinitions: a class, or a class and all below it, with their slots. Parents and
 * children are indexes into the answer itself, -1 where the parent is not in it.
 */
final class Classes {
  private static final int NO_PARENT = -1;

  private final Cells cells;
  private final OperationLimits limits;

  Classes(Cells cells, OperationLimits limits) {
    this.cells = cells;
    this.limits = limits;
  }

  QueryClassDefinitionsOutput definitions(QueryClassDefinitions request, Caller caller) {
    KnownCell cell = cells.find(Arguments.text(request.getImname()));
    boolean events =
        Arguments.required("queryMode", request.getQueryMode()) == QueryMode.BMCII_EVENT_CLASSES;
    ClassTable table = cell.client().classes(limits.waits().usual());
    String root = root(request);
    List<String> names = root.isEmpty() ? all(table) : from(table, root, request.isClassOnly());
    QueryClassDefinitionsOutput answer = new QueryClassDefinitionsOutput();
    answer.setClassDefs(
        describe(table, names.stream().filter(n -> isOf(table, n, events)).toList()));
    return answer;
  }

  /** The one class that is asked for, else the class to begin with, else empty for all. */
  private static String root(QueryClassDefinitions request) {
    String one = Arguments.text(request.getClassName());
    return one.isEmpty() ? Arguments.text(request.getBaseClass()) : one;
  }

  private static List<String> all(ClassTable table) {
    return table.classes().stream().map(EventClass::name).toList();
  }

  private static List<String> from(ClassTable table, String root, boolean classOnly) {
    List<String> found = table.withSubclasses(root);
    if (found.isEmpty()) {
      throw new CallException.Refused(
          FaultCode.CLASS_UNKNOWN,
          "the cell has no class '" + Shown.of(root) + "'",
          "Class names are case-sensitive; ask with an empty className and baseClass for all");
    }
    return classOnly ? List.of(root) : found;
  }

  private static boolean isOf(ClassTable table, String name, boolean events) {
    return table
        .find(name)
        .map(type -> events ? type.metaClass().isEvent() : type.metaClass().isData())
        .orElse(false);
  }

  private static ArrayOfClassDefInfo describe(ClassTable table, List<String> names) {
    Map<String, Integer> places = new HashMap<>();
    for (String name : names) places.put(name, places.size());
    ArrayOfClassDefInfo answer = new ArrayOfClassDefInfo();
    for (String name : names) {
      table.find(name).ifPresent(type -> answer.getItems().add(describe(table, type, places)));
    }
    return answer;
  }

  private static ClassDefInfo describe(
      ClassTable table, EventClass type, Map<String, Integer> places) {
    ClassDefInfo info = new ClassDefInfo();
    info.setClassParentIdx(
        type.superClass().map(up -> places.getOrDefault(up, NO_PARENT)).orElse(NO_PARENT));
    info.setClassName(type.name());
    info.setChildIdx(new ArrayOfInt());
    for (String child : table.children(type.name())) {
      Integer place = places.get(child);
      if (place != null) info.getChildIdx().getIntElement().add(place);
    }
    info.setClassChildCnt(info.getChildIdx().getIntElement().size());
    info.setSlotsCount(type.slots().size());
    info.setSlotsList(new ArrayOfSlotDefInfo());
    for (Slot slot : type.slots().values()) info.getSlotsList().getItems().add(describe(slot));
    return info;
  }

  private static SlotDefInfo describe(Slot slot) {
    SlotDefInfo info = new SlotDefInfo();
    info.setSlotName(slot.name());
    info.setSlotType(slot.type().spelling());
    info.setSlotRepType(slot.representation());
    info.setSlotFlags(slot.flags());
    info.setSlotDefVal(XmlText.clean(shown(slot.type(), slot.defaultValue())));
    return info;
  }

  private static String shown(SlotType type, SlotValue value) {
    if (value instanceof SlotValue.ListValue list) {
      List<String> elements = new ArrayList<>();
      SlotType element = new SlotType(type.kind(), false, type.name());
      for (SlotValue each : list.elements()) elements.add(shown(element, each));
      return "[" + String.join(",", elements) + "]";
    }
    if (value instanceof SlotValue.TextValue text) return text.value();
    if (value instanceof SlotValue.EnumValue label) return label.label();
    if (value instanceof SlotValue.IntegerValue number) return Long.toString(number.value());
    if (value instanceof SlotValue.RealValue real) return Double.toString(real.value());
    return "";
  }
}
