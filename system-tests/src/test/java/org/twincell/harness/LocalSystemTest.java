// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.twincell.processes.Program;
import org.twincell.protocol.MemberInfo.Role;
import org.twincell.time.SystemTime;

class LocalSystemTest {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void aHarnessThatIsKilledLeavesNoMemberRunning(String signal) throws Exception {
    try (Program harness = harness()) {
      Awaitility.await()
          .atMost(LIMIT)
          .until(() -> !harness.isAlive() || harness.printed().contains(Killed.STARTED));
      List<ProcessHandle> members =
          harness.printed().stream()
              .filter(line -> line.matches("\\d+"))
              .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
              .toList();
      assertThat(members).as(harness.tail()).hasSize(3).allMatch(ProcessHandle::isAlive);
      Path log = folder.resolve("cell/primary.log");
      Awaitility.await()
          .atMost(LIMIT)
          .until(
              () -> Files.readString(log).contains("another Java starts org.twincell.cell.Main"));

      harness.signal(signal);

      assertThat(harness.await(LIMIT)).isPresent();
      Awaitility.await()
          .atMost(LIMIT)
          .until(() -> members.stream().noneMatch(ProcessHandle::isAlive));
    }
  }

  private Program harness() throws Exception {
    return Program.start(
        "harness",
        Program.hearingSignals(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dprocesses.java.home=" + anotherJava(),
                "-cp",
                System.getProperty("java.class.path"),
                Killed.class.getName(),
                folder.resolve("cell").toString())),
        LocalSystem.launcher().getParent(),
        folder.resolve("harness.log"));
  }

  /** It says what it would run, and stays. */
  private Path anotherJava() throws Exception {
    Path home = folder.resolve("jdk");
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
    String say = "echo \"another Java starts $(echo \"$*\" | grep -o 'org.twincell.cell.Main')\"";
    Files.writeString(java, "#!/bin/sh\n" + say + "\nexec sleep 600\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    return home;
  }

  /** As a benchmark does it. */
  static final class Killed {
    static final String STARTED = "all started";

    public static void main(String[] arguments) throws Exception {
      Path folder = Path.of(arguments[0]);
      LocalSystem system = new LocalSystem(folder, folder.hashCode(), SystemTime.SYSTEM);
      for (Role role : List.of(Role.PRIMARY, Role.SECONDARY, Role.WITNESS)) {
        system.start(role);
        System.out.println(system.member(role).pid());
      }
      System.out.println(STARTED);
      system.member(Role.PRIMARY).await(LIMIT);
    }
  }
}
