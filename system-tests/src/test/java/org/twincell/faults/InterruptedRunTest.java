// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.processes.Program;

/** The harness as a process, asked to end while a member stands still. */
@Timeout(2400)
class InterruptedRunTest {
  private static final int SEED = 12;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path root;

  @Test
  void aRunThatIsAskedToEndHealsJudgesAndLeavesNoProcess() throws Exception {
    try (Program harness = start()) {
      Awaitility.await("a member is stopped")
          .atMost(Duration.ofMinutes(15))
          .failFast("it runs", () -> assertThat(harness.isAlive()).as(harness::tail).isTrue())
          .until(() -> started().stream().anyMatch(InterruptedRunTest::isStopped));
      List<Long> started = started();
      harness.askToEnd();

      assertThat(harness.await(Duration.ofMinutes(10))).as(harness::tail).hasValue(143);
      assertThat(harness.printed().get(harness.printed().size() - 1))
          .contains("interrupted; faults fired 1 of 1 kinds")
          .contains("lost 0", "doubled 0");
      assertThat(started).hasSize(5).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
    } finally {
      started().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }
  }

  private Program start() throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-Xmx512m",
            "-Dtwincell.root=" + root,
            "-cp",
            System.getProperty("java.class.path"),
            Faults.class.getName(),
            "--rootless",
            "--minutes=20",
            "--seed=" + SEED,
            "--only=pause-active-long");
    return Program.start("faults", command, Path.of(""), root.resolve("output"));
  }

  /** The processes that the run says it has started; none once it has cleaned up. */
  private List<Long> started() {
    Path noted = root.resolve("run/faults/seed-" + SEED + "/processes");
    try {
      return Files.exists(noted)
          ? Files.readAllLines(noted).stream().map(Long::valueOf).toList()
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isStopped(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return stat.startsWith("T", stat.lastIndexOf(')') + 2);
    } catch (IOException ended) {
      return false;
    }
  }
}
