// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.event;

/**
 * The type of a slot.
 *
 * @param kind what one element is
 * @param list whether the slot holds a list of such elements
 * @param name the enumeration's name for {@link Kind#ENUM}, the class for a typed {@link Kind#ECF},
 *     otherwise empty
 */
public record SlotType(Kind kind, boolean list, String name) {
  /** What one element of a slot is. */
  public enum Kind {
    INTEGER,
    REAL,
    STRING,
    ENUM,
    ECF
  }

  public SlotType {
    if (kind == Kind.ENUM && name.isEmpty()) {
      throw new IllegalArgumentException("an enumeration slot names its enumeration");
    }
  }

  /** As a class file spells it, for instance {@code LIST_OF STRING} or {@code SEVERITY}. */
  public String spelling() {
    String element =
        switch (kind) {
          case INTEGER -> "INTEGER";
          case REAL -> "REAL";
          case STRING -> "STRING";
          case ENUM -> name;
          case ECF -> name.isEmpty() ? "ECF" : "ECF " + name;
        };
    return list ? "LIST_OF " + element : element;
  }
}
