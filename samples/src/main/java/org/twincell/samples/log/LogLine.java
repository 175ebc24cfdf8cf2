// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.samples.log;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.twincell.client.Event;

/**
 * One line of a log file as an event. Knows lines that begin with {@code yyyy-mm-dd hh:mm:ss}, as
 * those of {@code dpkg.log}: then the word behind the time is the action, and the next that is not
 * a state is the object. Any other line is an event with its text alone.
 */
record LogLine(String file, long number, String text) {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
  private static final int STAMP_LENGTH = 19;

  /** Longest text of a slot, in characters of at most three bytes of UTF-8 (64 KiB). */
  private static final int LONGEST_TEXT = 21_000;

  /** The event, of class LOG_LINE or, when the cell does not know that class, of EVENT. */
  Event asEvent(String host, ZoneId zone, boolean cellKnowsLogLine) {
    OptionalLong time = epochSeconds(zone);
    List<String> words = time.isPresent() ? words() : List.of();
    Event event =
        Event.of(cellKnowsLogLine ? "LOG_LINE" : "EVENT")
            .with("mc_tool_class", "LOG")
            .with("mc_tool", "log-to-events")
            .with("mc_host", host)
            .with("severity", severity())
            .with("msg", text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text);
    if (words.size() > 1) event = event.with("mc_object", object(words));
    if (!cellKnowsLogLine) return event;
    event = event.with("log_file", file).with("log_line", number);
    if (time.isPresent()) event = event.with("log_time", time.getAsLong());
    return words.isEmpty() ? event : event.with("log_action", words.get(0));
  }

  private OptionalLong epochSeconds(ZoneId zone) {
    if (text.length() < STAMP_LENGTH) return OptionalLong.empty();
    try {
      LocalDateTime stamp = LocalDateTime.parse(text.substring(0, STAMP_LENGTH), STAMP);
      return OptionalLong.of(stamp.atZone(zone).toEpochSecond());
    } catch (DateTimeException e) {
      return OptionalLong.empty();
    }
  }

  private List<String> words() {
    String rest = text.substring(STAMP_LENGTH).strip();
    return rest.isEmpty() ? List.of() : List.of(rest.split("\\s+", -1));
  }

  /** In {@code status installed libc6:amd64 2.36} the object is behind the state. */
  private static String object(List<String> words) {
    boolean hasState = words.get(0).equals("status") && words.size() > 2;
    return words.get(hasState ? 2 : 1);
  }

  private String severity() {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.contains("error") || lower.contains("fail")) return "MAJOR";
    if (lower.contains("warn")) return "WARNING";
    return "INFO";
  }
}
