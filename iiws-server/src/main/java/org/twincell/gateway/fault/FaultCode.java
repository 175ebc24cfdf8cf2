// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.fault;

/**
 * The codes with which every fault text starts. A code never changes its meaning; clients may act
 * on it. {@code docs/FAULTS.md} lists them and is tested against this list.
 */
public enum FaultCode {
  /** An argument of the operation is missing or makes no sense. */
  ARGUMENT_INVALID(Blame.CALLER, Next.CORRECT, 400),
  /** The gateway has more calls or bytes under way than its limits allow; nothing was done. */
  BUSY(Blame.SERVER, Next.RETRY, 503),
  /** The body took too long to arrive; nothing was done. */
  BODY_TOO_SLOW(Blame.CALLER, Next.RETRY, 408),
  /** The cell reported a fault of its own. */
  CELL_FAULT(Blame.SERVER, Next.CORRECT, 500),
  /** No member of the cell is active and reachable; nothing was done. */
  CELL_UNAVAILABLE(Blame.SERVER, Next.RETRY, 503),
  /** The directory has no cell of that name. */
  CELL_UNKNOWN(Blame.CALLER, Next.CORRECT, 400),
  /** The cell has no class of that name. */
  CLASS_UNKNOWN(Blame.CALLER, Next.CORRECT, 400),
  /** The connection id was not given out for a cell of this directory: connect again. */
  CONNECTION_UNKNOWN(Blame.CALLER, Next.CORRECT, 400),
  /** The state that a query saw is no longer kept: open the query again. */
  HANDLE_EXPIRED(Blame.CALLER, Next.CORRECT, 400),
  /** The result handle was not given out for a cell of this directory, or was changed. */
  HANDLE_UNKNOWN(Blame.CALLER, Next.CORRECT, 400),
  /** A fault of the gateway; its log has the details. */
  INTERNAL(Blame.SERVER, Next.CORRECT, 500),
  /** The Content-Type or Content-Encoding of the request is not one that SOAP has. */
  MEDIA_TYPE(Blame.CALLER, Next.CORRECT, 415),
  /** The request is not a well-formed SOAP envelope; nothing was done. */
  MESSAGE_MALFORMED(Blame.CALLER, Next.CORRECT, 400),
  /** The HTTP method does not apply to this address. */
  METHOD_NOT_ALLOWED(Blame.CALLER, Next.CORRECT, 405),
  /** The envelope has a header that must be understood and is not. */
  MUST_UNDERSTAND(Blame.CALLER, Next.CORRECT, 500),
  /** The key does not fit, or the caller may not do this. */
  NOT_AUTHORISED(Blame.CALLER, Next.CORRECT, 403),
  /** This gateway does not offer the operation. */
  NOT_AVAILABLE(Blame.SERVER, Next.CORRECT, 501),
  /** There is no event or data object with this id or handle. */
  OBJECT_UNKNOWN(Blame.CALLER, Next.CORRECT, 400),
  /** The body's element is none of the contract's operations. */
  OPERATION_UNKNOWN(Blame.CALLER, Next.CORRECT, 400),
  /** The time-out ended while the cell was at work: it may have been done. */
  OUTCOME_UNKNOWN(Blame.SERVER, Next.REPEAT, 504),
  /** There is nothing at this address. */
  PATH_UNKNOWN(Blame.CALLER, Next.CORRECT, 404),
  /** The query does not parse; line and column are given. */
  QUERY_SYNTAX(Blame.CALLER, Next.CORRECT, 400),
  /** An element or a value is not what the contract says. */
  REQUEST_INVALID(Blame.CALLER, Next.CORRECT, 400),
  /** A slot is missing, too long, has no value, or may not be set. */
  SLOT_INVALID(Blame.CALLER, Next.CORRECT, 400),
  /** The request is larger than a named limit. */
  TOO_LARGE(Blame.CALLER, Next.CORRECT, 413),
  /** The envelope is of a SOAP version that its Content-Type does not announce. */
  VERSION_MISMATCH(Blame.CALLER, Next.CORRECT, 500);

  /** Who has to change something. */
  public enum Blame {
    CALLER,
    SERVER
  }

  /** What the caller should do. */
  public enum Next {
    /** The same request fails again: change it, or ask the operator. */
    CORRECT,
    /** Nothing was done: try again, or at the other gateway. */
    RETRY,
    /** It may have been done: repeat it under the same event id. */
    REPEAT
  }

  private final Blame blame;
  private final Next next;
  private final int httpStatus;

  FaultCode(Blame blame, Next next, int httpStatus) {
    this.blame = blame;
    this.next = next;
    this.httpStatus = httpStatus;
  }

  /** Who has to change something; decides faultcode Client or Server, Sender or Receiver. */
  public Blame blame() {
    return blame;
  }

  /** What the caller should do. */
  public Next next() {
    return next;
  }

  /** The status of an answer that is no SOAP envelope; a SOAP 1.1 fault always travels in a 500. */
  public int httpStatus() {
    return httpStatus;
  }
}
