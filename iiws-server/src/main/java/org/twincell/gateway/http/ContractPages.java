// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.twincell.imapi.Contract;

/**
 * The WSDL and the schemas as a client fetches them: with the address by which the client reached
 * this gateway, and with references that work from there.
 */
final class ContractPages {
  private static final String FILE_ADDRESS =
      "http://localhost:" + Contract.DEFAULT_PORT + Contract.PATH + "/";

  private final Map<String, String> files = new HashMap<>();

  ContractPages() {
    files.put(Contract.WSDL, read(Contract.WSDL));
    for (String schema : Contract.SCHEMAS) files.put(schema, read(schema));
  }

  private static String read(String name) {
    try (InputStream in = Contract.resource(name).openStream()) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the program's own file " + name + " cannot be read", e);
    }
  }

  /**
   * The document that a query string asks for, absent when it asks for none of the contract.
   *
   * @param query what follows the question mark
   * @param address of the endpoint as the client wrote it, with scheme and host, safe to be put
   *     into XML
   */
  Optional<String> find(String query, String address) {
    String reference = address.endsWith("/") ? "../ImpactManager?xsd=" : "ImpactManager?xsd=";
    return Optional.ofNullable(files.get(fileName(query)))
        .map(text -> text.replace("schemaLocation=\"", "schemaLocation=\"" + reference))
        .map(text -> text.replace(FILE_ADDRESS, address));
  }

  private static String fileName(String query) {
    String lower = query.toLowerCase(Locale.ROOT);
    if (lower.equals("wsdl") || lower.startsWith("wsdl=") || lower.startsWith("wsdl&")) {
      return Contract.WSDL;
    }
    if (!lower.startsWith("xsd=")) return "";
    try {
      return URLDecoder.decode(query.substring("xsd=".length()), UTF_8);
    } catch (IllegalArgumentException notEncodedRight) {
      return "";
    }
  }
}
