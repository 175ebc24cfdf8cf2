// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An event or a data object as a sender wrote it: a class name and untyped slots, in the order of
 * writing. Where a slot was written twice, the last one counts.
 */
public record RawInstance(String className, Map<String, RawValue> slots) {
  public RawInstance {
    slots = Collections.unmodifiableMap(new LinkedHashMap<>(slots));
  }
}
