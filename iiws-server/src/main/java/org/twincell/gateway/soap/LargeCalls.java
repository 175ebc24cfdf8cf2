// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.soap;

import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.twincell.gateway.fault.CallException;
import org.twincell.gateway.fault.FaultCode;

/**
 * Lets few calls at a time work on answers that may take megabytes, so that memory is bounded; the
 * others wait their turn, in order. Any thread.
 */
final class LargeCalls {
  private static final Set<String> LARGE = Set.of("RetrieveQueryResults", "QueryClassDefinitions");
  private static final long PATIENCE_SECONDS = 10;

  private final Semaphore slots;

  LargeCalls(int limit) {
    this.slots = new Semaphore(limit, true);
  }

  /**
   * Takes a slot when the operation needs one; true when it did.
   *
   * @throws CallException.NotDone when there is none for ten seconds
   */
  boolean enter(String operation) {
    if (!LARGE.contains(operation)) return false;
    try {
      if (slots.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new CallException.NotDone(
        FaultCode.BUSY,
        "as many calls with large answers are worked on as LargeCallLimit allows",
        "Retry in a moment, or at the other gateway");
  }

  void leave() {
    slots.release();
  }
}
