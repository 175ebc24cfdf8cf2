// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.ratis.proto.RaftProtos.FileChunkProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto.SnapshotChunkProto;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.twincell.cell.log.ReplicatedLog.Receiving;
import org.twincell.testkit.VirtualTime;

class SnapshotArrivalTest {
  private final VirtualTime time = new VirtualTime();
  private final SnapshotArrival arrival = new SnapshotArrival(time);

  private void piece(int index, int bytes, boolean done) {
    FileChunkProto chunk =
        FileChunkProto.newBuilder().setData(ByteString.copyFrom(new byte[bytes])).build();
    arrival.message(
        InstallSnapshotRequestProto.newBuilder()
            .setSnapshotChunk(
                SnapshotChunkProto.newBuilder()
                    .setRequestIndex(index)
                    .setTotalSize(100)
                    .addFileChunks(chunk)
                    .setDone(done))
            .build());
  }

  @Test
  void thePiecesOfACopyAreCountedUntilTheLast() {
    assertThat(arrival.now()).isEmpty();
    piece(0, 30, false);
    piece(1, 40, false);
    assertThat(arrival.now()).contains(new Receiving(70, 100));
    piece(2, 30, true);
    assertThat(arrival.now()).isEmpty();
  }

  @Test
  void aCopyThatBeginsAnewIsCountedAnew() {
    piece(0, 30, false);
    piece(0, 10, false);
    assertThat(arrival.now()).contains(new Receiving(10, 100));
  }

  @Test
  void aCopyThatBrokeOffIsNotShownForEver() {
    piece(0, 30, false);
    time.advance(SnapshotArrival.BROKEN_OFF);
    assertThat(arrival.now()).isEmpty();
  }

  @Test
  void otherMessagesSayNothing() {
    arrival.message("something else");
    arrival.message(InstallSnapshotRequestProto.getDefaultInstance());
    assertThat(arrival.now()).isEmpty();
  }
}
