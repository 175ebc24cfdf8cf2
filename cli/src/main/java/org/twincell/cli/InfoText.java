// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a member tells of itself, in a form for people: {@code mgetinfo -v}. */
final class InfoText {
  private static final int LABEL_WIDTH = 24;

  private static final Map<String, String> LABELS =
      Map.of(
          "cell", "Name",
          "role", "Role",
          "home", "Home",
          "configuration", "Configuration file",
          "directory", "Directory file",
          "data", "Data",
          "classes", "Knowledge base (classes)",
          "member", "Member",
          "class file", "Class file",
          "logging", "Logging file");

  private InfoText() {}

  /** The lines of {@code config}, {@code connect} or {@code metrics}. */
  static List<String> readable(String information, List<String> lines) {
    return switch (information) {
      case "config" -> lines.stream().map(InfoText::setting).toList();
      case "connect" -> lines.stream().map(InfoText::connection).toList();
      default -> metrics(lines);
    };
  }

  private static String setting(String line) {
    int equals = line.indexOf('=');
    if (equals < 0) return line;
    String name = line.substring(0, equals);
    return padded(LABELS.getOrDefault(name, name)) + "  " + line.substring(equals + 1);
  }

  private static String padded(String label) {
    return label + " ".repeat(Math.max(0, LABEL_WIDTH - label.length()));
  }

  private static String connection(String line) {
    if (line.startsWith("in  ")) return "from a client   " + line.substring(4);
    if (line.startsWith("out ")) return "to a member     " + line.substring(4);
    return line;
  }

  /** One line for each figure: name, value, and what it is where the member says so. */
  private static List<String> metrics(List<String> lines) {
    Map<String, String> meanings = new HashMap<>();
    List<String> all = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("# HELP ")) {
        String[] parts = line.split(" ", 4);
        if (parts.length == 4) meanings.put(parts[2], parts[3]);
      } else if (!line.startsWith("#") && line.lastIndexOf(' ') > 0) {
        int space = line.lastIndexOf(' ');
        String name = line.substring(0, space);
        String meaning = meanings.getOrDefault(name.replaceAll("\\{.*", ""), "").strip();
        all.add(
            String.format(Locale.ROOT, "%-60s %12s", name, line.substring(space + 1))
                + (meaning.isEmpty() ? "" : "  " + meaning));
      }
    }
    return all;
  }
}
