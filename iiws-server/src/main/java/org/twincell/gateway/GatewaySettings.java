// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.twincell.gateway.cells.BufferMode;
import org.twincell.gateway.http.HttpLimits;
import org.twincell.gateway.operation.OperationLimits;
import org.twincell.gateway.soap.XmlLimits;
import org.twincell.protocol.keys.KeySettings;
import org.twincell.protocol.keys.PemFiles;

/**
 * What a gateway is started with. {@link #DEFAULTS} is complete; {@link #read} takes a file of the
 * original's form; {@link #with} changes single parameters.
 *
 * @param directoryFile {@code mcell.dir}; watched while the gateway runs
 * @param bindAddress empty for all of the machine's addresses
 * @param port 0 for any
 * @param keys how cells are reached
 * @param limits every bound of the gateway
 */
public record GatewaySettings(
    Path directoryFile, String bindAddress, int port, KeySettings keys, Limits limits) {
  /** Every bound of the gateway, by the part that holds it. */
  public record Limits(
      HttpLimits http, XmlLimits xml, OperationLimits operations, int pageCursorLimit) {}

  /**
   * The directory {@code mcell.dir} of the working folder, port 9080, every bound as documented.
   */
  public static final GatewaySettings DEFAULTS = of(new EnumMap<>(Setting.class), Path.of(""));

  /**
   * Reads a settings file; what it does not set has its default.
   *
   * @param overrides {@code Name=Value} each; they win over the file
   * @throws SettingsException with every problem of the file and the overrides
   */
  public static GatewaySettings read(Path file, List<String> overrides) {
    Path folder = file.toAbsolutePath().getParent();
    return of(SettingsFile.read(file), overrides, folder == null ? Path.of("") : folder);
  }

  /**
   * The defaults with some parameters set.
   *
   * @param parameters {@code Name=Value} each
   * @throws SettingsException with every problem
   */
  public static GatewaySettings with(String... parameters) {
    return of(new SettingsFile("command line"), List.of(parameters), Path.of(""));
  }

  private static GatewaySettings of(SettingsFile file, List<String> overrides, Path folder) {
    overrides.forEach(file::override);
    return of(file.finish(), folder);
  }

  private static GatewaySettings of(Map<Setting, String> values, Path folder) {
    Reading reading = new Reading(values);
    HttpLimits http =
        new HttpLimits(
            reading.number(Setting.REQUEST_BODY_LIMIT),
            reading.large(Setting.BODIES_LIMIT),
            reading.large(Setting.ANSWERS_LIMIT),
            reading.number(Setting.CALL_LIMIT),
            reading.number(Setting.CONNECTION_LIMIT),
            reading.time(Setting.IDLE_TIMEOUT),
            reading.time(Setting.BODY_TIMEOUT),
            reading.number(Setting.MINIMUM_DATA_RATE));
    XmlLimits xml =
        new XmlLimits(
            reading.number(Setting.DEPTH_LIMIT),
            reading.number(Setting.ELEMENT_LIMIT),
            reading.number(Setting.ATTRIBUTE_LIMIT),
            reading.number(Setting.NAME_LIMIT),
            reading.number(Setting.TEXT_LIMIT),
            reading.number(Setting.LARGE_CALL_LIMIT));
    Limits limits =
        new Limits(http, xml, operations(reading), reading.number(Setting.PAGE_CURSOR_LIMIT));
    return new GatewaySettings(
        reading.path(Setting.SERVER_DIRECTORY_NAME, folder),
        reading.text(Setting.BIND_ADDRESS),
        reading.number(Setting.PORT),
        keys(reading, folder),
        limits);
  }

  private static OperationLimits operations(Reading reading) {
    return new OperationLimits(
        reading.number(Setting.ROW_LIMIT),
        reading.number(Setting.PAGE_BYTES_LIMIT),
        reading.number(Setting.SLOT_TEXT_LIMIT),
        reading.number(Setting.QUERY_TEXT_LIMIT),
        new OperationLimits.Waits(
            reading.time(Setting.DEFAULT_TIMEOUT), reading.time(Setting.TIMEOUT_LIMIT)),
        BufferMode.valueOf(reading.text(Setting.PERSISTENCY_LEVEL).toUpperCase(Locale.ROOT)));
  }

  private static KeySettings keys(Reading reading, Path folder) {
    List<Path> files = new ArrayList<>();
    List<Setting> pem =
        List.of(Setting.TLS_CERTIFICATE, Setting.TLS_PRIVATE_KEY, Setting.TLS_TRUSTED);
    for (Setting setting : pem) {
      if (!reading.text(setting).isEmpty()) files.add(reading.path(setting, folder));
    }
    if (!files.isEmpty() && files.size() < pem.size()) {
      throw new SettingsException(
          "settings",
          List.of(
              "TlsCertificateFileName, TlsKeyFileName and TlsTrustFileName go together; set all three or none"));
    }
    Optional<PemFiles> pemFiles =
        files.isEmpty()
            ? Optional.empty()
            : Optional.of(new PemFiles(files.get(0), files.get(1), files.get(2)));
    return new KeySettings(
        pemFiles, reading.yes(Setting.ALLOW_PLAIN_TEXT), reading.yes(Setting.REQUIRE_STRONG_KEY));
  }

  /** Values that were set, and defaults for the others; all are checked already. */
  private record Reading(Map<Setting, String> values) {
    String text(Setting setting) {
      return values.getOrDefault(setting, setting.byDefault());
    }

    /** A path that begins with a dot starts at the working folder, another at the file's. */
    Path path(Setting setting, Path folder) {
      Path path = Path.of(text(setting));
      return path.startsWith(".") || path.startsWith("..") ? path : folder.resolve(path);
    }

    int number(Setting setting) {
      return Integer.parseInt(text(setting));
    }

    long large(Setting setting) {
      return Long.parseLong(text(setting));
    }

    Duration time(Setting setting) {
      return Duration.ofMillis(Setting.millis(text(setting)).orElseThrow());
    }

    boolean yes(Setting setting) {
      return Setting.isYes(text(setting));
    }
  }
}
