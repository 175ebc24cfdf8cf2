// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.server.RaftServerConfigKeys.Log.CorruptionPolicy;
import org.apache.ratis.server.raftlog.segmented.LogSegment;
import org.apache.ratis.server.raftlog.segmented.LogSegmentPath;
import org.apache.ratis.server.raftlog.segmented.SegmentedRaftLogFormat;
import org.apache.ratis.util.SizeInBytes;

/**
 * Applies what a closed log holds beyond the store. The last entries of a member that lost its peer
 * may be acknowledged without it knowing so, because the other one counted its disk; a member that
 * carries on alone therefore takes all of its log.
 */
final class LogTail {
  private final Path segments;
  private final LogApplier applier;
  private long lastIndex;

  LogTail(Path segments, LogApplier applier) {
    this.segments = segments;
    this.applier = applier;
    this.lastIndex = applier.appliedIndex();
  }

  /** Applies what is missing and gives the index of the last entry of the log. */
  long apply(int entryLimitBytes) throws IOException {
    if (Files.notExists(segments)) return lastIndex;
    SizeInBytes limit = SizeInBytes.valueOf(entryLimitBytes);
    for (LogSegmentPath each : files()) {
      if (Files.size(each.getPath()) < SegmentedRaftLogFormat.getHeaderLength()) continue;
      int read = read(each, limit, this::apply);
      if (read < 0) throw new IOException(each + " cannot be read");
    }
    return lastIndex;
  }

  @SuppressWarnings("NullAway") // Ratis takes null for "no metrics"
  private static int read(LogSegmentPath file, SizeInBytes limit, Consumer<LogEntryProto> take)
      throws IOException {
    return LogSegment.readSegmentFile(
        file.getPath().toFile(), file.getStartEnd(), limit, CorruptionPolicy.EXCEPTION, null, take);
  }

  private List<LogSegmentPath> files() throws IOException {
    List<LogSegmentPath> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(segments, "log_*")) {
      for (Path each : all) {
        LogSegmentPath segment = LogSegmentPath.matchLogSegment(each);
        if (segment != null) found.add(segment);
      }
    }
    found.sort(Comparator.comparing(LogSegmentPath::getStartEnd));
    return found;
  }

  private void apply(LogEntryProto entry) {
    long index = entry.getIndex();
    if (entry.hasStateMachineLogEntry() && index > applier.appliedIndex()) {
      byte[] data = entry.getStateMachineLogEntry().getLogData().toByteArray();
      var unused = applier.apply(entry.getTerm(), index, data);
    }
    lastIndex = Math.max(lastIndex, index);
  }
}
