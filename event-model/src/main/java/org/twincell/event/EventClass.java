// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One class of the table, event or data, with all its slots: inherited ones first, in the order of
 * their declaration.
 */
public record EventClass(
    String name, MetaClass metaClass, Optional<String> superClass, Map<String, Slot> slots) {
  /** The pseudo slot under which rows and conditions know an instance's class. */
  public static final String CLASS_SLOT = "CLASS";

  public EventClass {
    slots = Collections.unmodifiableMap(new LinkedHashMap<>(slots));
  }

  public Optional<Slot> slot(String slotName) {
    return Optional.ofNullable(slots.get(slotName));
  }
}
