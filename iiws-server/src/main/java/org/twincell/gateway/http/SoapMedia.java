// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.http;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.twincell.gateway.cells.Shown;
import org.twincell.gateway.fault.CallException;
import org.twincell.gateway.fault.FaultCode;
import org.twincell.gateway.soap.SoapEdition;

/**
 * What the headers of a POST say about its body.
 *
 * @param charset absent when the header does not say, and the XML declaration is asked
 */
record SoapMedia(SoapEdition edition, Optional<Charset> charset) {
  private static final Set<String> CHARSETS =
      Set.of(
          "utf-8",
          "utf-16",
          "utf-16le",
          "utf-16be",
          "us-ascii",
          "iso-8859-1",
          "iso-8859-15",
          "windows-1252");

  /**
   * Reads Content-Type and Content-Encoding.
   *
   * @throws CallException.Refused when they are not SOAP's
   */
  static SoapMedia of(HttpFields headers) {
    String type = String.valueOf(headers.get(HttpHeader.CONTENT_TYPE));
    if (headers.getFields(HttpHeader.CONTENT_TYPE).size() != 1) {
      throw refused("the request has no Content-Type, or several");
    }
    String encoding = headers.get(HttpHeader.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw refused("the body is packed as '" + Shown.of(encoding) + "'");
    }
    String media = HttpField.getValueParameters(type, null).strip();
    SoapEdition edition =
        SoapEdition.ofMediaType(media)
            .orElseThrow(() -> refused("the Content-Type is '" + Shown.of(type) + "'"));
    return new SoapMedia(edition, charset(type));
  }

  private static Optional<Charset> charset(String type) {
    Map<String, String> parameters = new HashMap<>();
    HttpField.getValueParameters(type, parameters);
    String name = parameters.get("charset");
    if (name == null) return Optional.empty();
    try {
      Charset charset = Charset.forName(name);
      if (CHARSETS.contains(charset.name().toLowerCase(Locale.ROOT))) return Optional.of(charset);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw refused("the charset '" + Shown.of(name) + "' is not known");
    }
    throw refused("the charset '" + Shown.of(name) + "' is not taken");
  }

  private static CallException refused(String what) {
    return new CallException.Refused(
        FaultCode.MEDIA_TYPE,
        what,
        "Send SOAP 1.1 as text/xml or SOAP 1.2 as application/soap+xml, not packed, best as UTF-8");
  }
}
