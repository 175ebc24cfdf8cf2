// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.twincell.imapi.Contract;
import org.twincell.protocol.MemberInfo;
import org.twincell.protocol.MemberInfo.Duty;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The contract as it is served, health and metrics. */
class PagesTest {
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

  private static String root() {
    return "http://localhost:" + gateway.port();
  }

  private static String body(HttpResponse<byte[]> response) {
    return new String(response.body(), UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"?wsdl", "?WSDL", "/?wsdl"})
  void theWsdlHasTheAddressOfTheCallAndItsSchemasCanBeFetched(String suffix) throws Exception {
    URI wsdl = URI.create(gateway.url() + suffix);
    Document document = document(SoapCaller.get(wsdl.toString()));

    Element address = (Element) document.getElementsByTagNameNS("*", "address").item(0);
    String endpoint = gateway.url() + (suffix.startsWith("/") ? "/" : "");
    assertThat(address.getAttribute("location")).isEqualTo(endpoint);
    NodeList imports = document.getElementsByTagNameNS("*", "import");
    assertThat(imports.getLength()).isEqualTo(4);
    for (int i = 0; i < imports.getLength(); i++) fetch(wsdl, (Element) imports.item(i), 0);
  }

  private static void fetch(URI base, Element reference, int depth) throws Exception {
    URI schema = base.resolve(reference.getAttribute("schemaLocation"));
    Document document = document(SoapCaller.get(schema.toString()));
    assertThat(document.getDocumentElement().getAttribute("targetNamespace"))
        .isEqualTo(reference.getAttribute("namespace"));
    NodeList imports = document.getElementsByTagNameNS("*", "import");
    for (int i = 0; i < imports.getLength() && depth < 4; i++) {
      fetch(schema, (Element) imports.item(i), depth + 1);
    }
  }

  private static Document document(HttpResponse<byte[]> response) throws Exception {
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/xml");
    return DocumentBuilderFactory.newDefaultNSInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(response.body()));
  }

  @Test
  void theHostOfTheCallGoesIntoTheWsdlAndNothingElse() throws IOException {
    try (RawHttp http = new RawHttp(gateway)) {
      String answer = http.write(RawHttp.head("GET", Contract.PATH + "?wsdl")).read();
      assertThat(answer).contains("location=\"http://test.example" + Contract.PATH + "\"");
    }
    try (RawHttp http = new RawHttp(gateway)) {
      String request = "GET " + Contract.PATH + "?wsdl HTTP/1.1\r\nHost: a\"><script>\r\n\r\n";
      assertThat(http.write(request).read()).doesNotContain("<script>");
    }
  }

  @Test
  void readyFollowsTheCells() {
    assertThat(SoapCaller.get(root() + "/health/ready").statusCode()).isEqualTo(200);
    fixture.cell("Alphonse").stop();
    assertThat(body(SoapCaller.get(root() + "/health/ready"))).startsWith("1 of 2 cells");
    fixture.cell("Bertha").stop();
    assertThat(SoapCaller.get(root() + "/health/ready").statusCode()).isEqualTo(503);
    assertThat(SoapCaller.get(root() + "/health/live").statusCode()).isEqualTo(200);
    assertThat(gateway.isReady()).isFalse();
    fixture.cell("Alphonse").resume();
    fixture.cell("Bertha").resume();
    assertThat(SoapCaller.get(root() + "/health/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void metricsCountCallsByOperationAndFaultCode() {
    SoapCaller caller = GatewayFixture.soap11(gateway);
    caller.good("GetCellInfo", "");
    caller.call("Connect", Messages.connect("Nobody", "NONE"));
    SoapCaller.get(root() + "/nothing");

    assertThat(body(SoapCaller.get(root() + "/metrics")))
        .contains("twincell_gateway_call_seconds_count{code=\"OK\",operation=\"GetCellInfo\"}")
        .contains(
            "twincell_gateway_call_seconds_count{code=\"CELL_UNKNOWN\",operation=\"Connect\"}")
        .contains("twincell_gateway_cells_reachable 2.0")
        .contains("jvm_memory_used_bytes");
  }

  @Test
  void metricsTellTheModeOfEachCellAsItsActiveMemberDoes() {
    fixture.cell("Alphonse").say(member(Duty.STANDBY, "manual"), member(Duty.ACTIVE, "available"));

    assertThat(body(SoapCaller.get(root() + "/metrics")))
        .contains("twincell_gateway_cell_mode{cell=\"Alphonse\",mode=\"available\"} 1.0")
        .contains("twincell_gateway_cell_mode{cell=\"Bertha\",mode=\"unknown\"} 1.0");

    fixture.cell("Alphonse").say(member(Duty.ACTIVE, "safe"));
    assertThat(body(SoapCaller.get(root() + "/metrics")))
        .contains("twincell_gateway_cell_mode{cell=\"Alphonse\",mode=\"safe\"} 1.0")
        .doesNotContain("mode=\"available\"");
  }

  private static MemberInfo member(Duty duty, String mode) {
    return new MemberInfo(
        "Alphonse",
        MemberInfo.Role.PRIMARY,
        "SystemA:1828",
        true,
        duty,
        7,
        mode,
        Optional.empty(),
        9,
        9,
        List.of(),
        Instant.EPOCH,
        "",
        false,
        0,
        0,
        "",
        "",
        Optional.empty(),
        MemberInfo.StoreComparison.NOT_COMPARED,
        false);
  }
}
