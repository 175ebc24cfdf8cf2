// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol;

import java.util.List;

/**
 * A command that was carried out.
 *
 * @param objectId the {@code mc_ueid} or {@code mc_udid}; empty for class definitions
 * @param handle the handle in this cell; 0 for class definitions
 * @param existed nothing was done again: the object, or the command, was there already
 * @param durable a majority of the members has it on disk
 * @param commitIndex the entry of the log that carried it
 * @param term the term in which it was decided
 * @param badSlots slots that were put aside into {@code mc_bad_slot_names}
 */
public record CommandOutcome(
    String objectId,
    long handle,
    boolean existed,
    boolean durable,
    long commitIndex,
    long term,
    List<String> badSlots) {
  public CommandOutcome {
    badSlots = List.copyOf(badSlots);
  }
}
