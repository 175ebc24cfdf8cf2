// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.fault;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;

/** The one place where exceptions of other parts become the faults that a client may see. */
public final class Failures {
  private Failures() {}

  /**
   * The fault that a client gets for {@code thrown}. Nothing of an exception that this class does
   * not know reaches the client.
   */
  public static CallException of(Throwable thrown) {
    Throwable at = thrown;
    for (int depth = 0; at != null && depth < 20; depth++) {
      if (at instanceof CallException known) return known;
      if (at instanceof CellException cell) return ofCell(cell);
      at = at.getCause();
    }
    return new CallException.Broken(
        FaultCode.INTERNAL,
        "the gateway met a fault of its own",
        "Its log has the details; tell the operator the time of this call");
  }

  /** The failure inside a future's exception. */
  public static CallException ofAsync(Throwable thrown) {
    boolean wrapped = thrown instanceof CompletionException || thrown instanceof ExecutionException;
    Throwable cause = thrown.getCause();
    return of(wrapped && cause != null ? cause : thrown);
  }

  private static CallException ofCell(CellException e) {
    String what = e.why().isEmpty() ? e.what() : e.what() + " (" + e.why() + ")";
    FaultCode code = code(e.error());
    return switch (code.next()) {
      case RETRY -> new CallException.NotDone(code, what, e.mend());
      case REPEAT -> new CallException.MaybeDone(what, e.mend());
      case CORRECT ->
          code == FaultCode.CELL_FAULT
              ? new CallException.Broken(code, what, e.mend())
              : new CallException.Refused(code, what + place(e), e.mend());
    };
  }

  private static String place(CellException e) {
    boolean told = e.line() == 0 || (e.what() + e.why()).contains("line ");
    return told ? "" : " at line " + e.line() + ", column " + e.column();
  }

  private static FaultCode code(CellError error) {
    return switch (error) {
      case NOT_ACTIVE, UNAVAILABLE -> FaultCode.CELL_UNAVAILABLE;
      case OUTCOME_UNKNOWN -> FaultCode.OUTCOME_UNKNOWN;
      case BUSY -> FaultCode.BUSY;
      case CLASS_UNKNOWN -> FaultCode.CLASS_UNKNOWN;
      case SLOT_INVALID -> FaultCode.SLOT_INVALID;
      case OBJECT_UNKNOWN -> FaultCode.OBJECT_UNKNOWN;
      case QUERY_SYNTAX -> FaultCode.QUERY_SYNTAX;
      case QUERY_EXPIRED -> FaultCode.HANDLE_EXPIRED;
      case TOO_LARGE -> FaultCode.TOO_LARGE;
      case NOT_AUTHORISED -> FaultCode.NOT_AUTHORISED;
      case BAD_REQUEST, REFUSED -> FaultCode.REQUEST_INVALID;
      case CLASS_FILE_INVALID, INTERNAL -> FaultCode.CELL_FAULT;
    };
  }
}
