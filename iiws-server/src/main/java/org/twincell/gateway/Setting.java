// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parameters of {@code ImWebServices.conf}, with the original's names where the original has
 * them. {@code docs/SETTINGS.md} holds the same table and is tested against it.
 */
enum Setting {
  SERVER_DIRECTORY_NAME(
      "ServerDirectoryName",
      Kind.TEXT,
      "mcell.dir",
      "",
      "the directory file; a relative path starts at the folder of this file"),
  PORT("Port", Kind.NUMBER, "9080", "0 to 65535", "TCP port; 0 takes any free one"),
  BIND_ADDRESS(
      "BindAddress", Kind.TEXT, "", "", "address to listen on; empty is all of the machine's"),
  DEFAULT_TIMEOUT(
      "DefaultTimeout",
      Kind.TIME,
      "10s",
      "1s to 10m",
      "how long a call may take whose client asks for less than a second"),
  TIMEOUT_LIMIT(
      "TimeoutLimit",
      Kind.TIME,
      "2m",
      "1s to 10m",
      "how long a call may take, whatever its client asks for"),
  REQUEST_BODY_LIMIT(
      "RequestBodyLimit",
      Kind.NUMBER,
      "16777216",
      "1024 to 268435456",
      "bytes of one request (TOO_LARGE, HTTP 413)"),
  BODIES_LIMIT(
      "BodiesLimit",
      Kind.NUMBER,
      "67108864",
      "1024 to 8589934592",
      "bytes of all requests at hand together; they take up to twice as much memory (BUSY, HTTP 503)"),
  ANSWERS_LIMIT(
      "AnswersLimit",
      Kind.NUMBER,
      "134217728",
      "65536 to 8589934592",
      "bytes of large answers that clients have not taken yet (BUSY, HTTP 503)"),
  LARGE_CALL_LIMIT(
      "LargeCallLimit",
      Kind.NUMBER,
      "4",
      "1 to 4096",
      "pages and class definitions being worked on, each in about five times its bytes of memory;"
          + " further ones wait for up to 10 s (BUSY)"),
  CALL_LIMIT(
      "CallLimit", Kind.NUMBER, "128", "1 to 4096", "calls being worked on (BUSY, HTTP 503)"),
  CONNECTION_LIMIT(
      "ConnectionLimit",
      Kind.NUMBER,
      "2000",
      "1 to 100000",
      "open connections; a further one is answered BUSY (HTTP 503) and closed"),
  IDLE_TIMEOUT(
      "IdleTimeout",
      Kind.TIME,
      "30s",
      "1s to 1h",
      "a connection on which nothing moves for this long is closed, unless a call is worked on"),
  BODY_TIMEOUT(
      "BodyTimeout",
      Kind.TIME,
      "60s",
      "1s to 1h",
      "a request must have arrived within this (BODY_TOO_SLOW, HTTP 408)"),
  MINIMUM_DATA_RATE(
      "MinimumDataRate",
      Kind.NUMBER,
      "240",
      "0 to 1048576",
      "bytes a second of a request at least (BODY_TOO_SLOW, HTTP 408); 0 is no bound"),
  ROW_LIMIT(
      "RowLimit",
      Kind.NUMBER,
      "1000",
      "1 to 10000",
      "rows of one page at most; a client that asks for more gets so many"),
  PAGE_BYTES_LIMIT(
      "PageBytesLimit",
      Kind.NUMBER,
      "8388608",
      "65536 to 268435456",
      "bytes after which a page ends early; num_of_events tells its rows"),
  PAGE_CURSOR_LIMIT(
      "PageCursorLimit",
      Kind.NUMBER,
      "10000",
      "0 to 1000000",
      "queries whose last place is remembered to make the next page cheap"),
  SLOT_TEXT_LIMIT(
      "SlotTextLimit",
      Kind.NUMBER,
      "65536",
      "1 to 65536",
      "UTF-8 bytes of one text in a slot (SLOT_INVALID)"),
  QUERY_TEXT_LIMIT(
      "QueryTextLimit",
      Kind.NUMBER,
      "65536",
      "1 to 65536",
      "characters of a query or a list of names (TOO_LARGE)"),
  DEPTH_LIMIT(
      "DepthLimit", Kind.NUMBER, "64", "16 to 1000", "elements inside each other (TOO_LARGE)"),
  ELEMENT_LIMIT(
      "ElementLimit",
      Kind.NUMBER,
      "100000",
      "100 to 10000000",
      "elements of a request altogether (TOO_LARGE)"),
  ATTRIBUTE_LIMIT(
      "AttributeLimit", Kind.NUMBER, "64", "8 to 1000", "attributes of one element (TOO_LARGE)"),
  NAME_LIMIT(
      "NameLimit",
      Kind.NUMBER,
      "256",
      "64 to 65536",
      "characters of the name of an element (TOO_LARGE)"),
  TEXT_LIMIT(
      "TextLimit",
      Kind.NUMBER,
      "1048576",
      "65536 to 268435456",
      "characters of one text, comment or attribute (TOO_LARGE)"),
  ALLOW_PLAIN_TEXT(
      "AllowPlainText",
      Kind.YES_NO,
      "No",
      "",
      "the directory key 0 also for cells that are not on this machine"),
  REQUIRE_STRONG_KEY(
      "RequireStrongKey", Kind.YES_NO, "No", "", "refuse directory keys that can be guessed"),
  TLS_CERTIFICATE(
      "TlsCertificateFileName",
      Kind.TEXT,
      "",
      "",
      "PEM certificate chain of this gateway, for the directory key *TLS"),
  TLS_PRIVATE_KEY(
      "TlsKeyFileName", Kind.TEXT, "", "", "PEM private key, PKCS#8, for the directory key *TLS"),
  TLS_TRUSTED(
      "TlsTrustFileName",
      Kind.TEXT,
      "",
      "",
      "PEM certificates that are trusted, for the directory key *TLS"),
  PERSISTENCY_LEVEL(
      "PersistencyLevel",
      Kind.LEVEL,
      "LOW",
      "NONE, LOW, HIGH",
      "what BMCII_BUFFER_MODE_DEFAULT means: NONE fails at once without an active member, LOW and HIGH wait"),
  PERSISTENCY_ENABLED("PersistencyEnabled", Kind.YES_NO, "No", "", Setting.NO_EFFECT),
  MESSAGE_BUFFER_KEEP_SENT(
      "MessageBufferKeepSent", Kind.TIME, "300s", "0s to 365d", Setting.NO_EFFECT),
  MESSAGE_BUFFER_KEEP_WAIT(
      "MessageBufferKeepWait", Kind.TIME, "3600s", "0s to 365d", Setting.NO_EFFECT),
  MESSAGE_BUFFER_BASE_SIZE(
      "MessageBufferBaseSize", Kind.NUMBER, "5000", "0 to 2147483647", Setting.NO_EFFECT),
  MESSAGE_BUFFER_SIZE_LIMIT(
      "MessageBufferSizeLimit", Kind.NUMBER, "0", "0 to 2147483647", Setting.NO_EFFECT),
  MESSAGE_BUFFER_RECONNECT_INTERVAL(
      "MessageBufferReconnectInterval", Kind.TIME, "120s", "60s to 365d", Setting.NO_EFFECT),
  MESSAGE_BUFFER_RESEND_COUNT(
      "MessageBufferResendCount", Kind.NUMBER, "1", "0 to 2147483647", Setting.NO_EFFECT),
  MESSAGE_BUFFER_EXPAND_PERCENTAGE(
      "MessageBufferExpandPercentage", Kind.NUMBER, "10", "0 to 2147483647", Setting.NO_EFFECT),
  SELECTOR_FILE_NAME(
      "SelectorFileName",
      Kind.TEXT,
      "iiws.selector",
      "",
      "taken for files of the original; not used until events can be received");

  /** Original parameters of a buffer that this gateway does not have. */
  static final String NO_EFFECT =
      "taken for files of the original; without effect, this gateway keeps no buffer";

  /** How a value is read. */
  enum Kind {
    TEXT,
    NUMBER,
    TIME,
    YES_NO,
    LEVEL
  }

  private static final Pattern TIME_TEXT = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d|)");
  private static final Set<String> YES = Set.of("YES", "ON");
  private static final Set<String> NO = Set.of("NO", "OFF");
  private static final Set<String> LEVELS = Set.of("NONE", "LOW", "HIGH");

  private final String parameter;
  private final Kind kind;
  private final String byDefault;
  private final String range;
  private final String meaning;

  Setting(String parameter, Kind kind, String byDefault, String range, String meaning) {
    this.parameter = parameter;
    this.kind = kind;
    this.byDefault = byDefault;
    this.range = range;
    this.meaning = meaning;
  }

  /** The name in the file. */
  String parameter() {
    return parameter;
  }

  String byDefault() {
    return byDefault;
  }

  String range() {
    return range;
  }

  String meaning() {
    return meaning;
  }

  boolean hasEffect() {
    return !meaning.equals(NO_EFFECT);
  }

  /** Names are the same in any case of letters. */
  static Optional<Setting> named(String parameter) {
    return List.of(values()).stream()
        .filter(s -> s.parameter.equalsIgnoreCase(parameter))
        .findAny();
  }

  /** What is wrong with a value, as the end of a sentence; empty when nothing is. */
  String problem(String value) {
    return switch (kind) {
      case TEXT -> "";
      case NUMBER -> rangeProblem(number(value), "is not a whole number");
      case TIME -> rangeProblem(millis(value), "is not a time; write for example 10s, 500ms or 5m");
      case YES_NO ->
          YES.contains(upper(value)) || NO.contains(upper(value)) ? "" : "is not Yes or No";
      case LEVEL -> LEVELS.contains(upper(value)) ? "" : "is not NONE, LOW or HIGH";
    };
  }

  private String rangeProblem(Optional<Long> value, String unreadable) {
    if (value.isEmpty()) return unreadable;
    String[] bounds = range.split(" to ", -1);
    if (value.get() < bound(bounds[0])) return "is too small; the least is " + bounds[0];
    return value.get() > bound(bounds[1]) ? "is too large; the most is " + bounds[1] : "";
  }

  private long bound(String text) {
    return (kind == Kind.TIME ? millis(text) : number(text)).orElseThrow();
  }

  /** The whole number of a text. */
  static Optional<Long> number(String text) {
    try {
      return Optional.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The milliseconds of a time: seconds, unless a unit follows. */
  static Optional<Long> millis(String text) {
    Matcher parts = TIME_TEXT.matcher(text);
    if (!parts.matches()) return Optional.empty();
    long unit =
        switch (parts.group(2)) {
          case "ms" -> 1;
          case "m" -> 60_000;
          case "h" -> 3_600_000;
          case "d" -> 86_400_000;
          default -> 1000;
        };
    return Optional.of(Long.parseLong(parts.group(1)) * unit);
  }

  /** Whether a value that has passed {@link #problem} means yes. */
  static boolean isYes(String value) {
    return YES.contains(upper(value));
  }

  private static String upper(String value) {
    return value.toUpperCase(Locale.ROOT);
  }
}
