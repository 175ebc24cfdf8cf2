// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client.failover;

/**
 * The tries of one call so far. Made by {@link FailoverPolicy#begin}, used by the thread that makes
 * the call; changed by the policy only.
 */
public final class Attempts {
  final long deadline;
  int gateway;
  int failures;
  int timeOuts;
  boolean retriedCut;
  boolean mayHaveBeenDone;

  Attempts(long deadline, int gateway) {
    this.deadline = deadline;
    this.gateway = gateway;
  }

  /** The gateway to try now. */
  public int gateway() {
    return gateway;
  }

  /** How many tries have failed. */
  public int failures() {
    return failures;
  }

  /** Whether one of the tries may have been carried out. */
  public boolean mayHaveBeenDone() {
    return mayHaveBeenDone;
  }
}
