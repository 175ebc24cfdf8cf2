// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;

/**
 * A command cannot go on. The message tells the person at the terminal what failed, why, and how to
 * mend it; the code tells the script.
 */
final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode code;
  private final String text;

  CommandFailure(ExitCode code, String what, String why, String mend) {
    this(code, sentence(what, why, mend));
  }

  private CommandFailure(ExitCode code, String text) {
    super(text);
    this.code = code;
    this.text = text;
  }

  /** What the cell refused, under the exit code that scripts expect for it. */
  static CommandFailure of(CellException refusal) {
    return new CommandFailure(
        code(refusal.error()), sentence(refusal.what(), refusal.why(), refusal.mend()));
  }

  static ExitCode code(CellError error) {
    return switch (error) {
      case NOT_ACTIVE, UNAVAILABLE, OUTCOME_UNKNOWN, NOT_AUTHORISED -> ExitCode.CONNECTION;
      case QUERY_SYNTAX, CLASS_FILE_INVALID -> ExitCode.SYNTAX;
      case BUSY,
          CLASS_UNKNOWN,
          SLOT_INVALID,
          OBJECT_UNKNOWN,
          QUERY_EXPIRED,
          TOO_LARGE,
          BAD_REQUEST,
          REFUSED,
          INTERNAL ->
          ExitCode.COMMAND_FAILED;
    };
  }

  ExitCode code() {
    return code;
  }

  String text() {
    return text;
  }

  /** "What: why. Mend." with the parts that are there. */
  static String sentence(String what, String why, String mend) {
    StringBuilder text = new StringBuilder(what);
    if (!why.isEmpty()) text.append(": ").append(why);
    if (!endsSentence(text)) text.append('.');
    if (!mend.isEmpty()) text.append(' ').append(mend);
    if (!endsSentence(text)) text.append('.');
    return text.toString();
  }

  private static boolean endsSentence(CharSequence text) {
    return text.length() > 0 && ".!?".indexOf(text.charAt(text.length() - 1)) >= 0;
  }
}
