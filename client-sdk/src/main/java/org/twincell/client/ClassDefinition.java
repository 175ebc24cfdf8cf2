// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client;

import java.util.List;

/**
 * A class as a cell knows it.
 *
 * @param parent name of the class that it derives from; empty for a root
 */
public record ClassDefinition(String name, String parent, List<SlotDefinition> slots) {
  public ClassDefinition {
    slots = List.copyOf(slots);
  }

  /**
   * A slot of a class, all as the gateway tells it.
   *
   * @param representation how to show it, for instance {@code date}; may be empty
   * @param flags the letters r, k, p, d, h; an upper case letter is a facet that is on
   * @param defaultValue may be empty
   */
  public record SlotDefinition(
      String name, String type, String representation, String flags, String defaultValue) {}
}
