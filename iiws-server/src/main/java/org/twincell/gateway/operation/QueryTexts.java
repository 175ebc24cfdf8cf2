// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.operation;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.datatype.DatatypeConstants;
import javax.xml.datatype.XMLGregorianCalendar;
import org.jspecify.annotations.Nullable;
import org.twincell.gateway.cells.Shown;
import org.twincell.gateway.fault.CallException;
import org.twincell.gateway.fault.FaultCode;

/** Writes queries in the cell's condition language for the operations that do not bring one. */
final class QueryTexts {
  /** What an empty query means. */
  static final String ALL_EVENTS = "EVENT";

  /** What an empty query for data means. */
  static final String ALL_DATA = "CORE_DATA";

  private static final String ANY_EVENT = "CORE_EVENT";
  private static final String DATE_SLOT = "date_reception";
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private QueryTexts() {}

  /** The event with this id; there is at most one. */
  static String byId(String eventId) {
    return ANY_EVENT + " where [ mc_ueid: equals " + quoted(eventId) + " ]";
  }

  /**
   * The events of some classes that were received in a period, both ends included. Nil is an open
   * end, no class is every class; a date without a zone is UTC, so that it means the same on every
   * gateway.
   */
  static String byDate(
      @Nullable XMLGregorianCalendar start,
      @Nullable XMLGregorianCalendar end,
      List<String> classes) {
    List<String> conditions = new ArrayList<>();
    if (start != null)
      conditions.add("$E." + DATE_SLOT + " >= " + seconds("startDate", start, true));
    if (end != null) conditions.add("$E." + DATE_SLOT + " <= " + seconds("endDate", end, false));
    classes.forEach(QueryTexts::checkName);
    if (classes.size() > 1) {
      conditions.add("$E.CLASS subclass_of [" + String.join(",", classes) + "]");
    }
    String selector =
        switch (classes.size()) {
          case 0 -> ALL_EVENTS;
          case 1 -> classes.get(0);
          default -> ANY_EVENT;
        };
    if (conditions.isEmpty()) return selector;
    return selector + " ($E) where [ " + String.join(" AND ", conditions) + " ]";
  }

  private static void checkName(String className) {
    if (!NAME.matcher(className).matches()) {
      throw new CallException.Refused(
          FaultCode.CLASS_UNKNOWN,
          "'" + Shown.of(className) + "' in classNames is not the name of a class",
          "Separate class names by commas");
    }
  }

  /** Slots count whole seconds: a start with a fraction begins with the next one. */
  private static long seconds(String name, XMLGregorianCalendar date, boolean up) {
    if (!DatatypeConstants.DATETIME.equals(date.getXMLSchemaType())) {
      throw notADate(name);
    }
    XMLGregorianCalendar zoned = (XMLGregorianCalendar) date.clone();
    if (zoned.getTimezone() == DatatypeConstants.FIELD_UNDEFINED) zoned.setTimezone(0);
    BigDecimal fraction = zoned.getFractionalSecond();
    long seconds = Math.floorDiv(zoned.toGregorianCalendar().getTimeInMillis(), 1000L);
    return up && fraction != null && fraction.signum() > 0 ? seconds + 1 : seconds;
  }

  private static CallException notADate(String name) {
    return new CallException.Refused(
        FaultCode.ARGUMENT_INVALID,
        name + " is not a date with a time",
        "Write it like 2026-11-21T09:30:00Z");
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
