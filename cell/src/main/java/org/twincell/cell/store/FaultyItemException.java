// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

/** A programmer's error met while one item of an entry was carried out. */
final class FaultyItemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int item;

  FaultyItemException(int item, RuntimeException cause) {
    super(cause);
    this.item = item;
  }

  /** The item's place in its entry, from 0. */
  int item() {
    return item;
  }
}
