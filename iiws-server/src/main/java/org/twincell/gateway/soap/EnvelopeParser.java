// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.soap;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.InputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Opens readers over the bytes of envelopes, with all bounds set. Any thread. */
final class EnvelopeParser {
  private final XMLInputFactory factory;
  private final XmlLimits limits;

  EnvelopeParser(XmlLimits limits) {
    this.limits = limits;
    WstxInputFactory woodstox = new WstxInputFactory();
    woodstox.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    woodstox.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    // A value comes in one piece, and what is wrong with it shows when it is reached.
    woodstox.setProperty(XMLInputFactory.IS_COALESCING, true);
    woodstox.getConfig().doParseLazily(false);
    woodstox.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, limits.depthLimit());
    woodstox.setProperty(WstxInputProperties.P_MAX_ELEMENT_COUNT, (long) limits.elementLimit());
    woodstox.setProperty(WstxInputProperties.P_MAX_CHILDREN_PER_ELEMENT, limits.elementLimit());
    woodstox.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, limits.attributeLimit());
    woodstox.setProperty(WstxInputProperties.P_MAX_ATTRIBUTE_SIZE, limits.textLimit());
    woodstox.setProperty(WstxInputProperties.P_MAX_TEXT_LENGTH, limits.textLimit());
    this.factory = woodstox;
  }

  EnvelopeReader open(SoapRequest request) {
    InputStream bytes = request.body();
    try {
      XMLStreamReader parser =
          request.charset().isPresent()
              ? factory.createXMLStreamReader(bytes, request.charset().get().name())
              : factory.createXMLStreamReader(bytes);
      return new EnvelopeReader(parser, request.edition(), limits.nameLimit());
    } catch (XMLStreamException e) {
      throw ParserRefusal.of(e);
    }
  }
}
