// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client.failover;

/** How a try failed, told apart by what is known of its effect and by who is to blame. */
public enum FailureKind {
  /** No connection came about: the request did not leave this machine. */
  NOT_SENT(false, true),
  /** The connection was cut while the answer was awaited. */
  CUT(true, true),
  /** No answer within the time of one try: the gateway may be hung, its machine gone. */
  TIMED_OUT(true, true),
  /**
   * Something answered that is not the service: a proxy, a gateway that is starting or stopping.
   */
  GATEWAY_FAILED(true, true),
  /** The gateway answers, and says that it cannot reach the cell or is busy: nothing was done. */
  CELL_UNAVAILABLE(false, false),
  /** The gateway answers, and says that the command was under way when the time was over. */
  CELL_UNCERTAIN(true, false),
  /**
   * The gateway refuses, for reasons of its own, what an earlier try may have carried out
   * elsewhere: that its directory is older says nothing of what the other one did.
   */
  REFUSED_AFTER_DOUBT(false, false);

  private final boolean mayHaveBeenDone;
  private final boolean blamesGateway;

  FailureKind(boolean mayHaveBeenDone, boolean blamesGateway) {
    this.mayHaveBeenDone = mayHaveBeenDone;
    this.blamesGateway = blamesGateway;
  }

  /** Whether the request may have been carried out all the same. */
  public boolean mayHaveBeenDone() {
    return mayHaveBeenDone;
  }

  /** Whether other calls had better avoid this gateway. */
  public boolean blamesGateway() {
    return blamesGateway;
  }
}
