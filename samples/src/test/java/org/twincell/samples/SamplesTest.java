// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.client.ClientSettings;
import org.twincell.client.Event;
import org.twincell.client.FakeCell;
import org.twincell.client.FakeGateway;
import org.twincell.client.ImpactClient;
import org.twincell.imapi.Contract;
import org.twincell.samples.log.LogToEvents;
import org.twincell.samples.sdk.FirstSteps;
import org.twincell.samples.stub.StubClient;

/** Runs the samples as a reader would, against gateways in this process. */
class SamplesTest {
  private final FakeCell cell = new FakeCell();
  private final FakeGateway primary = new FakeGateway(cell);
  private final FakeGateway backup = new FakeGateway(cell);

  @TempDir private Path folder;

  @AfterEach
  void close() {
    primary.close();
    backup.close();
  }

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  private String printed() {
    String text = printed.toString(StandardCharsets.UTF_8);
    printed.reset();
    return text;
  }

  @Test
  void theFirstStepsSendFindAndTakeIn() {
    ClientSettings settings =
        ClientSettings.builder(primary.url()).clientName("first-steps").build();
    try (ImpactClient client = ImpactClient.connect(settings)) {
      FirstSteps.run(client, out);
    }

    assertThat(printed()).contains("sent sdk.").contains("new: disk is 97% full");
    assertThat(cell.events().get(0).slots().texts(Event.CLIENT_ACK)).containsExactly("first-steps");
  }

  @Test
  void theStubsSendAndReadThroughTheBackupWhenThePrimaryIsDown() throws IOException {
    List<String> arguments =
        List.of(primary.url() + Contract.PATH, "Alphonse", "EVENT", backup.url() + Contract.PATH);
    assertThat(StubClient.run(arguments, out, out)).isZero();
    assertThat(printed()).contains("a word from the stubs").contains("1 events");

    primary.kill();
    assertThat(StubClient.run(arguments, out, out)).isZero();
    assertThat(printed()).contains("2 events");
  }

  @Test
  void theStubsTellARefusalByItsCode() throws IOException {
    primary.service().failNext("CLASS_UNKNOWN: there is no class. Define it.");
    List<String> arguments = List.of(primary.url() + Contract.PATH, "Alphonse");

    assertThat(StubClient.run(arguments, out, out)).isEqualTo(2);
    assertThat(printed()).startsWith("refused: CLASS_UNKNOWN");
  }

  @Test
  void everyLineOfALogBecomesAnEvent() throws Exception {
    Path log = folder.resolve("a.log");
    Files.writeString(log, "2025-06-24 14:36:25 startup archives unpack\n\nfree text\n");
    try (ImpactClient client =
        ImpactClient.connect(ClientSettings.builder(primary.url()).build())) {
      LogToEvents.Result result =
          LogToEvents.run(client, new LogToEvents.Job(log, 101, 4), done -> {});

      assertThat(result.acknowledged()).hasSize(101).doesNotHaveDuplicates();
      assertThat(result.failures()).isEmpty();
    }
    assertThat(cell.events()).hasSize(101);
    assertThat(cell.events()).extracting(e -> e.text("msg")).contains("free text");
  }

  @Test
  void theStubClientKnowsNothingOfTheSdk() throws IOException {
    Path sources = Path.of("src/main/java/org/twincell/samples/stub");
    try (Stream<Path> files = Files.list(sources)) {
      List<String> texts = files.map(SamplesTest::read).toList();
      assertThat(texts).hasSize(2);
      assertThat(texts)
          .noneMatch(
              t ->
                  t.contains("import org.twincell.client")
                      || t.contains("import org.twincell.imapi"));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
