// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.twincell.imapi.Contract;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * A client that writes envelopes by hand, as scripts do, and holds every answer against the
 * schemas: one element in the Body, valid, after an XML declaration, in the version of the request.
 */
final class SoapCaller {
  static final String SOAP_11 = "http://schemas.xmlsoap.org/soap/envelope/";
  static final String SOAP_12 = "http://www.w3.org/2003/05/soap-envelope";

  private static final Schema SCHEMA = schema();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String url;
  private final String soap;
  private String commandId = "";

  SoapCaller(String url, String soap) {
    this.url = url;
    this.soap = soap;
  }

  /** An answer that was checked already. */
  record Answer(int status, String text, Element body) {
    /** Text of the only element of that name. */
    String value(String name) {
      List<String> found = values(name);
      assertThat(found).as(name + " in " + text).hasSize(1);
      return found.get(0);
    }

    List<String> values(String name) {
      NodeList nodes = body.getElementsByTagNameNS("*", name);
      List<String> values = new ArrayList<>();
      for (int i = 0; i < nodes.getLength(); i++) values.add(nodes.item(i).getTextContent());
      return values;
    }

    boolean isFault() {
      return body.getLocalName().equals("Fault");
    }

    /** The text of a fault, without its form. */
    String failure() {
      assertThat(isFault()).as(text).isTrue();
      return value("IMFailure");
    }
  }

  /** Sends the content of a Body and answers what comes back, a fault too. */
  Answer call(String operation, String children) {
    return send(
        "<e:%s xmlns:e='%s' xmlns:b='%s' xmlns:v='%s'>%s</e:%s>"
            .formatted(
                operation,
                Contract.ELEMS_NAMESPACE,
                Contract.BASIC_NAMESPACE,
                Contract.EVENT_NAMESPACE,
                children,
                operation));
  }

  Answer send(String body) {
    return check(post(envelope(body).getBytes(UTF_8), contentType()));
  }

  /** A call that must not fail. */
  Answer good(String operation, String children) {
    Answer answer = call(operation, children);
    assertThat(answer.isFault()).as(answer.text()).isFalse();
    assertThat(answer.status()).isEqualTo(200);
    return answer;
  }

  String envelope(String body) {
    return "<S:Envelope xmlns:S='"
        + soap
        + "'><S:Header/><S:Body>"
        + body
        + "</S:Body></S:Envelope>";
  }

  String contentType() {
    return soap.equals(SOAP_11) ? "text/xml; charset=utf-8" : "application/soap+xml; charset=utf-8";
  }

  /** All calls from now on are tries of this command. */
  SoapCaller as(String id) {
    commandId = id;
    return this;
  }

  HttpResponse<byte[]> post(byte[] body, String contentType) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", contentType)
            .header("SOAPAction", "\"whatever\"")
            .headers("Twincell-Command-Id", commandId)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    return exchange(request);
  }

  static HttpResponse<byte[]> exchange(HttpRequest request) {
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(request + " got no answer", e);
    }
  }

  static HttpResponse<byte[]> get(String url) {
    return exchange(
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(30)).build());
  }

  /** Checks an answer's form: declaration, version, schema. */
  Answer check(HttpResponse<byte[]> response) {
    String text = new String(response.body(), UTF_8);
    assertThat(text).startsWith("<?xml version=").doesNotContain("Exception", "java.", "null");
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith(soap.equals(SOAP_11) ? "text/xml" : "application/soap+xml");
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
      Document document =
          factory.newDocumentBuilder().parse(new ByteArrayInputStream(response.body()));
      Element envelope = document.getDocumentElement();
      assertThat(envelope.getNamespaceURI()).isEqualTo(soap);
      Element content = onlyChild(child(envelope, "Body"));
      Element valid = content.getLocalName().equals("Fault") ? faultDetail(content) : content;
      SCHEMA.newValidator().validate(new DOMSource(valid));
      return new Answer(response.statusCode(), text, content);
    } catch (Exception e) {
      throw new AssertionError("not an answer of the contract: " + text, e);
    }
  }

  private Element faultDetail(Element fault) {
    Element detail = child(fault, soap.equals(SOAP_11) ? "detail" : "Detail");
    return onlyChild(detail);
  }

  private static Element child(Element parent, String name) {
    for (Node n = parent.getFirstChild(); n != null; n = n.getNextSibling()) {
      if (n instanceof Element e && e.getLocalName().equals(name)) return e;
    }
    throw new AssertionError(parent.getLocalName() + " has no " + name);
  }

  private static Element onlyChild(Element parent) {
    Element only = null;
    for (Node n = parent.getFirstChild(); n != null; n = n.getNextSibling()) {
      if (!(n instanceof Element e)) continue;
      assertThat(only).as("a second element in " + parent.getLocalName()).isNull();
      only = e;
    }
    if (only == null) throw new AssertionError(parent.getLocalName() + " is empty");
    return only;
  }

  private static Schema schema() {
    try {
      return SchemaFactory.newDefaultInstance().newSchema(Contract.resource("ImapiElems.xsd"));
    } catch (SAXException e) {
      throw new IllegalStateException(e);
    }
  }
}
