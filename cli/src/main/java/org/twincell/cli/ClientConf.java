// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.twincell.protocol.keys.KeySettings;
import org.twincell.protocol.keys.PemFiles;

/**
 * The parameters of {@code mclient.conf} by their original names, with those of {@code -p} on top.
 *
 * @param serverName {@code ServerName}: stands for {@code -n}; empty means the name of this host
 * @param serverLocation {@code ServerLocation}: host of a cell that no directory names; empty means
 *     this host
 * @param serverPort {@code ServerPort}: its port
 * @param directoryName {@code ServerDirectoryName}: the directory file
 * @param encryptionKey {@code EncryptionKey}: for a cell that no directory names
 * @param connectionSetUp {@code ConnectionSetupTimeOut}, in seconds in the file: within it some
 *     member must be connected and active
 * @param keys how connections are guarded, by the names of {@code mcell.conf}: {@code
 *     RequireStrongKey}, {@code AllowPlainText}, {@code TlsCertificateFileName}, {@code
 *     TlsKeyFileName}, {@code TlsTrustFileName}
 */
record ClientConf(
    String serverName,
    String serverLocation,
    int serverPort,
    String directoryName,
    String encryptionKey,
    Duration connectionSetUp,
    KeySettings keys) {
  static final ClientConf DEFAULTS =
      new ClientConf("", "", 1828, "mcell.dir", "0", Duration.ofSeconds(10), KeySettings.DEFAULTS);

  private static final int CONF_LIMIT_BYTES = 1024 * 1024;
  private static final int SET_UP_LIMIT_SECONDS = 600;

  private static final String[] NAMES = {
    "ServerName",
    "ServerLocation",
    "ServerPort",
    "ServerDirectoryName",
    "EncryptionKey",
    "ConnectionSetupTimeOut",
    "ConnectionPortRange",
    "RequireStrongKey",
    "AllowPlainText",
    "TlsCertificateFileName",
    "TlsKeyFileName",
    "TlsTrustFileName"
  };

  /**
   * Names that files of the original carry and that change nothing here: the cell's key decides
   * about encryption, nobody logs in elsewhere, and traces are set by the logging of Java.
   */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "authenticationserveraddress",
          "encryption",
          "forceencryption",
          "connectionportreuse",
          "trace",
          "tracesrc",
          "traceconfigfilename",
          "tracedefaultfilename",
          "systemlogdirname",
          "systemtmpdirname",
          "systemvardirname");

  /**
   * Reads a file, or nothing when it need not be there and is not, and puts the settings of the
   * command line over it.
   *
   * @throws CommandFailure with every problem of both
   */
  static ClientConf load(Path file, boolean mustExist, List<String> overrides) {
    Reading reading = new Reading(file.resolveSibling(""));
    if (mustExist || Files.exists(file)) {
      int number = 0;
      for (String line : lines(file)) reading.line(file + ", line " + ++number, line);
    }
    for (String override : overrides) reading.assignment("-p " + override, override);
    return reading.finish();
  }

  private static List<String> lines(Path file) {
    try {
      if (Files.size(file) > CONF_LIMIT_BYTES) {
        throw new IOException("it is larger than " + CONF_LIMIT_BYTES + " bytes");
      }
      return Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (MalformedInputException e) {
      throw unreadable(file, "it is not UTF-8 text");
    } catch (IOException e) {
      throw unreadable(file, reason(e));
    }
  }

  /** What an I/O error says, in words that a person reads. */
  static String reason(IOException e) {
    if (e instanceof java.nio.file.NoSuchFileException) return "there is no such file";
    if (e instanceof java.nio.file.AccessDeniedException) return "permission denied";
    return e.getMessage() == null ? e.getClass().getSimpleName() : String.valueOf(e.getMessage());
  }

  private static CommandFailure unreadable(Path file, String why) {
    return new CommandFailure(
        ExitCode.CONFIGURATION,
        "cannot read " + file,
        why,
        "Name a readable file with -c, or a home with -l.");
  }

  /** Collects settings and problems line by line. */
  private static final class Reading {
    private final Map<String, String> values = new HashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final Path folder;
    private ExitCode code = ExitCode.CONFIGURATION;

    Reading(Path folder) {
      this.folder = folder;
    }

    void line(String place, String line) {
      String text = line.strip();
      if (!text.isEmpty() && text.charAt(0) != '#') assignment(place, text);
    }

    void assignment(String place, String text) {
      int equals = text.indexOf('=');
      if (equals < 1) {
        problems.add(place + ": write <name>=<value>, not '" + text + "'");
        return;
      }
      String name = text.substring(0, equals).strip();
      String value = unquoted(text.substring(equals + 1).strip());
      String key = name.toLowerCase(Locale.ROOT);
      if (WITHOUT_EFFECT.contains(key)) return;
      for (String known : NAMES) {
        if (known.equalsIgnoreCase(name)) {
          values.put(known, value);
          return;
        }
      }
      problems.add(
          place + ": '" + name + "' is not a parameter; did you mean '" + nearest(name) + "'?");
    }

    private static String unquoted(String value) {
      boolean quoted =
          value.length() > 1
              && (value.charAt(0) == '"' || value.charAt(0) == '\'')
              && value.charAt(0) == value.charAt(value.length() - 1);
      return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private static String nearest(String name) {
      String best = NAMES[0];
      for (String known : NAMES) {
        if (distance(known, name) < distance(best, name)) best = known;
      }
      return best;
    }

    private int number(String name, int otherwise, int least, int most) {
      String value = values.get(name);
      if (value == null || value.isEmpty()) return otherwise;
      try {
        int number = Integer.parseInt(value);
        if (number >= least && number <= most) return number;
      } catch (NumberFormatException e) {
        // Told below, together with a number out of range.
      }
      problems.add(name + "=" + value + ": write a number from " + least + " to " + most);
      return otherwise;
    }

    private boolean yes(String name) {
      String value = text(name, "No");
      boolean yes = value.equalsIgnoreCase("yes") || value.equalsIgnoreCase("on");
      if (!yes && !value.equalsIgnoreCase("no") && !value.equalsIgnoreCase("off")) {
        problems.add(name + "=" + value + ": write Yes or No");
      }
      return yes;
    }

    /** The three files go together: a certificate without its key proves nothing. */
    private KeySettings keys() {
      List<Path> files =
          Stream.of("TlsCertificateFileName", "TlsKeyFileName", "TlsTrustFileName")
              .map(name -> text(name, ""))
              .filter(name -> !name.isEmpty())
              .map(folder::resolve)
              .toList();
      if (files.size() == 1 || files.size() == 2) {
        problems.add(
            "TlsCertificateFileName, TlsKeyFileName and TlsTrustFileName: name all three or none");
      }
      Optional<PemFiles> pem =
          files.size() == 3
              ? Optional.of(new PemFiles(files.get(0), files.get(1), files.get(2)))
              : Optional.empty();
      return new KeySettings(pem, yes("AllowPlainText"), yes("RequireStrongKey"));
    }

    private String text(String name, String otherwise) {
      String value = values.getOrDefault(name, "");
      return value.isEmpty() ? otherwise : value;
    }

    ClientConf finish() {
      if (!text("ConnectionPortRange", "").isEmpty()) {
        code = ExitCode.PORT_RANGE;
        problems.add("ConnectionPortRange: source ports cannot be chosen; take the line away");
      }
      ClientConf conf =
          new ClientConf(
              text("ServerName", DEFAULTS.serverName),
              text("ServerLocation", DEFAULTS.serverLocation),
              number("ServerPort", DEFAULTS.serverPort, 1, 65535),
              text("ServerDirectoryName", DEFAULTS.directoryName),
              text("EncryptionKey", DEFAULTS.encryptionKey),
              Duration.ofSeconds(
                  number(
                      "ConnectionSetupTimeOut",
                      (int) DEFAULTS.connectionSetUp.toSeconds(),
                      1,
                      SET_UP_LIMIT_SECONDS)),
              keys());
      if (problems.isEmpty()) return conf;
      throw new CommandFailure(
          code, "the configuration cannot be used", String.join("; ", problems), "");
    }

    /** How many letters to add, drop or change, whatever their case. */
    private static int distance(String a, String b) {
      int[] row = new int[b.length() + 1];
      for (int j = 0; j <= b.length(); j++) row[j] = j;
      for (int i = 1; i <= a.length(); i++) {
        int diagonal = row[0];
        row[0] = i;
        for (int j = 1; j <= b.length(); j++) {
          int above = row[j];
          boolean same =
              Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
          row[j] = Math.min(Math.min(above, row[j - 1]) + 1, diagonal + (same ? 0 : 1));
          diagonal = above;
        }
      }
      return row[b.length()];
    }
  }
}
