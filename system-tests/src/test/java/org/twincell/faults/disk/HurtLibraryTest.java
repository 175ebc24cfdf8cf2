// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.faults.disk.Switches.Counter;
import org.twincell.faults.disk.Switches.DiskError;
import org.twincell.faults.site.Party;
import org.twincell.processes.Program;
import org.twincell.time.SystemTime;

/**
 * The preloaded library in a process of its own: what it does to a Java program's disk and clock.
 */
class HurtLibraryTest {
  @TempDir Path folder;

  private Path data;
  private HurtLibrary library;

  @BeforeEach
  void compile() throws IOException {
    Optional<HurtLibrary> compiled = HurtLibrary.compile(folder.resolve("hurt"));
    assumeThat(compiled).as("gcc is there").isPresent();
    library = compiled.orElseThrow();
    data = Files.createDirectories(folder.resolve("data"));
  }

  @Test
  void aPowerLossTakesBackWhatWasWrittenAfterTheLastFsync() throws Exception {
    run("sync", "append");

    assertThat(Files.readString(data.resolve("file"))).isEqualTo("hEYlo wOrld, and more");
    assertThat(library.losePower(Party.PRIMARY, data)).isPositive();
    assertThat(Files.readString(data.resolve("file"))).isEqualTo("hello world");
  }

  @Test
  void aPowerLossTakesNothingBackThatWasSynced() throws Exception {
    run("sync", "append", "sync");

    assertThat(library.losePower(Party.PRIMARY, data)).isZero();
    assertThat(Files.readString(data.resolve("file"))).isEqualTo("hEYlo wOrld, and more");
  }

  @Test
  void aFileThatWasNeverSyncedIsEmptyAfterAPowerLoss() throws Exception {
    run();

    long unused = library.losePower(Party.PRIMARY, data);
    assertThat(Files.size(data.resolve("file"))).isZero();
  }

  @Test
  void anFsyncFailsWhileItsSwitchIsOn() throws Exception {
    library.of(Party.PRIMARY).failFsyncs(DiskError.INPUT_OUTPUT);

    assertThat(run("sync")).contains("IOException");
    assertThat(library.of(Party.PRIMARY).count(Counter.FSYNCS_FAILED)).isEqualTo(1);
  }

  @Test
  void aFullDiskTakesNoMoreThanItsRoom() throws Exception {
    library.of(Party.PRIMARY).failWritesAfter(15, DiskError.NO_SPACE);

    assertThat(run("sync", "append")).contains("IOException").contains("No space left");
    assertThat(library.of(Party.PRIMARY).count(Counter.WRITES_FAILED)).isEqualTo(1);
  }

  @Test
  void theWallClockOfTheProcessJumpsAndTheMonotonicOneDoesNot() throws Exception {
    library.of(Party.PRIMARY).clockOffset(Duration.ofMinutes(-30));
    Instant before = SystemTime.SYSTEM.wallClock();

    String printed = run("clock");

    Instant told = Instant.parse(printed.lines().findFirst().orElseThrow());
    assertThat(Duration.between(told, before)).isGreaterThan(Duration.ofMinutes(20));
    assertThat(library.of(Party.PRIMARY).count(Counter.CLOCK_READS_SHIFTED)).isPositive();
  }

  private String run(String... steps) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(DiskProgram.class.getName(), data.resolve("file").toString()));
    command.addAll(List.of(steps));
    Path log = data.resolveSibling("printed." + steps.length);
    try (Program program =
        Program.start("steps", command, library.environment(Party.PRIMARY, data), data, log)) {
      assertThat(program.await(Duration.ofMinutes(1))).isPresent();
      return String.join("\n", program.printed());
    }
  }

  /** Writes a file in steps. */
  static final class DiskProgram {
    public static void main(String[] args) throws IOException {
      try (FileChannel file =
          FileChannel.open(Path.of(args[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        write(file, "hello world", 0);
        for (int i = 1; i < args.length; i++) step(file, args[i]);
      }
    }

    private static void step(FileChannel file, String step) throws IOException {
      switch (step) {
        case "sync" -> file.force(false);
        case "append" -> {
          write(file, "EY", 1);
          write(file, "O", 7);
          write(file, ", and more", 11);
        }
        default -> System.out.println(SystemTime.SYSTEM.wallClock());
      }
    }

    private static void write(FileChannel file, String text, long at) throws IOException {
      int unused = file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), at);
    }
  }
}
