// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.event.RawInstance;
import org.twincell.event.RawValue;
import org.twincell.harness.LocalSystem;
import org.twincell.harness.SoapCaller;
import org.twincell.harness.SoapEnvelopes;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.ObjectKind;
import org.twincell.time.SystemTime;

/** A gateway with the heap that the launcher gives it, 512 MiB, and the settings that it ships. */
class GatewayMemoryTest {
  private static final String PATH = "/imws/services/ImpactManager";

  /** Several times what LargeCallLimit lets in at once: the others wait. */
  private static final int CALLERS = 16;

  private static final int ROUNDS = 2;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** A page ends after 8 MiB; these are a little more. */
  private static final int CHARACTERS = 9 << 20;

  private static final int SLOT_BYTES = 60_000;
  private static final List<String> SLOTS =
      List.of(
          "msg",
          "mc_long_msg",
          "mc_event_category",
          "mc_event_subcategory",
          "mc_host",
          "mc_object",
          "mc_parameter_value");

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
  private final HttpClient http = HttpClient.newHttpClient();
  private LocalSystem system;

  @BeforeEach
  void start() throws Exception {
    system = new LocalSystem(folder, folder.hashCode(), SystemTime.SYSTEM).startCell();
    system.startGateway(1);
  }

  @AfterEach
  void end() {
    callers.shutdownNow();
    system.close();
  }

  /** Letters of one byte, letters of three (two in the heap), and letters that XML writes out. */
  @Test
  void manyPagesOfTheLargestSizeAtOnceAreServedOrRefusedAndTheGatewayLivesOn() throws Exception {
    for (String letter : List.of("x", "\u5B57", "&")) {
      String run = "large-" + letter.codePointAt(0);
      fill(run, letter);
      String handle = open(run);
      for (int round = 0; round < ROUNDS; round++) check(pages(handle));
    }
    assertThat(system.gateway(1).isAlive()).isTrue();
    assertThat(system.gateway(1).tail()).doesNotContain("OutOfMemoryError");
    try (SoapCaller caller = new SoapCaller(system.gatewayPort(1), PATH, "Connect")) {
      caller.post(SoapEnvelopes.connect(LocalSystem.CELL));
    }
  }

  private void fill(String run, String letter) {
    int characters = SLOT_BYTES / letter.getBytes(StandardCharsets.UTF_8).length;
    Map<String, RawValue> slots = new HashMap<>();
    for (String slot : SLOTS) slots.put(slot, RawValue.text(letter.repeat(characters)));
    slots.put("mc_parameter", RawValue.text(run));
    try (CellClient client = system.client()) {
      for (int at = 0, n = 0; at < CHARACTERS; at += characters * SLOTS.size(), n++) {
        client
            .submit(
                new CellCommand.NewObject(
                    new CellCommand.Origin(run + n, "test@here", ""),
                    ObjectKind.EVENT,
                    new RawInstance("EVENT", slots),
                    run + "." + n),
                PATIENCE)
            .join();
      }
    }
  }

  private String open(String run) throws IOException {
    String query = "EVENT where [mc_parameter: == '" + run + "']";
    try (SoapCaller caller = new SoapCaller(system.gatewayPort(1), PATH, "QueryEvents")) {
      return SoapEnvelopes.element(
          caller.post(SoapEnvelopes.queryEvents(query, LocalSystem.CELL)), "resultHandle");
    }
  }

  private record Answer(int status, long bytes, String begin) {}

  private List<Answer> pages(String handle) {
    List<CompletableFuture<Answer>> all = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      all.add(CompletableFuture.supplyAsync(() -> page(handle), callers));
    }
    return all.stream().map(CompletableFuture::join).toList();
  }

  /** Reads the answer without keeping it. */
  private Answer page(String handle) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(system.gatewayUrl(1) + PATH))
            .timeout(PATIENCE)
            .header("Content-Type", "text/xml; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString(SoapEnvelopes.retrieve(handle, 1, 1000)))
            .build();
    try {
      HttpResponse<InputStream> answer =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        byte[] begin = body.readNBytes(1000);
        long rest = body.transferTo(java.io.OutputStream.nullOutputStream());
        return new Answer(
            answer.statusCode(), begin.length + rest, new String(begin, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void check(List<Answer> answers) {
    assertThat(answers)
        .allSatisfy(
            answer -> {
              if (answer.status() == 200)
                assertThat(answer.bytes()).isBetween(CHARACTERS / 2L, 4L * CHARACTERS);
              else assertThat(answer.begin()).contains("BUSY: ");
            });
    assertThat(answers).as("some are served").anyMatch(answer -> answer.status() == 200);
  }
}
