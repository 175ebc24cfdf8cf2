// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.testkit.FreePorts;
import org.twincell.time.SystemTime;

/** A log in a process of its own: that it ends, and that it may be killed. */
@Timeout(600)
class LogProcessTest {
  @TempDir Path folder;

  private final int port = FreePorts.of(1).get(0);

  private Process start(int entries) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            LogProcess.class.getName(),
            folder.toString(),
            Integer.toString(port),
            Integer.toString(entries))
        .redirectError(folder.resolve("process.err").toFile())
        .start();
  }

  private String errors() throws IOException {
    return Files.readString(folder.resolve("process.err"));
  }

  @Test
  void aProcessEndsByItselfOnceItsLogIsClosed() throws Exception {
    Process process = start(3);
    try {
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ended").isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(printed.lines()).containsExactly("entry-0", "entry-1", "entry-2");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aFolderStaysClosedToOtherProcessesThoughThisOneOpenedItTwice() throws Exception {
    LogSettings settings = LogProcess.settings(folder, port);
    try (DataFolder held = DataFolder.open(settings)) {
      assertThatThrownBy(() -> DataFolder.open(settings)).hasMessageContaining("is in use");

      Process other = start(1);
      try {
        assertThat(other.waitFor(2, TimeUnit.MINUTES)).as("ended").isTrue();
        assertThat(other.exitValue()).isNotZero();
      } finally {
        other.destroyForcibly();
      }
      assertThat(DataFolder.isUsedHere(held.root())).isTrue();
    }
    DataFolder.open(settings).close();
  }

  @Test
  void whatAKilledProcessHadAcknowledgedIsThere() throws Exception {
    Process process = start(1_000_000);
    List<String> acknowledged = new ArrayList<>();
    try (BufferedReader reader = process.inputReader()) {
      while (acknowledged.size() < 200) {
        String line = reader.readLine();
        assertThat(line).as("an entry, not the end; %s", errors()).isNotNull();
        acknowledged.add(line);
      }
      assertThat(process.toHandle().destroyForcibly()).as("killed").isTrue();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.matches("entry-[0-9]+")) acknowledged.add(line);
      }
    }
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    acknowledged.remove(acknowledged.size() - 1); // its last line may be cut off

    RecordingStore store = new RecordingStore();
    try (ReplicatedLog log =
        ReplicatedLog.open(LogProcess.settings(folder, port), store, SystemTime.SYSTEM)) {
      Awaitility.await("active again")
          .atMost(Duration.ofMinutes(2))
          .until(() -> log.status().duty() == Duty.ACTIVE);
      assertThat(store.texts()).startsWith(acknowledged.toArray(String[]::new));
    }
  }
}
