// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.soap;

import java.util.Locale;
import javax.xml.stream.Location;
import javax.xml.stream.XMLStreamException;
import org.twincell.gateway.fault.CallException;
import org.twincell.gateway.fault.FaultCode;

/** Says what the XML parser refused, without the parser's own words. */
final class ParserRefusal {
  private ParserRefusal() {}

  static CallException of(XMLStreamException e) {
    String words = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    // Woodstox tells a limit by the plain class and these words; a test holds it to that.
    if (e.getClass().equals(XMLStreamException.class) && words.contains("limit (")) {
      return tooLarge(words);
    }
    Location at = e.getLocation();
    String place =
        at == null ? "" : " at line " + at.getLineNumber() + ", column " + at.getColumnNumber();
    return new CallException.Refused(
        FaultCode.MESSAGE_MALFORMED,
        "the request is not well-formed XML" + place,
        "Check that the envelope is complete and in the encoding that it declares");
  }

  private static CallException tooLarge(String words) {
    return new CallException.Refused(
        FaultCode.TOO_LARGE,
        "the envelope passes the limit " + limitName(words),
        "Send less in one call; the operator can raise the limit");
  }

  private static String limitName(String words) {
    if (words.contains("depth")) return "DepthLimit";
    if (words.contains("element")) return "ElementLimit";
    if (words.contains("attribute size")) return "TextLimit";
    return words.contains("attribute") ? "AttributeLimit" : "TextLimit";
  }
}
