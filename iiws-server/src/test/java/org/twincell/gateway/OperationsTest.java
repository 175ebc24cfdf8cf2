// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationsTest {
  @TempDir static Path folder;
  private static GatewayFixture fixture;
  private static Gateway gateway;

  @BeforeAll
  static void start() {
    fixture = new GatewayFixture(folder);
    gateway = fixture.start();
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {SoapCaller.SOAP_11, SoapCaller.SOAP_12})
  void anEventIsSentAndFoundByItsId(String soap) {
    SoapCaller caller = new SoapCaller(gateway.url(), soap);
    String connection =
        caller.good("Connect", Messages.connect("alphonse", "DEFAULT")).value("connectionId");

    String id =
        caller
            .good(
                "SendEvent",
                Messages.event(
                    connection, "NEW_EVENT", "EVENT", 3000, Messages.text("msg", "hello")))
            .value("response");
    SoapCaller.Answer found =
        caller.good(
            "QueryEventByID", "<e:eventId>" + id + "</e:eventId><e:imname>Alphonse</e:imname>");

    assertThat(id).matches("ImWebServices\\.\\d{19}\\.\\d{13}\\.\\d+");
    assertThat(found.value("resultCount")).isEqualTo("1");
  }
}
