// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.soap;

import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.util.StreamReaderDelegate;
import org.twincell.gateway.cells.Shown;
import org.twincell.gateway.fault.CallException;
import org.twincell.gateway.fault.FaultCode;

/**
 * Reads an envelope and refuses, as soon as it sees it, what an envelope may not hold: a document
 * type, a second Header or Body, a second element in the Body, text between elements of SOAP, names
 * that are too long. What the parser itself refuses becomes a refusal without the parser's words.
 *
 * <p>{@link #finish} must be called before the work of the call is done: a reader that stopped at
 * the last element it needs would act on an envelope that was cut off.
 */
final class EnvelopeReader extends StreamReaderDelegate {
  private static final String MEND =
      "Send one SOAP envelope with one Body that holds one operation";

  private final SoapEdition edition;
  private final int nameLimit;
  private int depth;
  private boolean headerSeen;
  private boolean bodySeen;
  private boolean inBody;
  private int bodyChildren;
  private String element = "";

  EnvelopeReader(XMLStreamReader parser, SoapEdition edition, int nameLimit) {
    super(parser);
    this.edition = edition;
    this.nameLimit = nameLimit;
  }

  /** Where reading is, for texts: the last element that was opened, and its line and column. */
  String place() {
    return "element '%s' near line %d, column %d"
        .formatted(
            Shown.of(element), getLocation().getLineNumber(), getLocation().getColumnNumber());
  }

  /** Reads on to the end of the document. */
  void finish() {
    try {
      while (hasNext()) next();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("next() translates all that the parser throws", e);
    }
    if (bodyChildren == 0) throw malformed("the Body is empty");
  }

  @Override
  public int next() throws XMLStreamException {
    int event = advance();
    switch (event) {
      case START_ELEMENT -> opened();
      case END_ELEMENT -> closed();
      case CHARACTERS, CDATA -> checkText();
      case DTD, ENTITY_REFERENCE -> throw malformed("it has a document type or an entity");
      default -> {
        // Comments, white space and processing instructions mean nothing.
      }
    }
    return event;
  }

  private int advance() {
    if (getEventType() == END_DOCUMENT) throw malformed("the Body is missing");
    try {
      return super.next();
    } catch (XMLStreamException e) {
      throw ParserRefusal.of(e);
    }
  }

  /** The parser's own nextTag would pass over the checks. */
  @Override
  public int nextTag() throws XMLStreamException {
    int event = next();
    while (event != START_ELEMENT && event != END_ELEMENT) {
      if (event == END_DOCUMENT || (hasText() && !isWhiteSpace() && event != COMMENT)) {
        throw malformed("there is text where an element is due");
      }
      event = next();
    }
    return event;
  }

  /** The parser's own getElementText would pass over the checks. */
  @Override
  public String getElementText() throws XMLStreamException {
    StringBuilder text = new StringBuilder();
    for (int event = next(); event != END_ELEMENT; event = next()) {
      if (event == START_ELEMENT) throw malformed(place() + " has an element where text is due");
      if (event == CHARACTERS || event == CDATA || event == SPACE) text.append(getText());
    }
    return text.toString();
  }

  private void opened() {
    String name = getLocalName();
    if (name.length() > nameLimit) {
      throw new CallException.Refused(
          FaultCode.TOO_LARGE,
          "an element's name has " + name.length() + " characters and NameLimit is " + nameLimit,
          "Use the names of the contract");
    }
    element = name;
    if (depth == 0) openEnvelope(name);
    else if (depth == 1) openPart(name);
    else if (depth == 2 && inBody) openOperation();
    depth++;
  }

  private void openEnvelope(String name) {
    String namespace = String.valueOf(getNamespaceURI());
    if (!name.equals("Envelope")) throw malformed("its root is not an Envelope of SOAP");
    if (namespace.equals(edition.namespace())) return;
    throw new CallException.Refused(
        FaultCode.VERSION_MISMATCH,
        "the Envelope is of the namespace '" + Shown.of(namespace) + "'",
        "Send SOAP 1.1 as text/xml and SOAP 1.2 as application/soap+xml");
  }

  private void openPart(String name) {
    boolean soap = edition.namespace().equals(getNamespaceURI());
    if (soap && name.equals("Header") && !headerSeen && !bodySeen) {
      headerSeen = true;
    } else if (soap && name.equals("Body") && !bodySeen) {
      bodySeen = true;
      inBody = true;
    } else {
      throw malformed("the Envelope holds '" + Shown.of(name) + "' where it may not");
    }
  }

  private void openOperation() {
    bodyChildren++;
    if (bodyChildren > 1) throw malformed("the Body holds more than one element");
  }

  private void closed() {
    depth--;
    if (depth == 1) inBody = false;
  }

  private void checkText() {
    boolean betweenParts = depth == 1 || (depth == 2 && inBody);
    if (betweenParts && !isWhiteSpace()) throw malformed("there is text between the parts of SOAP");
  }

  private static CallException malformed(String what) {
    return new CallException.Refused(
        FaultCode.MESSAGE_MALFORMED, "the request is not a SOAP envelope: " + what, MEND);
  }
}
