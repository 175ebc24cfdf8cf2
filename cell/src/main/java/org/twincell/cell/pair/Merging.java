// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.pair;

import java.util.concurrent.CompletableFuture;
import org.twincell.cell.log.Branch;
import org.twincell.protocol.wire.MergeReply;
import org.twincell.protocol.wire.MergeRequest;

/** Both ends of sending over what a member accepted alone. */
public interface Merging {
  /** How a part is sent; throws {@link io.grpc.StatusRuntimeException} when it was not taken. */
  interface Sender {
    MergeReply send(MergeRequest part);
  }

  /**
   * Sends what the other member's branch lacks. Blocks; the own log is closed meanwhile.
   *
   * @return true when the other has acknowledged all of it; false to try again later
   */
  boolean send(Branch own, Branch others, Sender sender);

  /** Takes part of it in; completes once it is in this member's log. */
  CompletableFuture<MergeReply> take(MergeRequest request);
}
