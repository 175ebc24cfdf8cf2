// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.twincell.harness.LocalSystem;
import org.twincell.processes.Program;

/** {@code ./twincell demo} as a reader of README.md runs it, with fewer events. */
class DemoTest {
  /** The demonstration itself gives up after ten minutes. */
  private static final Duration LIMIT = Duration.ofMinutes(14);

  private static final Pattern LEFT =
      Pattern.compile(" +(primary|secondary|witness|gateway1|gateway2) +pid (\\d+) +(\\S+)  (.+)");

  private static final Pattern STARTED = Pattern.compile("started \\w+, pid (\\d+)");

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final List<ProcessHandle> left = new ArrayList<>();

  @AfterEach
  void endWhatIsLeft() {
    left.forEach(ProcessHandle::destroyForcibly);
  }

  private static Path root() {
    return LocalSystem.launcher().getParent();
  }

  private List<String> run(Path log, int exitCode, String... command)
      throws IOException, InterruptedException {
    try (Program program = Program.start(command[0], List.of(command), root(), log)) {
      assertThat(program.await(LIMIT)).as(program.tail()).contains(exitCode);
      return program.printed();
    }
  }

  private List<String> demo(int exitCode, String... options)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of("./twincell", "demo", "--folder", folder.resolve("a demo").toString()));
    command.addAll(List.of(options));
    return run(folder.resolve("demo.log"), exitCode, command.toArray(new String[0]));
  }

  @Test
  void nothingIsLostAndWhatIsKeptIsWhereItSaysAndEndsAsItSays() throws Exception {
    List<String> printed = demo(0, "--events", "60", "--senders", "3", "--keep");
    assertThat(printed).anyMatch(line -> line.contains("SIGKILL to gateway1"));
    assertThat(printed)
        .anyMatch(
            line ->
                line.matches(
                    "demo: sent 60 acknowledged 60 stored 60 fetched 60 lost 0 doubled 0"
                        + " takeover \\d+\\.\\d s"));
    List<String> urls = new ArrayList<>();
    for (String line : printed) {
      Matcher matcher = LEFT.matcher(line);
      if (!matcher.matches()) continue;
      ProcessHandle.of(Long.parseLong(matcher.group(2))).ifPresent(left::add);
      if (matcher.group(3).startsWith("http")) urls.add(matcher.group(3));
    }
    assertThat(left).hasSize(5).allMatch(ProcessHandle::isAlive);
    assertThat(urls).hasSize(2).allSatisfy(DemoTest::answersItsContract);

    List<String> tried = printed.stream().filter(line -> line.startsWith("  ./twincell")).toList();
    assertThat(tried).hasSize(3);
    for (String command : tried) {
      assertThat(run(folder.resolve("tried.log"), 0, "sh", "-c", "exec " + command)).isNotEmpty();
    }
    assertThat(demo(2, "--events", "30"))
        .last()
        .asString()
        .contains("an earlier demonstration still runs");

    Optional<String> end = printed.stream().filter(l -> l.startsWith("  kill ")).findFirst();
    run(folder.resolve("kill.log"), 0, "sh", "-c", end.orElseThrow());
    Awaitility.await().atMost(LIMIT).until(() -> left.stream().noneMatch(ProcessHandle::isAlive));
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void aDemonstrationThatIsInterruptedEndsAllAndSaysSo(String signal) throws Exception {
    try (Program demo = begun()) {
      demo.signal(signal);

      assertThat(demo.await(LIMIT)).as(demo.tail()).contains(signal.equals("INT") ? 130 : 143);
      assertThat(demo.printed())
          .anyMatch(line -> line.contains("interrupted; every process is ended"))
          .noneMatch(line -> line.contains("by itself") || line.contains("Exception"));
    }
    Awaitility.await().atMost(LIMIT).until(() -> left.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void whatADemonstrationLeftThatWasKilledIsNamedByTheNextOne() throws Exception {
    try (Program demo = begun()) {
      demo.kill();
    }
    assertThat(left).as("nobody could end them").allMatch(ProcessHandle::isAlive);

    String pids = String.join(" ", left.stream().map(p -> Long.toString(p.pid())).toList());
    assertThat(demo(2)).last().asString().endsWith("End it with: kill " + pids);
  }

  /** A demonstration that has started its five processes and waits for them. */
  private Program begun() throws IOException {
    Path log = folder.resolve("begun.log");
    String place = folder.resolve("a demo").toString();
    List<String> command = List.of("./twincell", "demo", "--folder", place);
    Program demo = Program.start("demo", Program.hearingSignals(command), root(), log);
    Awaitility.await()
        .atMost(LIMIT)
        .until(() -> demo.printed().stream().anyMatch(l -> l.contains("started gateway2, pid")));
    for (String line : demo.printed()) {
      Matcher matcher = STARTED.matcher(line);
      if (matcher.find()) ProcessHandle.of(Long.parseLong(matcher.group(1))).ifPresent(left::add);
    }
    assertThat(left).hasSize(5).allMatch(ProcessHandle::isAlive);
    return demo;
  }

  private static void answersItsContract(String url) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofMinutes(1)).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("ImpactManager");
  }

  @Test
  void aFolderThatHoldsSomethingElseIsNotEmptied() throws Exception {
    Path other = folder.resolve("a demo/letters/dear.txt");
    Files.createDirectories(other.getParent());
    Files.writeString(other, "dear");

    assertThat(demo(2)).last().asString().contains("--folder");
    assertThat(other).exists();
  }
}
