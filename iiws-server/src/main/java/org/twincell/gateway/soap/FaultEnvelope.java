// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.soap;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.twincell.gateway.fault.CallException;
import org.twincell.gateway.fault.FaultCode;
import org.twincell.imapi.Contract;

/**
 * Writes a failure as a SOAP fault with the contract's detail. The text of the failure is both the
 * faultstring and IMFailure, because some clients show the one and some the other.
 */
final class FaultEnvelope {
  private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

  private FaultEnvelope() {}

  /** The envelope's bytes. */
  static byte[] write(SoapEdition edition, CallException failure) {
    String text = escaped(failure.text());
    String fault =
        switch (edition) {
          case SOAP_11 ->
              "<faultcode>S:%s</faultcode><faultstring>%s</faultstring><detail>%s</detail>"
                  .formatted(word11(failure.code()), text, detail(text));
          case SOAP_12 ->
              ("<S:Code><S:Value>S:%s</S:Value></S:Code><S:Reason><S:Text xml:lang=\"en\">%s"
                      + "</S:Text></S:Reason><S:Detail>%s</S:Detail>")
                  .formatted(word12(failure.code()), text, detail(text));
        };
    return (DECLARATION
            + "<S:Envelope xmlns:S=\"%s\"><S:Body><S:Fault>%s</S:Fault></S:Body></S:Envelope>"
                .formatted(edition.namespace(), fault))
        .getBytes(UTF_8);
  }

  /** A SOAP 1.1 fault travels in a 500; SOAP 1.2 tells a sender's fault by 400. */
  static int status(SoapEdition edition, CallException failure) {
    boolean sender = word12(failure.code()).equals("Sender");
    return edition == SoapEdition.SOAP_12 && sender ? 400 : 500;
  }

  private static String detail(String text) {
    return "<e:%s xmlns:e=\"%s\"><e:%s>%s</e:%s></e:%s>"
        .formatted(
            Contract.EXECUTION_FAULT.getLocalPart(),
            Contract.ELEMS_NAMESPACE,
            Contract.IM_FAILURE.getLocalPart(),
            text,
            Contract.IM_FAILURE.getLocalPart(),
            Contract.EXECUTION_FAULT.getLocalPart());
  }

  private static String word11(FaultCode code) {
    if (code == FaultCode.VERSION_MISMATCH) return "VersionMismatch";
    if (code == FaultCode.MUST_UNDERSTAND) return "MustUnderstand";
    return code.blame() == FaultCode.Blame.CALLER ? "Client" : "Server";
  }

  private static String word12(FaultCode code) {
    if (code == FaultCode.VERSION_MISMATCH) return "VersionMismatch";
    if (code == FaultCode.MUST_UNDERSTAND) return "MustUnderstand";
    return code.blame() == FaultCode.Blame.CALLER ? "Sender" : "Receiver";
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              if (c == '<') escaped.append("&lt;");
              else if (c == '>') escaped.append("&gt;");
              else if (c == '&') escaped.append("&amp;");
              else escaped.appendCodePoint(isXml(c) ? c : '?');
            });
    return escaped.toString();
  }

  private static boolean isXml(int c) {
    return c == '\n'
        || c == '\t'
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }
}
