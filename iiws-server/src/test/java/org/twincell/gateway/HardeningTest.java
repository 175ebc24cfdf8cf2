// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.twincell.gateway.Messages.connect;
import static org.twincell.gateway.Messages.event;
import static org.twincell.gateway.Messages.query;
import static org.twincell.gateway.Messages.text;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.twincell.event.RawValue;
import org.twincell.imapi.Contract;

/** Bad input gets its documented answer, does nothing, and the next good call is answered. */
class HardeningTest {
  private static final String SOAP = "text/xml; charset=utf-8";
  private static final int MIB = 1024 * 1024;

  @TempDir static Path folder;
  private static GatewayFixture fixture;
  private static Gateway gateway;
  private static SoapCaller caller;
  private static String connection;
  private static String send;

  @BeforeAll
  static void start() {
    fixture = new GatewayFixture(folder);
    gateway = fixture.start("BodyTimeout=5s");
    caller = GatewayFixture.soap11(gateway);
    connection = caller.good("Connect", connect("Alphonse", "DEFAULT")).value("connectionId");
    send = sendEvent(text("msg", "never stored"));
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  @AfterEach
  void nothingWasDoneAndTheNextGoodCallIsAnswered() {
    assertThat(fixture.cell("Alphonse").size()).isZero();
    caller.good("GetCellInfo", "");
  }

  private static String sendEvent(String... slots) {
    return operation("SendEvent", event(connection, "NEW_EVENT", "EVENT", 0, slots));
  }

  private static String operation(String name, String children) {
    return "<e:%s xmlns:e='%s' xmlns:b='%s' xmlns:v='%s'>%s</e:%s>"
        .formatted(
            name,
            Contract.ELEMS_NAMESPACE,
            Contract.BASIC_NAMESPACE,
            Contract.EVENT_NAMESPACE,
            children,
            name);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "none,",
        "image/png,",
        "text/plain,",
        "application/json,",
        "multipart/related; boundary=x,",
        "text/xml; charset=no-such,",
        "text/xml; charset=IBM037,",
        "text/xmlx,",
        "text/xml,gzip",
        "text/xml,deflate"
      })
  void aBodyThatIsNotPlainSoapIsRefusedWithStatus415(String type, String encoding)
      throws IOException {
    byte[] body = caller.envelope(send).getBytes(UTF_8);
    String headers =
        (type == null ? "" : "Content-Type: " + type + "\r\n")
            + (encoding == null ? "" : "Content-Encoding: " + encoding + "\r\n")
            + "Content-Length: "
            + body.length;
    try (RawHttp http = new RawHttp(gateway)) {
      String answer = http.write(RawHttp.post(headers)).write(body).read();
      assertThat(answer).startsWith("HTTP/1.1 415 ").contains("MEDIA_TYPE: ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/imws/services/ImpactManager,200,The web service ImpactManager",
    "GET,/imws/services/ImpactManager/,200,The web service ImpactManager",
    "PUT,/imws/services/ImpactManager,405,METHOD_NOT_ALLOWED",
    "TRACE,/imws/services/ImpactManager,405,METHOD_NOT_ALLOWED",
    "POST,/health/live,405,METHOD_NOT_ALLOWED",
    "GET,/nothing,404,PATH_UNKNOWN",
    "GET,/imws/services/ImpactManager?xsd=../../secret,404,PATH_UNKNOWN",
    "GET,/imws/services/..%2fImpactManager,400,MESSAGE_MALFORMED",
    "OPTIONS,*,405,METHOD_NOT_ALLOWED"
  })
  void otherMethodsAndAddressesAreAnsweredPlainly(
      String method, String path, int status, String text) throws IOException {
    try (RawHttp http = new RawHttp(gateway)) {
      String answer = http.write(RawHttp.head(method, path, "Content-Length: 0")).read();
      assertThat(answer).startsWith("HTTP/1.1 " + status + " ").contains(text);
      assertThat(answer).doesNotContainIgnoringCase("jetty").doesNotContain("<html");
    }
  }

  @Test
  void aBodyOfAHundredMegabytesIsRefusedBeforeItIsSent() throws IOException {
    try (RawHttp http = new RawHttp(gateway)) {
      http.write(RawHttp.post("Content-Type: " + SOAP, "Content-Length: " + 100 * MIB));
      assertThat(http.read()).startsWith("HTTP/1.1 413 ").contains("TOO_LARGE: ");
    }
  }

  @Test
  void chunksWithoutEndAreRefusedAtTheLimitAndCostNoMoreMemory() throws IOException {
    long before = heap();
    try (RawHttp http = new RawHttp(gateway)) {
      http.write(RawHttp.post("Content-Type: " + SOAP, "Transfer-Encoding: chunked"));
      byte[] chunk = ("100000\r\n" + "x".repeat(MIB) + "\r\n").getBytes(UTF_8);
      int sent = sendUntilRefused(http, chunk);
      assertThat(sent).as("MiB until the connection ended").isLessThan(100);
    }
    assertThat(heap() - before).isLessThan(150L * MIB);
  }

  private static int sendUntilRefused(RawHttp http, byte[] chunk) {
    for (int i = 0; i < 100; i++) {
      try {
        http.write(chunk);
      } catch (IOException refused) {
        return i;
      }
    }
    return 100;
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  static Stream<Arguments> envelopes() {
    String ok = caller.envelope(send);
    String open = "<S:Envelope xmlns:S='" + SoapCaller.SOAP_11 + "'>";
    String body = "<S:Body>" + send + "</S:Body>";
    return Stream.of(
        Arguments.of("an unclosed Envelope", ok.replace("</S:Envelope>", ""), "MESSAGE_MALFORMED"),
        Arguments.of(
            "an unclosed Body", ok.replace("</S:Body></S:Envelope>", ""), "MESSAGE_MALFORMED"),
        Arguments.of("text after the Envelope", ok + "garbage", "MESSAGE_MALFORMED"),
        Arguments.of("an element after the Envelope", ok + "<x/>", "MESSAGE_MALFORMED"),
        Arguments.of("two elements in the Body", caller.envelope(send + send), "MESSAGE_MALFORMED"),
        Arguments.of("two Bodies", open + body + body + "</S:Envelope>", "MESSAGE_MALFORMED"),
        Arguments.of(
            "a Header after the Body",
            open + body + "<S:Header/></S:Envelope>",
            "MESSAGE_MALFORMED"),
        Arguments.of(
            "two Headers",
            open + "<S:Header/><S:Header/>" + body + "</S:Envelope>",
            "MESSAGE_MALFORMED"),
        Arguments.of(
            "text in the Body",
            open + "<S:Body>x" + send + "</S:Body></S:Envelope>",
            "MESSAGE_MALFORMED"),
        Arguments.of("no Body", open + "</S:Envelope>", "MESSAGE_MALFORMED"),
        Arguments.of("an empty Body", caller.envelope(""), "MESSAGE_MALFORMED"),
        Arguments.of("nothing at all", "", "MESSAGE_MALFORMED"),
        Arguments.of("no XML", "hello", "MESSAGE_MALFORMED"),
        Arguments.of("another root", "<html/>", "MESSAGE_MALFORMED"),
        Arguments.of(
            "an undeclared prefix", ok.replace(" xmlns:b=", " xmlns:c="), "MESSAGE_MALFORMED"),
        Arguments.of(
            "a character that XML has not", ok.replace("never", "&#0;"), "MESSAGE_MALFORMED"),
        Arguments.of("a NUL", ok.replace("never", "\u0000"), "MESSAGE_MALFORMED"),
        Arguments.of("an entity bomb", bomb() + ok.replace("never", "&j;"), "MESSAGE_MALFORMED"),
        Arguments.of(
            "an external entity",
            "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + ok.replace("never", "&x;"),
            "MESSAGE_MALFORMED"),
        Arguments.of(
            "a document type elsewhere",
            "<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/x.dtd'>" + ok,
            "MESSAGE_MALFORMED"),
        Arguments.of(
            "10,000 levels",
            caller.envelope("<x>".repeat(10_000) + "</x>".repeat(10_000)),
            "OPERATION_UNKNOWN"),
        Arguments.of(
            "10,000 levels in a message",
            caller.envelope(
                send.replace(
                    "</e:SendEvent>",
                    "<x>".repeat(10_000) + "</x>".repeat(10_000) + "</e:SendEvent>")),
            "REQUEST_INVALID"),
        Arguments.of(
            "10,000 levels in the Header",
            open
                + "<S:Header>"
                + "<x>".repeat(10_000)
                + "</x>".repeat(10_000)
                + "</S:Header>"
                + body
                + "</S:Envelope>",
            "TOO_LARGE"),
        Arguments.of(
            "200,000 elements",
            caller.envelope(sendEvent(text("msg", "x").repeat(60_000))),
            "TOO_LARGE"),
        Arguments.of(
            "a text of 2 MiB",
            caller.envelope(sendEvent(text("msg", "x".repeat(2 * MIB)))),
            "TOO_LARGE"),
        Arguments.of(
            "a text of 2 MiB in CDATA",
            caller.envelope(sendEvent(text("msg", "<![CDATA[" + "x".repeat(2 * MIB) + "]]>"))),
            "TOO_LARGE"),
        Arguments.of(
            "a comment of 2 MiB",
            caller.envelope(send + "<!--" + "x".repeat(2 * MIB) + "-->"),
            "TOO_LARGE"),
        Arguments.of(
            "an attribute of 2 MiB",
            ok.replace("<S:Body>", "<S:Body a='" + "x".repeat(2 * MIB) + "'>"),
            "TOO_LARGE"),
        Arguments.of(
            "100 attributes", ok.replace("<S:Body>", "<S:Body " + attributes() + ">"), "TOO_LARGE"),
        Arguments.of(
            "a name of 1 MiB",
            caller.envelope(
                send.replace("</e:SendEvent>", "<e:" + "n".repeat(MIB) + "/></e:SendEvent>")),
            "TOO_LARGE"),
        Arguments.of(
            "a slot of 65 KiB",
            caller.envelope(sendEvent(text("msg", "x".repeat(65 * 1024)))),
            "SLOT_INVALID"),
        Arguments.of(
            "65 KiB in bytes, not characters",
            caller.envelope(sendEvent(text("msg", "\u20AC".repeat(22 * 1024)))),
            "SLOT_INVALID"),
        Arguments.of(
            "a slot without a name", caller.envelope(sendEvent(text("", "x"))), "SLOT_INVALID"),
        Arguments.of(
            "a slot without a value",
            caller.envelope(sendEvent(Messages.slot("msg", ""))),
            "SLOT_INVALID"),
        Arguments.of(
            "a number that is none",
            caller.envelope(sendEvent(Messages.slot("big", "<b:int_value>many</b:int_value>"))),
            "REQUEST_INVALID"),
        Arguments.of(
            "a number that is not finite",
            caller.envelope(
                sendEvent(Messages.slot("big", "<b:double_value>NaN</b:double_value>"))),
            "SLOT_INVALID"),
        Arguments.of(
            "an element of nobody",
            caller.envelope(send.replace("<e:timeout>", "<e:other/><e:timeout>")),
            "REQUEST_INVALID"),
        Arguments.of(
            "a word that is no choice",
            caller.envelope(send.replace("MSG_TYPE_NEW_EVENT", "MSG_TYPE_NO_SUCH")),
            "ARGUMENT_INVALID"),
        Arguments.of(
            "no message",
            caller.envelope(
                operation(
                    "SendEvent",
                    "<e:connection>"
                        + connection
                        + "</e:connection><e:messageType>MSG_TYPE_NEW_EVENT</e:messageType>")),
            "ARGUMENT_INVALID"),
        Arguments.of(
            "no class",
            caller.envelope(operation("SendEvent", event(connection, "NEW_EVENT", "", 0))),
            "ARGUMENT_INVALID"),
        Arguments.of(
            "no such connection",
            caller.envelope(operation("SendEvent", event("4711", "NEW_EVENT", "EVENT", 0))),
            "CONNECTION_UNKNOWN"),
        Arguments.of(
            "no connection",
            caller.envelope(
                operation("SendEvent", "<e:messageType>MSG_TYPE_NEW_EVENT</e:messageType>")),
            "CONNECTION_UNKNOWN"),
        Arguments.of(
            "no such class",
            caller.envelope(operation("SendEvent", event(connection, "NEW_EVENT", "NO_SUCH", 0))),
            "CLASS_UNKNOWN"),
        Arguments.of(
            "no such operation",
            caller.envelope("<e:Reboot xmlns:e='" + Contract.ELEMS_NAMESPACE + "'/>"),
            "OPERATION_UNKNOWN"),
        Arguments.of(
            "an operation of another namespace",
            caller.envelope("<Connect/>"),
            "OPERATION_UNKNOWN"),
        Arguments.of(
            "an answer as a request",
            caller.envelope("<e:NoValue_output xmlns:e='" + Contract.ELEMS_NAMESPACE + "'/>"),
            "OPERATION_UNKNOWN"),
        Arguments.of(
            "SOAP 1.2 as text/xml",
            ok.replace(SoapCaller.SOAP_11, SoapCaller.SOAP_12),
            "VERSION_MISMATCH"),
        Arguments.of(
            "no version of SOAP", ok.replace(SoapCaller.SOAP_11, "urn:soap"), "VERSION_MISMATCH"),
        Arguments.of(
            "a header to be understood",
            ok.replace(
                "<S:Header/>", "<S:Header><h:x xmlns:h='urn:h' S:mustUnderstand='1'/></S:Header>"),
            "MUST_UNDERSTAND"));
  }

  private static String bomb() {
    StringBuilder bomb = new StringBuilder("<!DOCTYPE a [<!ENTITY a 'aaaaaaaaaa'>");
    for (char c = 'b'; c <= 'j'; c++) {
      String last = "&" + (char) (c - 1) + ";";
      bomb.append("<!ENTITY ").append(c).append(" '").append(last.repeat(10)).append("'>");
    }
    return bomb.append("]>").toString();
  }

  private static String attributes() {
    return IntStream.range(0, 100).mapToObj(i -> "a" + i + "='1'").collect(Collectors.joining(" "));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("envelopes")
  void anEnvelopeThatIsNotAsItShouldBeIsAFaultAndNothingIsDone(
      String what, String envelope, String code) {
    HttpResponse<byte[]> response = caller.post(envelope.getBytes(UTF_8), SOAP);
    SoapCaller.Answer answer = caller.check(response);

    assertThat(answer.failure()).as(what).startsWith(code + ": ").hasSizeLessThan(600);
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.value("faultstring")).isEqualTo(answer.failure());
  }

  @Test
  void bytesThatAreNotUtf8AreMalformed() {
    byte[] bytes = caller.envelope(send).getBytes(UTF_8);
    bytes[bytes.length / 2] = (byte) 0xFF;
    assertThat(caller.check(caller.post(bytes, SOAP)).failure()).startsWith("MESSAGE_MALFORMED: ");
  }

  @Test
  void anEnvelopeInUtf16IsRead() {
    String call = caller.envelope(operation("GetCellInfo", ""));
    byte[] declared = ("<?xml version='1.0' encoding='UTF-16'?>" + call).getBytes(UTF_16);

    assertThat(caller.check(caller.post(declared, "text/xml")).isFault()).isFalse();
    assertThat(
            caller.check(caller.post(call.getBytes(UTF_16), "text/xml; charset=UTF-16")).isFault())
        .isFalse();
  }

  @Test
  void aConditionThatIsWrongTellsLineAndColumn() {
    String failure =
        caller
            .call("QueryEvents", query("EVENT where [ severity: is CRITICAL ]", "Alphonse"))
            .failure();

    assertThat(failure).matches("QUERY_SYNTAX: .*line 1, column \\d+.*");
    assertThat(caller.call("QueryEvents", query("EVENT", "Nobody")).failure())
        .startsWith("CELL_UNKNOWN: there is no cell 'Nobody'");
    assertThat(caller.call("QueryEvents", query("x".repeat(70_000), "Alphonse")).failure())
        .startsWith("TOO_LARGE: query has 70000 characters");
  }

  @Test
  void aRequestThatStopsHalfWayHoldsNothingUp() throws IOException {
    try (RawHttp half = new RawHttp(gateway)) {
      half.write(RawHttp.post("Content-Type: " + SOAP, "Content-Length: 5000")).write("<S:Env");
      caller.good("GetCellInfo", "");
      half.end();
      assertThat(half.read()).doesNotContain("200 OK");
    }
  }

  @Test
  void aBodyThatCrawlsIsGivenUp() throws IOException {
    try (RawHttp slow = new RawHttp(gateway)) {
      slow.write(RawHttp.post("Content-Type: " + SOAP, "Content-Length: 5000")).write("<S:Env");
      assertThat(slow.read()).startsWith("HTTP/1.1 408 ").contains("BODY_TOO_SLOW: ");
    }
  }

  @Test
  void moreCallsThanTheLimitAreToldToComeBack() throws Exception {
    Gateway small = fixture.start("CallLimit=1");
    SoapCaller one = GatewayFixture.soap11(small);
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    fixture.cell("Bertha").beforeEach(() -> await(entered, leave));
    Thread holder = new Thread(() -> one.good("QueryEvents", query("EVENT", "Bertha")));
    holder.start();
    entered.await();
    fixture.cell("Alphonse").beforeEach(() -> {});

    HttpResponse<byte[]> second =
        one.post(one.envelope(operation("GetCellInfo", "")).getBytes(UTF_8), SOAP);
    assertThat(second.statusCode()).isEqualTo(503);
    assertThat(new String(second.body(), UTF_8)).startsWith("BUSY: ");
    assertThat(second.headers().firstValue("Retry-After")).isPresent();
    assertThat(second.headers().firstValue("Twincell-Fault")).contains("BUSY");
    assertThat(SoapCaller.get("http://localhost:" + small.port() + "/health/live").statusCode())
        .isEqualTo(200);
    leave.countDown();
    holder.join();
    fixture.cell("Bertha").beforeEach(() -> {});
    one.good("GetCellInfo", "");
  }

  /** With one connection and one thread there is never more than one call at hand. */
  @Test
  void aCallThatIsAnsweredNoLongerCountsAgainstTheLimits() {
    byte[] call = caller.envelope(operation("GetCellInfo", "")).getBytes(UTF_8);
    Gateway small = fixture.start("CallLimit=1", "BodiesLimit=" + (call.length + 1024));
    SoapCaller one = GatewayFixture.soap11(small);

    for (int i = 0; i < 2000; i++) {
      assertThat(one.post(call, SOAP).statusCode()).as("call %d", i).isEqualTo(200);
    }
  }

  private static void await(CountDownLatch entered, CountDownLatch leave) {
    entered.countDown();
    try {
      leave.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void clientsThatDoNotTakeTheirPagesAreNotGivenMoreThanTheLimit() throws IOException {
    Gateway small = fixture.start("AnswersLimit=65536");
    SoapCaller any = GatewayFixture.soap11(small);
    for (int i = 0; i < 200; i++) {
      fixture
          .cell("Bertha")
          .add("EVENT", Map.of("msg", RawValue.text("x".repeat(60_000))), "p" + i);
    }
    String handle =
        any.good("QueryEvents", query("EVENT where [ mc_ueid: has_prefix p ]", "Bertha"))
            .value("resultHandle");
    byte[] call =
        any.envelope(operation("RetrieveQueryResults", Messages.retrieve(handle, 1, 200)))
            .getBytes(UTF_8);
    // Large enough not to fit into the buffers of the system.
    try (RawHttp idle = new RawHttp(small)) {
      idle.write(RawHttp.post("Content-Type: " + SOAP, "Content-Length: " + call.length))
          .write(call);
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> any.post(call, SOAP).statusCode() == 503);
      any.good("GetCellInfo", "");
    }
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> any.post(call, SOAP).statusCode() == 200);
  }

  @Test
  void aCallThatTakesLongerThanTheIdleTimeOutIsAnswered() {
    Gateway impatient = fixture.start("IdleTimeout=1s", "DefaultTimeout=4s");
    SoapCaller any = GatewayFixture.soap11(impatient);
    fixture.cell("Bertha").stop();

    assertThat(any.call("QueryEvents", query("EVENT", "Bertha")).failure())
        .startsWith("CELL_UNAVAILABLE: ");
    fixture.cell("Bertha").resume();
  }

  @Test
  void aConnectionBeyondTheLimitIsAnsweredAtOnceAndTheOthersGoOn() throws Exception {
    Gateway small = fixture.start("ConnectionLimit=1");
    SoapCaller one = GatewayFixture.soap11(small);
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    fixture.cell("Bertha").beforeEach(() -> await(entered, leave));
    var held =
        CompletableFuture.supplyAsync(() -> one.good("QueryEvents", query("EVENT", "Bertha")));
    entered.await();

    for (int i = 0; i < 20; i++) {
      try (RawHttp further = new RawHttp(small)) {
        assertThat(further.read())
            .as("before it has asked for anything")
            .startsWith("HTTP/1.1 503")
            .contains("Twincell-Fault: BUSY", "Connection: close", "BUSY: ", "ConnectionLimit");
      }
    }
    assertThat(SoapCaller.get("http://localhost:" + small.port() + "/health/live").statusCode())
        .isEqualTo(503);
    leave.countDown();
    assertThat(held.get(1, TimeUnit.MINUTES).value("resultHandle")).isNotEmpty();
    fixture.cell("Bertha").beforeEach(() -> {});
  }

  @Test
  void moreBytesThanTheLimitAreToldToComeBack() {
    Gateway small = fixture.start("BodiesLimit=2048");
    SoapCaller one = GatewayFixture.soap11(small);
    HttpResponse<byte[]> refused = one.post(new byte[4096], SOAP);

    assertThat(refused.statusCode()).isEqualTo(503);
    one.good("GetCellInfo", "");
  }

  @ParameterizedTest
  @MethodSource("badHttp")
  void whatIsNotHttpIsRefusedWithoutWordsOfTheServer(String request, String status)
      throws IOException {
    try (RawHttp http = new RawHttp(gateway)) {
      String answer = http.write(request).read();
      assertThat(answer).startsWith("HTTP/1.1 " + status);
      assertThat(answer).doesNotContainIgnoringCase("jetty").doesNotContain("Exception", "java.");
    }
  }

  static Stream<Arguments> badHttp() {
    String type = "Content-Type: text/xml";
    return Stream.of(
        Arguments.of("hello\r\n\r\n", "400"),
        Arguments.of("GET / HTTP/1.1\r\n\r\n", "400"),
        Arguments.of(RawHttp.post(type, "Content-Length: 5", "Content-Length: 6") + "hello", "400"),
        Arguments.of(
            RawHttp.post(type, "Content-Length: 5", "Transfer-Encoding: chunked") + "0\r\n\r\n",
            "400"),
        Arguments.of(RawHttp.post(type, "Content-Length: -1"), "400"),
        Arguments.of(RawHttp.post(type, "Transfer-Encoding: chunked") + "zz\r\n", "400"),
        Arguments.of(RawHttp.post("X: " + "x".repeat(20_000)), "431"),
        Arguments.of(RawHttp.head("GET", "/" + "x".repeat(20_000)), "414"));
  }
}
