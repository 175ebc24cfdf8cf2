// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.StateMachineLogEntryProto;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file that was being written when the member stopped, cut and damaged at every place. */
class OpenSegmentTest {
  private static final int RECORDS = 6;

  @TempDir Path root;

  private final List<Integer> ends = new ArrayList<>();
  private DataFolder folder;
  private Path file;
  private byte[] whole;

  @BeforeEach
  void writeAFile() throws Exception {
    LogSettings settings = LogProcess.settings(root, 1);
    folder = DataFolder.open(settings, 0);
    Files.createDirectories(folder.segments());
    file = folder.segments().resolve("log_inprogress_0");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("RaftLog1".getBytes(StandardCharsets.US_ASCII));
    ends.add(out.size());
    for (int i = 0; i < RECORDS; i++) {
      out.writeBytes(record(i));
      ends.add(out.size());
    }
    whole = out.toByteArray();
  }

  @AfterEach
  void release() {
    folder.close();
  }

  private static byte[] record(int index) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LogEntryProto.newBuilder()
        .setTerm(3)
        .setIndex(index)
        .setStateMachineLogEntry(
            StateMachineLogEntryProto.newBuilder()
                .setLogData(ByteString.copyFromUtf8("some text of entry " + index)))
        .build()
        .writeDelimitedTo(out);
    CRC32C checksum = new CRC32C();
    checksum.update(out.toByteArray());
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
    return out.toByteArray();
  }

  private int lastEndAtMost(int position) {
    return ends.stream().filter(end -> end <= position).max(Integer::compare).orElseThrow();
  }

  private byte[] mended(byte[] written) throws Exception {
    Files.write(file, written);
    OpenSegment.mend(folder);
    return Files.readAllBytes(file);
  }

  @Test
  void aSoundFileLosesOnlyTheZerosAllocatedAhead() throws Exception {
    assertThat(mended(whole)).isEqualTo(whole);
    assertThat(mended(Arrays.copyOf(whole, whole.length + 5_000))).isEqualTo(whole);
  }

  @Test
  void whereverTheEndWasTornAllWholeRecordsStay() throws Exception {
    for (int cut = ends.get(0); cut < whole.length; cut++) {
      byte[] kept = Arrays.copyOf(whole, lastEndAtMost(cut));
      byte[] withZeros = Arrays.copyOf(Arrays.copyOf(whole, cut), whole.length + 500);
      assertThat(mended(Arrays.copyOf(whole, cut))).as("cut at %d", cut).startsWith(kept);
      assertThat(mended(withZeros)).as("cut at %d, zeros behind", cut).startsWith(kept);
    }
  }

  @Test
  void aChangedByteBeforeSoundRecordsIsRefusedWhereverItIs() throws Exception {
    for (int at = ends.get(0); at < ends.get(RECORDS - 1); at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x10;
      Files.write(file, damaged);
      assertThatThrownBy(() -> OpenSegment.mend(folder))
          .as("byte %d", at)
          .isInstanceOf(LogFailedException.class)
          .hasMessageContaining("is damaged");
      assertThat(Files.readAllBytes(file)).isEqualTo(damaged);
    }
  }

  @Test
  void aChangedByteInTheLastRecordIsATornEnd() throws Exception {
    for (int at = ends.get(RECORDS - 1); at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x10;
      assertThat(mended(damaged))
          .as("byte %d", at)
          .isEqualTo(Arrays.copyOf(whole, ends.get(RECORDS - 1)));
    }
  }

  @Test
  void aFileWhoseHeaderWasNotWrittenIsLeftToRatis() throws Exception {
    assertThat(mended(new byte[0])).isEmpty();
    assertThat(mended(new byte[] {'R', 'a', 0, 0, 0, 0, 0, 0, 0}))
        .isEqualTo(new byte[] {'R', 'a', 0, 0, 0, 0, 0, 0, 0});
  }
}
