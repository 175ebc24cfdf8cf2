// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.fault;

/**
 * A call that is not carried out to its end. The types differ in what the caller should do; the
 * text is for a person who has only this line and tells what happened and what to do.
 */
public abstract sealed class CallException extends RuntimeException
    permits CallException.Refused,
        CallException.NotDone,
        CallException.MaybeDone,
        CallException.Broken {
  private static final long serialVersionUID = 1L;

  private final FaultCode code;

  private CallException(FaultCode code, String what, String mend) {
    super(code + ": " + sentence(what) + (mend.isEmpty() ? "" : " " + sentence(capital(mend))));
    this.code = code;
  }

  /** The stable code, also the first word of the text. */
  public final FaultCode code() {
    return code;
  }

  /** {@code CODE: what happened. What to do.} */
  public final String text() {
    return String.valueOf(getMessage());
  }

  /** Parts of other modules begin in small letters and end without a stop. */
  private static String sentence(String words) {
    boolean closed = words.endsWith(".") || words.endsWith("?") || words.endsWith("!");
    return closed ? words : words + ".";
  }

  private static String capital(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  /** The request is wrong; the same request fails again. */
  public static final class Refused extends CallException {
    private static final long serialVersionUID = 1L;

    public Refused(FaultCode code, String what, String mend) {
      super(code, what, mend);
    }
  }

  /** Nothing was done; the same request may succeed later or at the other gateway. */
  public static final class NotDone extends CallException {
    private static final long serialVersionUID = 1L;

    public NotDone(FaultCode code, String what, String mend) {
      super(code, what, mend);
    }
  }

  /** It may have been done; repeating it under the same ids is safe. */
  public static final class MaybeDone extends CallException {
    private static final long serialVersionUID = 1L;

    public MaybeDone(String what, String mend) {
      super(FaultCode.OUTCOME_UNKNOWN, what, mend);
    }
  }

  /** A fault of the gateway or of the cell; the log of that process has the details. */
  public static final class Broken extends CallException {
    private static final long serialVersionUID = 1L;

    public Broken(FaultCode code, String what, String mend) {
      super(code, what, mend);
    }
  }
}
