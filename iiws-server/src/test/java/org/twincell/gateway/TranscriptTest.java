// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What goes over the wire, byte for byte, in {@code conversations.txt}: a line {@code > 1.1} or
 * {@code > 1.2} and the content of a Body, then {@code <}, the status, and the answer. Run with
 * {@code -Dtranscripts=rewrite} to write the answers anew, and read the difference.
 */
class TranscriptTest {
  private static final Path FILE =
      Documents.folder()
          .resolveSibling("iiws-server/src/test/resources/org/twincell/gateway/conversations.txt");

  @TempDir Path folder;

  @Test
  void theGatewayAnswersAsWritten() throws IOException {
    List<String> lines = Files.readAllLines(FILE);
    String happened;
    try (GatewayFixture fixture = new GatewayFixture(folder)) {
      happened = play(lines, fixture.start());
    }
    if ("rewrite".equals(System.getProperty("transcripts"))) Files.writeString(FILE, happened);
    else assertThat(happened).isEqualTo(String.join("\n", lines) + "\n");
  }

  private static String play(List<String> lines, Gateway gateway) {
    StringBuilder happened = new StringBuilder();
    for (String line : lines) {
      if (line.startsWith("< ")) continue;
      happened.append(line).append("\n");
      if (line.startsWith("> ")) happened.append(answer(line, gateway)).append("\n");
    }
    return happened.toString();
  }

  private static String answer(String line, Gateway gateway) {
    String version = line.substring(2, 5);
    SoapCaller caller =
        version.equals("1.1") ? GatewayFixture.soap11(gateway) : GatewayFixture.soap12(gateway);
    byte[] call = caller.envelope(line.substring(6)).getBytes(UTF_8);
    HttpResponse<byte[]> response = caller.post(call, caller.contentType());
    caller.check(response);
    return "< " + response.statusCode() + " " + new String(response.body(), UTF_8);
  }
}
