// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.imapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jws.WebMethod;
import jakarta.xml.bind.JAXBContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.twincell.imapi.basic.NameValue;
import org.twincell.imapi.basic.Value;
import org.twincell.imapi.elems.SendEvent;
import org.twincell.imapi.event.Event;
import org.twincell.imapi.types.IMMessageType;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Holds WSDL, schemas and generated classes against {@code operations.txt}. */
class ContractTest {
  private static final String WSDL_NS = "http://schemas.xmlsoap.org/wsdl/";
  private static final String SOAP_NS = "http://schemas.xmlsoap.org/wsdl/soap/";
  private static final String XSD_NS = XMLConstants.W3C_XML_SCHEMA_NS_URI;

  @Test
  void thePortTypeListsTheOperationsInThePublishedOrder() throws Exception {
    assertThat(children(only("portType"), WSDL_NS, "operation"))
        .extracting(o -> o.getAttribute("name"))
        .containsExactlyElementsOf(Contract.OPERATIONS)
        .containsExactlyElementsOf(table("operation").map(r -> r[1]).toList())
        .hasSize(28);
  }

  @Test
  void thereAreTwoMessagesPerOperationAndOneFault() throws Exception {
    List<String> expected = new ArrayList<>();
    table("operation")
        .forEach(
            row -> {
              expected.add(row[1] + "_Request inargs elems:" + row[1]);
              expected.add(row[1] + "_Response outargs elems:" + row[2]);
            });
    expected.add("Execution_Fault errargs elems:execution_fault");

    assertThat(children(wsdl().getDocumentElement(), WSDL_NS, "message"))
        .extracting(ContractTest::message)
        .containsExactlyInAnyOrderElementsOf(expected)
        .hasSize(57);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void everyOperationTakesInargsAnswersItsMessageAndMayFault(String name) throws Exception {
    Element operation = named(children(only("portType"), WSDL_NS, "operation"), name);

    assertThat(operation.getAttribute("parameterOrder")).isEqualTo("inargs");
    assertThat(child(operation, WSDL_NS, "input").getAttribute("message"))
        .isEqualTo("tns:" + name + "_Request");
    assertThat(child(operation, WSDL_NS, "output").getAttribute("message"))
        .isEqualTo("tns:" + name + "_Response");
    assertThat(child(operation, WSDL_NS, "fault").getAttribute("name"))
        .isEqualTo("Execution_Fault");
  }

  @ParameterizedTest
  @MethodSource("operations")
  void theSoapActionOfAnOperationIsItsName(String name) throws Exception {
    Element operation = named(children(only("binding"), WSDL_NS, "operation"), name);

    assertThat(child(operation, SOAP_NS, "operation").getAttribute("soapAction")).isEqualTo(name);
    assertThat(child(operation, SOAP_NS, "operation").getAttribute("style")).isEqualTo("document");
    Method method =
        Arrays.stream(ImpactManager.class.getMethods())
            .filter(m -> m.getAnnotation(WebMethod.class).action().equals(name))
            .findAny()
            .orElseThrow();
    assertThat(method.getParameterCount()).isEqualTo(1);
  }

  @Test
  void serviceBindingAndPortAreAllCalledImpactManager() throws Exception {
    assertThat(wsdl().getDocumentElement().getAttribute("name")).isEqualTo("ImpactManager");
    assertThat(wsdl().getDocumentElement().getAttribute("targetNamespace"))
        .isEqualTo(Contract.SERVICE_NAMESPACE);
    assertThat(only("portType").getAttribute("name")).isEqualTo("ImpactManager");
    assertThat(only("binding").getAttribute("name")).isEqualTo("ImpactManager");
    assertThat(only("service").getAttribute("name")).isEqualTo("ImpactManager");
    Element port = child(only("service"), WSDL_NS, "port");
    assertThat(port.getAttribute("name")).isEqualTo("ImpactManager");
    assertThat(child(port, SOAP_NS, "address").getAttribute("location"))
        .isEqualTo("http://localhost:" + Contract.DEFAULT_PORT + Contract.PATH + "/");
  }

  @ParameterizedTest
  @MethodSource("elements")
  void everyMessageElementHasItsChildrenInThePublishedOrder(String name, List<String> children)
      throws Exception {
    Element element =
        named(children(parse("ImapiElems.xsd").getDocumentElement(), XSD_NS, "element"), name);
    Element sequence = child(child(element, XSD_NS, "complexType"), XSD_NS, "sequence");

    assertThat(children(sequence, XSD_NS, "element"))
        .extracting(ContractTest::declaration)
        .containsExactlyElementsOf(children);
  }

  @Test
  void theSchemasCompileAndTheGeneratedClassesWriteWhatTheyAllow() throws Exception {
    SendEvent call = new SendEvent();
    call.setConnection(1);
    call.setMessage(new Event());
    call.getMessage().setSubject("");
    call.getMessage().getNameValueElement().add(slot("severity", "CRITICAL"));
    call.setMessageClass("EVENT");
    call.setMessageType(IMMessageType.MSG_TYPE_NEW_EVENT);
    StringWriter written = new StringWriter();
    JAXBContext.newInstance(SendEvent.class).createMarshaller().marshal(call, written);

    schema().newValidator().validate(new StreamSource(new StringReader(written.toString())));
    String without = written.toString().replaceAll("<[^<]*subject[^>]*>", "");
    assertThatThrownBy(
            () -> schema().newValidator().validate(new StreamSource(new StringReader(without))))
        .isInstanceOf(SAXException.class);
  }

  @Test
  void onlyFilesOfTheContractAreResources() {
    Contract.SCHEMAS.forEach(name -> assertThat(Contract.resource(name)).isNotNull());
    assertThat(Contract.resource(Contract.WSDL)).isNotNull();
    assertThatThrownBy(() -> Contract.resource("../imapi/Event.xsd"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static NameValue slot(String name, String text) {
    NameValue slot = new NameValue();
    slot.setName(name);
    slot.setValue(new Value());
    slot.getValue().setStringValue(text);
    return slot;
  }

  static Stream<String> operations() throws IOException {
    return table("operation").map(row -> row[1]);
  }

  static Stream<Object[]> elements() throws IOException {
    return table("element").map(row -> new Object[] {row[1], List.of(row).subList(2, row.length)});
  }

  private static Stream<String[]> table(String kind) throws IOException {
    try (InputStream in = ContractTest.class.getResourceAsStream("operations.txt")) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> line.startsWith(kind + " "))
          .map(line -> line.split(" "));
    }
  }

  private static String message(Element message) {
    Element part = child(message, WSDL_NS, "part");
    return String.join(
        " ", message.getAttribute("name"), part.getAttribute("name"), part.getAttribute("element"));
  }

  private static String declaration(Element element) {
    String type = element.getAttribute("type");
    return element.getAttribute("name")
        + ":"
        + type.substring(type.indexOf(':') + 1)
        + (element.getAttribute("nillable").equals("true") ? "?" : "");
  }

  private static Schema schema() throws SAXException {
    return SchemaFactory.newDefaultInstance().newSchema(Contract.resource("ImapiElems.xsd"));
  }

  private static Document wsdl() throws Exception {
    return parse(Contract.WSDL);
  }

  private static Document parse(String file) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
    return factory.newDocumentBuilder().parse(Contract.resource(file).toString());
  }

  private static Element only(String name) throws Exception {
    return child(wsdl().getDocumentElement(), WSDL_NS, name);
  }

  private static Element child(Element parent, String namespace, String name) {
    List<Element> found = children(parent, namespace, name);
    assertThat(found).as(name).hasSize(1);
    return found.get(0);
  }

  private static Element named(List<Element> elements, String name) {
    return elements.stream()
        .filter(e -> e.getAttribute("name").equals(name))
        .findAny()
        .orElseThrow();
  }

  private static List<Element> children(Element parent, String namespace, String name) {
    List<Element> found = new ArrayList<>();
    NodeList nodes = parent.getChildNodes();
    for (int i = 0; i < nodes.getLength(); i++) {
      if (nodes.item(i) instanceof Element e
          && namespace.equals(e.getNamespaceURI())
          && name.equals(e.getLocalName())) found.add(e);
    }
    return found;
  }
}
