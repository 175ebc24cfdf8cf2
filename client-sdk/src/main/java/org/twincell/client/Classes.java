// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.twincell.client.ClassDefinition.SlotDefinition;
import org.twincell.imapi.types.ArrayOfSlotDefInfo;
import org.twincell.imapi.types.ClassDefInfo;
import org.twincell.imapi.types.SlotDefInfo;

/**
 * Class definitions of the contract, whose parents are indexes, as ours, whose parents are names.
 */
final class Classes {
  private Classes() {}

  static List<ClassDefinition> of(List<ClassDefInfo> infos) {
    return infos.stream().map(info -> definition(info, infos)).toList();
  }

  private static ClassDefinition definition(ClassDefInfo info, List<ClassDefInfo> all) {
    int parent = info.getClassParentIdx();
    String parentName =
        parent >= 0 && parent < all.size() ? text(all.get(parent).getClassName()) : "";
    ArrayOfSlotDefInfo slots = info.getSlotsList();
    List<SlotDefinition> definitions =
        slots == null ? List.of() : slots.getItems().stream().map(Classes::slot).toList();
    return new ClassDefinition(text(info.getClassName()), parentName, definitions);
  }

  private static SlotDefinition slot(SlotDefInfo info) {
    return new SlotDefinition(
        text(info.getSlotName()),
        text(info.getSlotType()),
        text(info.getSlotRepType()),
        text(info.getSlotFlags()),
        text(info.getSlotDefVal()));
  }

  private static String text(@Nullable String value) {
    return Objects.requireNonNullElse(value, "");
  }
}
