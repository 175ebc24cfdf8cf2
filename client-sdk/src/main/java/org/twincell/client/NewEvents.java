// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client;

import java.util.List;
import java.util.Optional;

/**
 * How {@code client_ack} is asked and written.
 *
 * <p>The slot is a list of client names, and a modification replaces a list as a whole: two clients
 * that each read the list, add their name and write it back would lose one of the names. So a
 * client writes the single element {@code +name}, which a cell carries out as "add this name".
 */
final class NewEvents {
  private static final String ADD = "+";

  private NewEvents() {}

  static String query(String className, String condition, String clientName) {
    String mine = "NOT ( client_ack: contains '" + clientName + "' )";
    String where = condition.isBlank() ? mine : mine + " AND ( " + condition + " )";
    return className + " where [ " + where + " ]";
  }

  /** A class may have made a plain string of the slot: then names are separated by commas. */
  static Slots acknowledgement(Event event, String clientName) {
    Optional<SlotValue> now = event.slots().get(Event.CLIENT_ACK);
    if (now.isPresent() && now.get() instanceof SlotValue.Text text)
      return Slots.of(
          Event.CLIENT_ACK, text.value().isEmpty() ? clientName : text.value() + "," + clientName);
    return Slots.NONE.with(Event.CLIENT_ACK, List.of(ADD + clientName));
  }
}
