// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code ImWebServices.conf}: lines {@code Name=Value}, empty lines, and comments that start
 * with {@code #}. Problems are collected; {@link #finish} throws them all.
 */
final class SettingsFile {
  private static final long SIZE_LIMIT_BYTES = 1024 * 1024;
  private static final int MOST_EDITS = 4;

  private final String source;
  private final Map<Setting, String> values = new EnumMap<>(Setting.class);
  private final List<String> problems = new ArrayList<>();

  SettingsFile(String source) {
    this.source = source;
  }

  static SettingsFile read(Path file) {
    SettingsFile settings = new SettingsFile(file.toString());
    try {
      if (Files.size(file) > SIZE_LIMIT_BYTES) {
        settings.problems.add(
            "it is larger than " + SIZE_LIMIT_BYTES + " bytes; is it the right file?");
        return settings;
      }
      int number = 0;
      for (String line : Files.readAllLines(file, UTF_8)) settings.line(++number, line);
    } catch (MalformedInputException e) {
      settings.problems.add("it is not UTF-8; save it as UTF-8");
    } catch (IOException e) {
      settings.problems.add("it cannot be read; check that it is there and readable");
    }
    return settings;
  }

  void line(int number, String line) {
    String text = line.strip();
    if (text.isEmpty() || text.startsWith("#")) return;
    assignment("line " + number, text);
  }

  /** One {@code Name=Value} from the command line; it wins over the file. */
  void override(String text) {
    Optional<Setting> named = Setting.named(name(text));
    named.ifPresent(values::remove);
    assignment("-p " + text, text);
  }

  private static String name(String text) {
    int equals = text.indexOf('=');
    return equals < 0 ? text : text.substring(0, equals).strip();
  }

  private void assignment(String where, String text) {
    if (text.indexOf('=') < 0) {
      problems.add(where + ": '" + text + "' is not of the form Name=Value");
      return;
    }
    String name = name(text);
    String value = text.substring(text.indexOf('=') + 1).strip();
    Optional<Setting> setting = Setting.named(name);
    if (setting.isEmpty()) {
      problems.add(where + ": '" + name + "' is not a setting" + suggestion(name));
      return;
    }
    String problem = setting.get().problem(value);
    if (!problem.isEmpty()) problems.add(where + ": " + name + "=" + value + " " + problem);
    else if (values.put(setting.get(), value) != null) {
      problems.add(where + ": " + name + " is set a second time; keep one of the lines");
    }
  }

  private static String suggestion(String name) {
    String nearest = "";
    int least = MOST_EDITS;
    for (Setting setting : Setting.values()) {
      int edits =
          edits(name.toLowerCase(Locale.ROOT), setting.parameter().toLowerCase(Locale.ROOT));
      if (edits < least) {
        least = edits;
        nearest = setting.parameter();
      }
    }
    return nearest.isEmpty()
        ? "; docs/SETTINGS.md lists them"
        : "; did you mean '" + nearest + "'?";
  }

  /** The Levenshtein distance. */
  private static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) row[j] = j;
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }

  /**
   * The values that were set.
   *
   * @throws SettingsException with every problem
   */
  Map<Setting, String> finish() {
    if (!problems.isEmpty()) throw new SettingsException(source, problems);
    return values;
  }
}
