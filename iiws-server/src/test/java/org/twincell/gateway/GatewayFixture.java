// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.twincell.time.SystemTime;

/** Gateways on one directory, in front of cells in memory that are called Alphonse and Bertha. */
final class GatewayFixture implements AutoCloseable {
  static final String DIRECTORY =
      """
      # the machines of the test
      cell Alphonse 0123456789abcdef localhost:1828 localhost:1829
      witness Alphonse 0123456789abcdef localhost:1830
      cell Bertha other-key-of-16-chars localhost:1831
      gateway.imcomm IIWSGatewayServer mc localhost:1859
      """;

  final Path directory;
  private final Map<String, MemoryCell> cells = new ConcurrentHashMap<>();
  private final List<Gateway> gateways = new ArrayList<>();

  GatewayFixture(Path folder) {
    this.directory = folder.resolve("mcell.dir");
    write(DIRECTORY);
  }

  void write(String text) {
    try {
      Files.writeString(directory, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  MemoryCell cell(String name) {
    return cells.computeIfAbsent(name, n -> new MemoryCell());
  }

  Gateway start(String... parameters) {
    List<String> all = new ArrayList<>(Arrays.asList(parameters));
    all.add("Port=0");
    all.add("BindAddress=localhost");
    all.add("ServerDirectoryName=" + directory);
    Gateway gateway =
        Gateway.start(
            GatewaySettings.with(all.toArray(String[]::new)),
            entry -> cell(entry.name()).connect(),
            SystemTime.SYSTEM);
    gateways.add(gateway);
    return gateway;
  }

  static SoapCaller soap11(Gateway gateway) {
    return new SoapCaller(gateway.url(), SoapCaller.SOAP_11);
  }

  static SoapCaller soap12(Gateway gateway) {
    return new SoapCaller(gateway.url() + "/", SoapCaller.SOAP_12);
  }

  @Override
  public void close() {
    gateways.forEach(Gateway::close);
  }
}
