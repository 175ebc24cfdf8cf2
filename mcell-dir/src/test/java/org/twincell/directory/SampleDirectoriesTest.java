// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The directory files that users copy. */
class SampleDirectoriesTest {
  private static final Path SAMPLES = Path.of("..", "samples", "directory");

  static Stream<Path> samples() throws IOException {
    try (Stream<Path> files = Files.walk(SAMPLES)) {
      return files.filter(file -> file.toString().endsWith(".dir")).toList().stream();
    }
  }

  private static CellDirectory load(String machine) {
    return CellDirectory.load(SAMPLES.resolve(machine).resolve("mcell.dir"));
  }

  private static CellEntry alphonse(CellDirectory directory) {
    return directory.find("Alphonse").orElseThrow();
  }

  @Test
  void thereIsAFileForEachMachineAndOneForLoopback() throws IOException {
    assertThat(samples()).hasSize(5);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everySampleHasAPairWithAWitnessAndTwoGateways(Path sample) {
    CellDirectory directory = CellDirectory.load(sample);

    assertThat(alphonse(directory).isPair()).isTrue();
    assertThat(alphonse(directory).witness()).isPresent();
    assertThat(directory.gateways()).hasSize(2).allMatch(gateway -> gateway.isOfType("imcomm"));
  }

  @Test
  void theFourMachinesCarryTheSameEntries() {
    List<String> first = withoutLines(load("system-1"));

    assertThat(List.of("system-2", "system-a", "system-b"))
        .allSatisfy(machine -> assertThat(withoutLines(load(machine))).isEqualTo(first));
    assertThat(alphonse(load("system-1")).toString())
        .contains("SystemA:1828, SystemB:1828", "System1:1828");
  }

  private static List<String> withoutLines(CellDirectory directory) {
    return directory.entries().stream()
        .map(entry -> entry.toString().replaceAll("line=\\d+", "") + entry.key().text())
        .toList();
  }

  @Test
  void theLoopbackSampleStaysOnTheMachineAndGivesEveryoneTwoPorts() {
    CellDirectory directory = load("loopback");
    List<Address> addresses =
        Stream.concat(
                directory.entries().stream().flatMap(entry -> entry.addresses().stream()),
                alphonse(directory).witness().stream())
            .toList();

    assertThat(addresses).hasSize(5).allSatisfy(SampleDirectoriesTest::checkLoopback);
    assertThat(addresses.stream().flatMap(address -> Stream.of(address.port(), address.port() + 1)))
        .doesNotHaveDuplicates();
  }

  private static void checkLoopback(Address address) throws IOException {
    assertThat(InetAddress.getByName(address.host()).isLoopbackAddress()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aNewKeyCanBeEditedIntoEverySampleAndNoCommentMoves(Path sample) throws IOException {
    DirectoryEditor editor = DirectoryEditor.open(sample);
    CellEntry cell = alphonse(editor.directory());

    editor.change(cell, cell.withKey(new EntryKey("x".repeat(EntryKey.STRONG_CHARS))));

    assertThat(alphonse(editor.directory()).key().isWeak()).isFalse();
    assertThat(
            new String(editor.content(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("#")))
        .isEqualTo(
            Files.readAllLines(sample).stream().filter(line -> line.startsWith("#")).toList());
  }
}
