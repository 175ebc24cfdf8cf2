// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.condition;

import org.jspecify.annotations.Nullable;
import org.twincell.event.Instance;
import org.twincell.event.SlotValue;

/** What a query sees of a row, so that a store may answer from its own form of it. */
public interface SlotAccess {
  /** The slot's value, or its default; null when the row's class has no such slot. */
  @Nullable SlotValue get(String slot);

  String className();

  static SlotAccess of(Instance instance) {
    return new SlotAccess() {
      @Override
      public @Nullable SlotValue get(String slot) {
        return instance.get(slot).orElse(null);
      }

      @Override
      public String className() {
        return instance.type().name();
      }
    };
  }
}
