// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.harness.LocalSystem;
import org.twincell.processes.Program;
import org.twincell.time.SystemTime;

/** The samples, as {@code samples/README.md} says, against real gateways and a real cell. */
class SamplesTest {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final String PATH = "/imws/services/ImpactManager";

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path folder;

  private static LocalSystem system;
  private static int samples;

  @BeforeAll
  static void start() throws Exception {
    system = new LocalSystem(folder, folder.hashCode(), SystemTime.SYSTEM).startCell();
    system.startGateway(2);
  }

  @BeforeEach
  void startThePrimaryGateway() throws Exception {
    system.startGateway(1);
  }

  @AfterEach
  void killThePrimaryGateway() throws Exception {
    system.gateway(1).kill();
  }

  @AfterAll
  static void end() {
    system.close();
  }

  private List<String> sample(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    Path root = LocalSystem.launcher().getParent();
    List<String> command = new ArrayList<>(List.of("samples/run"));
    command.addAll(List.of(arguments));
    Path log = folder.resolve(arguments[0] + "-" + ++samples + ".log");
    try (Program program = Program.start(arguments[0], command, environment, root, log)) {
      assertThat(program.await(LIMIT)).as(program.tail()).contains(0);
      return program.printed();
    }
  }

  private List<String> sample(String... arguments) throws IOException, InterruptedException {
    return sample(Map.of(), arguments);
  }

  @Test
  void theJavaSamplesWorkAndGoOnWhenThePrimaryGatewayDies() throws Exception {
    assertThat(sample("first-steps", system.gatewayUrl(1), system.gatewayUrl(2), "Alphonse"))
        .anyMatch(line -> line.startsWith("sent sdk."))
        .anyMatch(line -> line.contains("disk is 97% full"));
    assertThat(stubClient()).anyMatch(line -> line.contains("a word from the stubs"));

    system.gateway(1).kill();

    assertThat(stubClient())
        .anyMatch(line -> line.contains("2 events"))
        .anyMatch(line -> line.contains("a word from the stubs"));
  }

  private List<String> stubClient() throws IOException, InterruptedException {
    return sample(
        "stub-client",
        system.gatewayUrl(1) + PATH,
        "Alphonse",
        "EVENT where [ msg: contains 'a word from the stubs' ]",
        system.gatewayUrl(2) + PATH);
  }

  @Test
  void pythonOnZeepWorksAndGoesOnWhenThePrimaryGatewayDies() throws Exception {
    Optional<String> python = pythonWithZeep();
    Assumptions.assumeTrue(
        python.isPresent(), "no Python here has zeep: apt-get install python3-zeep");
    Map<String, String> environment = Map.of("PYTHON", python.orElseThrow());
    String query = "EVENT where [ msg: contains 'a word from Python' ]";

    List<String> first =
        sample(
            environment,
            "python",
            system.gatewayUrl(1),
            "Alphonse",
            "--backup",
            system.gatewayUrl(2),
            "--count",
            "3",
            "--query",
            query);
    assertThat(first).last().isEqualTo("3 events");
    assertThat(first).filteredOn(line -> line.startsWith("sent py.")).hasSize(3);

    system.gateway(1).kill();

    assertThat(
            sample(
                environment,
                "python",
                system.gatewayUrl(1),
                "Alphonse",
                "--backup",
                system.gatewayUrl(2),
                "--query",
                query))
        .last()
        .isEqualTo("4 events");
  }

  /** Debian's own first: that is where its package of zeep goes. */
  private Optional<String> pythonWithZeep() throws IOException, InterruptedException {
    for (String python : List.of("/usr/bin/python3", "python3")) {
      List<String> command = List.of("/usr/bin/env", python, "-c", "import zeep");
      try (Program program = Program.start(python, command, folder, folder.resolve("zeep.log"))) {
        if (program.await(LIMIT).equals(Optional.of(0))) return Optional.of(python);
      }
    }
    return Optional.empty();
  }
}
