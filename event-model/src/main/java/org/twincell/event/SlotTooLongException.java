// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.event;

/**
 * A text is longer than a slot can hold. Nothing was taken over: the sender must shorten the text
 * or spread it over a list.
 */
public final class SlotTooLongException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String slot;
  private final long sizeBytes;

  SlotTooLongException(String slot, long sizeBytes) {
    super(
        "slot "
            + slot
            + " has "
            + sizeBytes
            + " bytes of text, a slot holds "
            + ValueConverter.TEXT_LIMIT_BYTES
            + "; shorten the text or spread it over a list slot");
    this.slot = slot;
    this.sizeBytes = sizeBytes;
  }

  public String slot() {
    return slot;
  }

  /** The size of the refused text in UTF-8. */
  public long sizeBytes() {
    return sizeBytes;
  }
}
