// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.twincell.time.SystemTime;

/** A process of its own with a stand-alone log, for tests that end it. */
final class LogProcess {
  /** As {@link LogTuning#FAST}, but no append fails because the machine is busy. */
  private static final LogTuning PATIENT =
      new LogTuning(
          LogTuning.FAST.electionMin(),
          LogTuning.FAST.electionMax(),
          Duration.ofMinutes(2),
          LogTuning.FAST.closeLimit(),
          LogTuning.FAST.segmentBytes(),
          LogTuning.FAST.cachedSegments(),
          LogTuning.FAST.entryLimitBytes(),
          LogTuning.FAST.pendingLimit(),
          LogTuning.FAST.snapshotEvery(),
          LogTuning.FAST.keepEntries());

  private LogProcess() {}

  static LogSettings settings(Path folder, int port) {
    return new LogSettings(
        "Alphonse",
        "a",
        List.of(new LogMember("a", MemberRole.PRIMARY, "127.0.0.1", port)),
        folder,
        PATIENT,
        LogSecurity.PLAIN);
  }

  /** Arguments: data folder, port, how many entries. Prints each entry once it is acknowledged. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    int count = Integer.parseInt(args[2]);
    try (ReplicatedLog log =
        ReplicatedLog.open(
            settings(folder, Integer.parseInt(args[1])), new RecordingStore(), SystemTime.SYSTEM)) {
      while (log.status().duty() != Duty.ACTIVE) SystemTime.SYSTEM.pause(DutyWatch.PACE);
      for (int i = 0; i < count; i++) {
        log.append(("entry-" + i).getBytes(StandardCharsets.UTF_8)).get(2, TimeUnit.MINUTES);
        System.out.println("entry-" + i);
      }
    }
  }
}
