// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client.soap;

import jakarta.xml.ws.WebServiceException;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.twincell.client.failover.FailureKind;
import org.twincell.imapi.ExecutionFaultException;
import org.twincell.imapi.elems.ExecutionFault;

/** Turns what the service interface throws into one of the two kinds of {@link CallException}. */
final class Faults {
  /** {@code IMFailure} is a code, a colon and a text. */
  private static final Pattern CODE_AND_TEXT =
      Pattern.compile("([A-Z][A-Z0-9_-]*): .*", Pattern.DOTALL);

  /** Codes of faults after which the same request may succeed. */
  private static final Map<String, FailureKind> WORTH_RETRYING =
      Map.of(
          "CELL_UNAVAILABLE", FailureKind.CELL_UNAVAILABLE,
          "BUSY", FailureKind.CELL_UNAVAILABLE,
          "BODY_TOO_SLOW", FailureKind.CELL_UNAVAILABLE,
          "OUTCOME_UNKNOWN", FailureKind.CELL_UNCERTAIN);

  private Faults() {}

  static CallException of(Exception thrown) {
    if (thrown instanceof ExecutionFaultException fault) return ofText(failure(fault), fault);
    if (thrown instanceof HttpFailure http) return http.asCallException();
    if (thrown instanceof SOAPFaultException fault) return ofText(text(fault.getMessage()), fault);
    if (thrown instanceof WebServiceException)
      return new TryFailedException(
          FailureKind.GATEWAY_FAILED,
          "the answer is not readable: " + text(thrown.getMessage()),
          thrown);
    return new FaultException(
        "", "the request cannot be written: " + text(thrown.getMessage()), thrown);
  }

  private static String failure(ExecutionFaultException fault) {
    ExecutionFault detail = fault.getFaultInfo();
    String failure = detail == null ? null : detail.getIMFailure();
    return failure != null ? failure : text(fault.getMessage());
  }

  /** The code at the beginning of a fault's text; empty when there is none. */
  static String code(ExecutionFaultException fault) {
    return code(failure(fault));
  }

  private static String code(String text) {
    Matcher matcher = CODE_AND_TEXT.matcher(text);
    return matcher.matches() ? matcher.group(1) : "";
  }

  private static CallException ofText(String text, Exception cause) {
    return ofCode(code(text), text, cause);
  }

  /** What a gateway's own code asks for. */
  static CallException ofCode(String code, String text, @Nullable Exception cause) {
    FailureKind kind = WORTH_RETRYING.get(code);
    return kind == null
        ? new FaultException(code, text, cause)
        : new TryFailedException(kind, text, cause);
  }

  /** Parsers write several lines; the first says what it is. */
  private static String text(@Nullable String message) {
    return message == null ? "no reason given" : message.lines().findFirst().orElse("");
  }
}
