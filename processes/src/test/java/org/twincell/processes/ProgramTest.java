// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir Path folder;

  private Program shell(String script, Map<String, String> environment) throws Exception {
    Path log = folder.resolve("log");
    return Program.start("a shell", List.of("sh", "-c", script), environment, folder, log);
  }

  @Test
  void whatAProgramPrintsIsInItsLogAndItsExitCodeIsAnswered() throws Exception {
    try (Program program = shell("echo $WORD; echo more >&2; exit 7", Map.of("WORD", "hello"))) {
      assertThat(program.await(LIMIT)).contains(7);
      assertThat(program.printed()).containsExactly("hello", "more");
      assertThat(program.tail()).isEqualTo("hello\nmore");
      assertThat(program.isAlive()).isFalse();
    }
  }

  @Test
  void aProgramIsMeasuredWhileItRunsAndGoneOnceItIsKilled() throws Exception {
    try (Program program = shell("exec sleep 600", Map.of())) {
      assertThat(program.cpuSeconds()).isNotNegative();
      assertThat(program.residentMebibytes()).isNotNegative();
      assertThat(program.startedAt()).isPresent();
      program.kill();
      assertThat(program.isAlive()).isFalse();
    }
  }

  @Test
  void aProgramThatDoesNotEndWhenAskedIsKilledAfterTheWait() throws Exception {
    try (Program program = shell("trap '' TERM; echo set; while :; do sleep 1; done", Map.of())) {
      Awaitility.await().atMost(LIMIT).until(() -> program.printed().contains("set"));
      program.end(Duration.ofMillis(200));
      assertThat(program.await(LIMIT)).isPresent();
    }
  }

  @Test
  void whatAShortCommandPrintsIsGivenOrToldAsItsFailure() throws Exception {
    assertThat(Shell.run("sh", "-c", "echo one; echo two >&2")).isEqualTo("one\ntwo\n");
    assertThat(Shell.works("true")).isTrue();
    assertThat(Shell.works("there-is-no-such-command")).isFalse();
    assertThatThrownBy(() -> Shell.run("sh", "-c", "echo broken; exit 3"))
        .hasMessageContaining("failed (3): broken");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT", "HUP"})
  void aProgramEndsWithTheJvmThatStartedItWhenThatIsInterrupted(String signal) throws Exception {
    try (Program parent = parent("hold")) {
      ProcessHandle child = child(parent);
      assertThat(child.isAlive()).isTrue();

      parent.signal(signal);

      assertThat(parent.await(LIMIT)).isPresent();
      Awaitility.await().atMost(LIMIT).until(() -> !child.isAlive());
      assertThat(parent.printed()).last().asString().contains("starts no others");
    }
  }

  @Test
  void aProgramThatIsLeftRunningOutlivesItsJvm() throws Exception {
    try (Program parent = parent("leave")) {
      assertThat(parent.await(LIMIT)).contains(0);
      ProcessHandle child = child(parent);
      assertThat(child.isAlive()).isTrue();
      child.destroyForcibly();
      Awaitility.await().atMost(LIMIT).until(() -> !child.isAlive());
    }
  }

  private Program parent(String word) throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String classes = System.getProperty("java.class.path");
    Path log = folder.resolve("parent.log");
    return Program.start(
        "a JVM",
        Program.hearingSignals(
            List.of(
                java.toString(), "-cp", classes, Parent.class.getName(), log + "." + word, word)),
        folder,
        log);
  }

  private static ProcessHandle child(Program parent) throws Exception {
    Awaitility.await().atMost(LIMIT).until(() -> !parent.printed().isEmpty());
    return ProcessHandle.of(Long.parseLong(parent.printed().get(0))).orElseThrow();
  }

  /** Starts a program, and another one while it ends. */
  static final class Parent {
    public static void main(String[] arguments) throws Exception {
      Path log = Path.of(arguments[0]);
      Program child = start(log);
      System.out.println(child.pid());
      if (arguments[1].equals("leave")) {
        child.leaveRunning();
        System.exit(0);
      }
      Runtime.getRuntime().addShutdownHook(new Thread(() -> goOn(child, log)));
      child.await(LIMIT.multipliedBy(10));
    }

    /** What a harness would do that does not know yet that it ends. */
    private static void goOn(Program child, Path log) {
      try {
        child.await(LIMIT);
        System.out.println(start(log).pid());
      } catch (IOException | InterruptedException e) {
        System.out.println(e.getMessage());
      }
    }

    private static Program start(Path log) throws IOException {
      return Program.start("sleep", List.of("sleep", "600"), Path.of(""), log);
    }
  }

  @Test
  void portsAreHandedOutOnceAndNeverWhereSomebodyListens() throws Exception {
    FreePorts ports = new FreePorts(new Random(1));
    int first = ports.pair();
    try (ServerSocket used = new ServerSocket(first, 1, InetAddress.getLoopbackAddress())) {
      FreePorts again = new FreePorts(new Random(1));
      assertThat(again.pair()).isNotEqualTo(used.getLocalPort());
      assertThat(again.preferably(first)).isNotEqualTo(first);
    }
    assertThat(ports.preferably(first)).as("handed out before").isNotEqualTo(first);
    assertThat(new FreePorts(new Random(2)).preferably(first)).isEqualTo(first);
  }
}
