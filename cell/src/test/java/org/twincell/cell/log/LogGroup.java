// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * The members of one cell, as the contract test plays with them: {@code a} is the primary, {@code
 * b} the secondary, {@code w} the witness.
 */
interface LogGroup extends AutoCloseable {
  /** Starts a member, for the first time or again. */
  void start(String member);

  /** Stops a member at once, without a hand-over; its store loses what was not durable. */
  void crash(String member);

  /** Cuts a member off from the others, both ways. */
  void cutOff(String member);

  /** Undoes {@link #cutOff}. */
  void heal(String member);

  /** A running member's log. */
  ReplicatedLog log(String member);

  /** The store of a member with one. */
  RecordingStore store(String member);

  /** Lets time pass until the condition holds; fails after about ten seconds. */
  void until(String what, BooleanSupplier condition);

  /** Lets this much of the members' time pass. */
  void pass(java.time.Duration time);

  /** Lets time pass until the future is complete, and returns its value. */
  <T> T await(CompletableFuture<T> future) throws LogException;

  @Override
  void close();
}
