// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.twincell.processes.Program;

/**
 * The launcher in a tree of its own, with a Maven that only notes that it was called and a Java
 * that only prints its arguments.
 */
class LauncherTest {
  private static final List<String> MODULES =
      List.of("time", "mcell-dir", "event-model", "cell-protocol", "cli");

  @TempDir Path folder;
  private Path root;
  private Path java;
  private String output = "";

  @BeforeEach
  void makeATree() throws IOException {
    root = Files.createDirectories(folder.resolve("a tree"));
    script(root.resolve("twincell"), Files.readString(repository().resolve("twincell")));
    for (String module : MODULES) {
      Files.createDirectories(root.resolve(module).resolve("src/main"));
      Files.writeString(root.resolve(module).resolve("pom.xml"), "");
    }
    Files.writeString(root.resolve("pom.xml"), "");
    script(
        root.resolve("mvnw"),
        """
        #!/bin/sh
        echo "$@" >>mvnw.calls
        mkdir -p cli/target && echo jar >cli/target/cli-0.jar
        printf '/elsewhere/lib.jar' >cli/target/classpath.txt
        [ -e broken ] && { echo '[ERROR] it is broken'; exit 1; }
        echo '[INFO] Building cli 0 [1/1]'
        echo '[INFO] BUILD SUCCESS'
        """);
    java = makeJava("jdk", "17.0.1");
  }

  private static Path repository() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve("mvnw"))) at = at.getParent();
    return at;
  }

  private Path makeJava(String name, String version) throws IOException {
    Path home = Files.createDirectories(folder.resolve(name + "/bin")).getParent();
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    script(home.resolve("bin/java"), "#!/bin/sh\necho \"java: $*\"\nexit 7\n");
    script(home.resolve("bin/javac"), "#!/bin/sh\n");
    return home;
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardCharsets.UTF_8);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private int run(Path launcher, String... arguments) throws Exception {
    return run(launcher, List.of(arguments), Map.of("JAVA_HOME", java.toString()));
  }

  private int run(Path launcher, List<String> arguments, Map<String, String> environment)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(arguments);
    return run(command, environment);
  }

  private int run(List<String> command, Map<String, String> environment) throws Exception {
    Path log = folder.resolve("printed");
    Files.deleteIfExists(log);
    try (Program program = Program.start("twincell", command, environment, folder, log)) {
      Optional<Integer> code = program.await(Duration.ofMinutes(1));
      output = String.join("\n", program.printed());
      return code.orElseThrow();
    }
  }

  private int run(String... arguments) throws Exception {
    return run(root.resolve("twincell"), arguments);
  }

  private long builds() throws IOException {
    Path calls = root.resolve("mvnw.calls");
    return Files.exists(calls) ? Files.readAllLines(calls).size() : 0;
  }

  @Test
  void theExitCodeOfTheProgramIsTheExitCodeOfTheLauncher() throws Exception {
    assertThat(run("mquery", "-w", "msg: == 'two words'")).isEqualTo(7);
    assertThat(output).contains("org.twincell.cli.Main mquery -w msg: == 'two words'");
  }

  @Test
  void whatIsMissingIsBuiltOnceWithProgress() throws Exception {
    run("mdir", "list");
    assertThat(output).doesNotContain("taking").contains("building cli").contains("cli (1 of 1)");
    run("mdir", "list");
    assertThat(output).doesNotContain("building");
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void aSourceThatIsNewerIsBuiltAgain() throws Exception {
    run("mdir", "list");
    Path source = Files.writeString(root.resolve("time/src/main/A.java"), "");
    Files.setLastModifiedTime(source, FileTime.from(Instant.parse("2200-01-01T00:00:00Z")));

    run("mdir", "list");

    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void programsRunFromCopiesThatALaterBuildDoesNotTouch() throws Exception {
    run("mdir", "list");

    assertThat(output)
        .contains(root.toRealPath() + "/run/programs/cli/cli-0.jar:/elsewhere/lib.jar");
    assertThat(root.resolve("run/programs/cli/cli-0.jar")).exists();
  }

  /** A Java that keeps classes where it is told to, as a real one does when a program ends. */
  private void letJavaKeepClasses() throws IOException {
    script(
        java.resolve("bin/java"),
        """
        #!/bin/sh
        echo "java: $*"
        for option in "$@"; do
          case $option in -XX:ArchiveClassesAtExit=*) echo classes >"${option#*=}" ;; esac
        done
        exit 7
        """);
  }

  @Test
  void theClassesOfAProgramAreKeptOnceAndUsedFromThenOn() throws Exception {
    letJavaKeepClasses();
    run("mdir", "list");
    assertThat(output).contains("keeping the classes of cli", "-XX:SharedArchiveFile=" + root);

    run("mdir", "list");
    assertThat(output).doesNotContain("keeping").contains("-XX:SharedArchiveFile=" + root);
  }

  @Test
  void anotherJavaDoesNotGetTheClassesOfTheFirst() throws Exception {
    letJavaKeepClasses();
    run("mdir", "list");
    java = makeJava("another", "21.0.3");

    assertThat(run("mdir", "list")).isEqualTo(7);
    assertThat(output).doesNotContain("SharedArchiveFile");
  }

  @Test
  void aProgramWhoseClassesCannotBeKeptWorksWithoutThem() throws Exception {
    assertThat(run("mdir", "list")).isEqualTo(7);
    assertThat(output).contains("could not keep them", "run/archive-cli.log");

    assertThat(run("mdir", "list")).isEqualTo(7);
    assertThat(output).doesNotContain("keep", "SharedArchiveFile");
    assertThat(root.resolve("run/archive-cli.log")).content().contains("ArchiveClassesAtExit");
  }

  @Test
  void whoeverWantsNoClassesKeptSaysSo() throws Exception {
    letJavaKeepClasses();
    Map<String, String> without = Map.of("JAVA_HOME", "" + java, "TWINCELL_NO_ARCHIVE", "yes");
    run(root.resolve("twincell"), List.of("mdir", "list"), without);

    assertThat(output).doesNotContain("keeping", "ArchiveFile");

    Files.delete(root.resolve("run/programs/cli/classpath"));
    run("mdir", "list");
    assertThat(output).contains("SharedArchiveFile");
    run(root.resolve("twincell"), List.of("mdir", "list"), without);
    assertThat(output).as("nor uses what is kept").doesNotContain("SharedArchiveFile");
  }

  @Test
  void aBuildThatFailsIsShownAndNothingIsStarted() throws Exception {
    Files.writeString(root.resolve("broken"), "");

    assertThat(run("mdir", "list")).isEqualTo(10);
    assertThat(output).contains("it is broken").contains("run/build.log").doesNotContain("java: ");
  }

  @Test
  void itWorksThroughALinkAndFromAnyFolder() throws Exception {
    Path link = folder.resolve("tw");
    Files.createSymbolicLink(link, Path.of("a tree/twincell"));

    assertThat(run(link, "mdir", "list")).isEqualTo(7);
  }

  @Test
  void anOldJavaIsPassedOverForANewerOne() throws Exception {
    Path newer = java;
    java = makeJava("old", "11.0.2");
    run("help");
    String path = newer + "/bin:" + System.getenv("PATH");

    int code =
        run(
            root.resolve("twincell"),
            List.of("mdir", "list"),
            Map.of("JAVA_HOME", java.toString(), "PATH", path));

    assertThat(code).isEqualTo(7);
  }

  @Test
  void whoeverNamesAJavaThatIsNoneIsToldWhichOneIsTaken() throws Exception {
    Path newer = java;
    java = folder.resolve("nowhere");
    String path = newer + "/bin:" + System.getenv("PATH");

    run(
        root.resolve("twincell"),
        List.of("mdir", "list"),
        Map.of("JAVA_HOME", java.toString(), "PATH", path));

    assertThat(output).contains("JAVA_HOME=" + java + " has no Java 17", "taking " + newer);
  }

  @Test
  void aMachineWithoutAJavaIsToldSo() throws Exception {
    Path launcher = root.resolve("twincell");
    script(launcher, Files.readString(launcher).replace("/usr/lib/jvm/*", "/nowhere/*"));
    Path tools = Files.createDirectories(folder.resolve("tools"));
    for (String tool : List.of("bash", "sed", "head", "readlink", "dirname", "find", "mkdir")) {
      for (String place : List.of("/usr/bin", "/bin")) {
        Path found = Path.of(place, tool);
        if (Files.exists(found)) {
          script(tools.resolve(tool), "#!/bin/sh\nexec " + found + " \"$@\"\n");
        }
      }
    }
    List<String> bare =
        List.of("env", "-i", "PATH=" + tools, "HOME=" + folder, launcher.toString(), "mdir");

    assertThat(run(bare, Map.of())).isEqualTo(10);
    assertThat(output).contains("no Java 17 or newer").contains("set JAVA_HOME");
  }

  /** The fault harness with a Java that waits for a signal, and a process that it started. */
  private Program startFaults(String whenAsked) throws Exception {
    for (String module : List.of("system-tests", "cell", "iiws-server")) {
      Path programs = Files.createDirectories(root.resolve("run/programs").resolve(module));
      Files.writeString(programs.resolve("classpath"), "/elsewhere/lib.jar");
    }
    script(
        java.resolve("bin/java"),
        """
        #!/bin/bash
        trap '%s' TERM
        sleep 600 &
        echo $! >'%2$s/new' && mv '%2$s/new' '%2$s/started'
        while :; do wait; done
        """
            .formatted(whenAsked, folder));
    Program program =
        Program.start(
            "twincell",
            Program.hearingSignals(
                List.of(root.resolve("twincell").toString(), "faults", "--rootless")),
            Map.of("JAVA_HOME", java.toString(), "TWINCELL_NO_ARCHIVE", "yes"),
            folder,
            folder.resolve("printed"));
    await(program, () -> Files.exists(folder.resolve("started")));
    return program;
  }

  private static void await(Program program, Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .failFast("it runs", () -> assertThat(program.isAlive()).as(program::tail).isTrue())
        .until(condition);
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void aSignalLetsTheFaultHarnessEndByItself(String signal, int code) throws Exception {
    try (Program program = startFaults("echo judged; kill $!; exit 0")) {
      program.signal(signal);

      assertThat(program.await(Duration.ofMinutes(1))).hasValue(code);
      assertThat(program.tail()).contains("healing what is hurt").contains("judged");
    }
  }

  @Test
  void aSecondSignalEndsTheFaultHarnessAndAllThatItStartedAtOnce() throws Exception {
    try (Program program = startFaults("echo told")) {
      long started = Long.parseLong(Files.readString(folder.resolve("started")).strip());
      assertThat(ProcessHandle.of(started)).isPresent();

      program.signal("INT");
      await(program, () -> program.tail().contains("told"));
      program.signal("INT");

      assertThat(program.await(Duration.ofMinutes(1))).hasValue(130);
      Optional<ProcessHandle> left = ProcessHandle.of(started);
      if (left.isPresent()) left.get().onExit().get(1, TimeUnit.MINUTES);
    }
  }

  @Test
  void helpNamesEveryProgramAndUnknownOnesAreRefused() throws Exception {
    assertThat(run("help")).isZero();
    assertThat(output).contains("demo", "mcell", "gateway", "msend", "mquery", "Examples:");
    assertThat(run("dance")).isEqualTo(1);
    assertThat(output).contains("'dance' is not a program");
    assertThat(builds()).isZero();
  }
}
