// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.time.Duration;
import java.util.Optional;
import org.apache.ratis.proto.RaftProtos.FileChunkProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto.SnapshotChunkProto;
import org.twincell.time.TimeSource;

/**
 * Counts the pieces of a copy of the store that come from another member, for the operator. Fed
 * with every message that comes in; shared by all threads.
 */
final class SnapshotArrival {
  /** When nothing came for so long, the copy has broken off. */
  static final Duration BROKEN_OFF = Duration.ofSeconds(10);

  private final TimeSource time;
  private boolean arriving;
  private long bytes;
  private long totalBytes;
  private long lastNanos;

  SnapshotArrival(TimeSource time) {
    this.time = time;
  }

  void message(Object message) {
    if (!(message instanceof InstallSnapshotRequestProto request)) return;
    if (request.hasSnapshotChunk()) piece(request.getSnapshotChunk());
  }

  private synchronized void piece(SnapshotChunkProto piece) {
    if (piece.getRequestIndex() == 0) bytes = 0;
    for (FileChunkProto chunk : piece.getFileChunksList()) bytes += chunk.getData().size();
    totalBytes = piece.getTotalSize();
    lastNanos = time.monotonicNanos();
    arriving = !piece.getDone();
  }

  /** What has come of the copy that is on its way; empty when there is none. */
  synchronized Optional<ReplicatedLog.Receiving> now() {
    boolean here = arriving && time.monotonicNanos() - lastNanos < BROKEN_OFF.toNanos();
    if (!here) return Optional.empty();
    return Optional.of(
        new ReplicatedLog.Receiving(bytes, totalBytes > 0 ? Math.max(totalBytes, bytes) : -1));
  }
}
