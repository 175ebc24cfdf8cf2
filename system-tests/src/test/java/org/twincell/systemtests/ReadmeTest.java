// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.client.ClientSettings;
import org.twincell.client.ImpactClient;
import org.twincell.processes.FreePorts;
import org.twincell.processes.Program;

/**
 * README.md does what it says: its blocks are taken from it, its machines and paths replaced by
 * those of this one, and run. What needs another machine runs beside the others here.
 */
class ReadmeTest {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final List<Program> running = new ArrayList<>();
  private final FreePorts ports = new FreePorts(new Random(hashCode()));
  private final String gateway = "127.0.0.1:" + ports.pair();

  @AfterEach
  void endAll() {
    running.forEach(Program::close);
  }

  @Test
  void theJavaOfTheReadmeCompilesWithTheSdkAlone() throws Exception {
    String snippet = Readme.read().block("java", "ImpactClient").text();

    SdkSnippet.compile(snippet, folder);

    String broken = snippet.replace("acknowledge(", "acknowlegde(");
    assertThatThrownBy(() -> SdkSnippet.compile(broken, folder)).hasMessageContaining("Snippet");
  }

  @Test
  void theCommandsTheCallAndTheProgramOfTheReadmeWorkOneAfterTheOther() throws Exception {
    Readme readme = Readme.read();
    Path directory = writeDirectory(readme);
    assertThat(shell("check", "./twincell mdir check " + directory)).isNotEmpty();

    startServers(readme, directory);
    Awaitility.await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> get("/health/ready") == 200);

    talk(readme, directory);

    String call = readme.block("sh", "curl").text();
    assertThat(call).contains("http://localhost:9080/imws/services/ImpactManager");
    assertThat(shell("curl", call.replace("localhost:9080", gateway)))
        .singleElement()
        .asString()
        .containsPattern("connectionId>\\d+<");
    assertThat(get("/imws/services/ImpactManager?wsdl")).isEqualTo(200);
    assertThat(get("/metrics")).isEqualTo(200);

    String snippet = readme.block("java", "ImpactClient").text();
    String here = snippet.replaceAll("system[12]:9080", gateway);
    SdkSnippet.compile(here, folder.resolve("classes")).run();
    ClientSettings settings =
        ClientSettings.builder("http://" + gateway).cell("Alphonse").clientName("helpdesk").build();
    try (ImpactClient client = ImpactClient.connect(settings)) {
      assertThat(client.query("EVENT where [ msg: == 'disk full' ]").count()).isEqualTo(2);
      assertThat(client.fetchNew(100)).as("all acknowledged by the program").isEmpty();
    }
  }

  private Path writeDirectory(Readme readme) throws IOException {
    String text = readme.block("", "witness  Alphonse").text();
    for (String host : List.of("systemA", "systemB", "system1")) {
      assertThat(text).contains(host + ":1828");
      text = text.replace(host + ":1828", "127.0.0.1:" + ports.pair());
    }
    return Files.writeString(folder.resolve("mcell.dir"), text);
  }

  /** Each line is for a machine of its own, so each member gets a home of its own. */
  private void startServers(Readme readme, Path directory) throws IOException {
    List<String> lines = readme.block("sh", "./twincell mcell").lines();
    assertThat(lines).hasSize(4);
    for (int i = 0; i < lines.size(); i++) {
      String home = folder.resolve("system" + i).toString();
      Files.createDirectories(Path.of(home));
      String port = gateway.substring(gateway.indexOf(':') + 1);
      String line =
          lines
              .get(i)
              .replace("/srv/alphonse", home)
              .replace("/etc/twincell/mcell.dir", directory.toString())
              .replace("./twincell gateway", "./twincell gateway -p Port=" + port);
      running.add(
          Program.start(
              "line " + i,
              List.of("bash", "-c", "exec " + line),
              Readme.root(),
              folder.resolve("system" + i + ".log")));
    }
  }

  private void talk(Readme readme, Path directory) throws Exception {
    String script = readme.block("sh", "./twincell msend").text();
    String home = Files.createDirectories(folder.resolve("home")).toString();
    assertThat(script).contains("MCELL_HOME=/srv/alphonse", "/etc/twincell/mcell.dir");

    List<String> printed =
        shell(
            "talk",
            script
                .replace("/srv/alphonse", home)
                .replace("/etc/twincell/mcell.dir", directory.toString()));

    String all = String.join("\n", printed);
    assertThat(all).as("mquery").contains("EVENT;", "msg='disk full'", "mc_host='srv01'", "END");
    assertThat(all).as("mcontrol").contains("primary", "secondary", "witness", "active", "safe");
  }

  /** Runs a script as a reader in the folder of the project, and answers what it prints. */
  private List<String> shell(String name, String script) throws Exception {
    Path log = folder.resolve(name + ".log");
    List<String> command = List.of("bash", "-e", "-c", script);
    try (Program program = Program.start(name, command, Readme.root(), log)) {
      assertThat(program.await(LIMIT)).as(name + ": " + program.tail()).contains(0);
      return program.printed();
    }
  }

  private int get(String path) throws InterruptedException {
    for (Program program : running) {
      assertThat(program.isAlive()).as(program.name() + " ended:\n" + program.tail()).isTrue();
    }
    try {
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(URI.create("http://" + gateway + path))
                  .timeout(Duration.ofSeconds(10))
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException notYet) {
      return 0;
    }
  }
}
