// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.settings;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Collects {@code Parameter=Value} lines, later ones over earlier ones, and all that is wrong with
 * them. One thread.
 */
final class ParameterReader {
  /** Lines longer than this are no parameters. */
  static final int LINE_LIMIT_CHARACTERS = 4096;

  private static final Pattern DURATION =
      Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)\\s*(ms|s|m|h|d)?");

  private record Given(String value, String where, Path folder) {}

  private final Map<Parameter, Given> given = new EnumMap<>(Parameter.class);
  private final List<String> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  /** A line of the file. Blank lines and {@code #} lines say nothing. */
  void line(Path file, int number, String line) {
    String text = line.strip();
    if (text.isEmpty() || text.startsWith("#")) return;
    assignment(file + " line " + number, text, file.toAbsolutePath().resolveSibling(""));
  }

  /** A {@code -p} option. */
  void option(String text, Path workingFolder) {
    assignment("option -p " + nameOf(text), text.strip(), workingFolder);
  }

  private void assignment(String where, String text, Path folder) {
    int equals = text.indexOf('=');
    if (equals < 1 || text.length() > LINE_LIMIT_CHARACTERS) {
      problem(where, "this is no parameter", "Write Parameter=Value");
      return;
    }
    String name = nameOf(text);
    Optional<Parameter> parameter = Parameter.named(name);
    if (parameter.isEmpty()) {
      problem(
          where,
          "'" + name + "' is not a parameter of mcell",
          Parameter.near(name)
              .map(p -> "Did you mean '" + p.name() + "'?")
              .orElse("docs/SETTINGS.md lists them"));
      return;
    }
    if (parameter.get().kind() == Parameter.Kind.NOT_USED) {
      warnings.add(where + ": " + name + " has no effect: " + parameter.get().meaning());
    }
    given.put(parameter.get(), new Given(text.substring(equals + 1).strip(), where, folder));
  }

  private static String nameOf(String text) {
    int equals = text.indexOf('=');
    return (equals < 0 ? text : text.substring(0, equals)).strip();
  }

  String text(Parameter parameter) {
    Given value = given.get(parameter);
    return value == null ? parameter.fallback() : value.value();
  }

  /** One of some words, in any case. */
  String choice(Parameter parameter, List<String> words) {
    String word = text(parameter).toLowerCase(Locale.ROOT);
    if (words.contains(word)) return word;
    problem(
        where(parameter),
        parameter + "=" + text(parameter) + " is not usable",
        "Write " + String.join(" or ", words));
    return parameter.fallback();
  }

  long number(Parameter parameter, long least, long most) {
    String text = text(parameter);
    try {
      long value = Long.parseLong(text);
      if (value >= least && value <= most) return value;
    } catch (NumberFormatException e) {
      // Told below, together with a number that is out of range.
    }
    problem(
        where(parameter),
        parameter + "=" + text + " is not usable",
        "Write a whole number from " + least + " to " + most);
    return Long.parseLong(parameter.fallback());
  }

  /** Seconds unless the unit ms, s, m, h or d follows. */
  Duration duration(Parameter parameter, Duration least, Duration most) {
    Optional<Duration> value = parseDuration(text(parameter));
    if (value.isPresent()
        && value.get().compareTo(least) >= 0
        && value.get().compareTo(most) <= 0) {
      return value.get();
    }
    problem(
        where(parameter),
        parameter + "=" + text(parameter) + " is not usable",
        "Write a time from "
            + spell(least)
            + " to "
            + spell(most)
            + ", for example 5, 500ms or 2h");
    return parseDuration(parameter.fallback()).orElseThrow();
  }

  static Optional<Duration> parseDuration(String text) {
    Matcher matcher = DURATION.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) return Optional.empty();
    long unitNanos =
        switch (matcher.group(2) == null ? "s" : matcher.group(2)) {
          case "ms" -> 1_000_000L;
          case "m" -> 60_000_000_000L;
          case "h" -> 3_600_000_000_000L;
          case "d" -> 86_400_000_000_000L;
          default -> 1_000_000_000L;
        };
    BigDecimal nanos = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unitNanos));
    return nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(nanos.longValue()));
  }

  static String spell(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + "s"
        : duration.toMillis() + "ms";
  }

  boolean yes(Parameter parameter) {
    switch (text(parameter).toLowerCase(Locale.ROOT)) {
      case "yes", "on" -> {
        return true;
      }
      case "no", "off" -> {
        return false;
      }
      default -> {
        problem(
            where(parameter),
            parameter + "=" + text(parameter) + " is not usable",
            "Write Yes, No, On or Off");
        return false;
      }
    }
  }

  /**
   * A path: absolute, relative to the working folder when it begins with {@code ./} or {@code ../},
   * else relative to the folder of the file that names it, or to {@code otherwise} where no file
   * does.
   */
  Optional<Path> path(Parameter parameter, Path otherwise) {
    String text = text(parameter);
    if (text.isEmpty()) return Optional.empty();
    if (text.indexOf('%') >= 0 || text.indexOf('\0') >= 0) {
      problem(
          where(parameter),
          parameter + "=" + text + " is not usable",
          "Substitutions such as %T are not supported; write the path out");
      return Optional.empty();
    }
    if (text.startsWith("./") || text.startsWith("../")) {
      return Optional.of(Path.of(text).toAbsolutePath().normalize());
    }
    Given value = given.get(parameter);
    Path base = value == null ? otherwise : value.folder();
    return Optional.of(base.resolve(text).toAbsolutePath().normalize());
  }

  boolean isGiven(Parameter parameter) {
    return given.containsKey(parameter);
  }

  private String where(Parameter parameter) {
    Given value = given.get(parameter);
    return value == null ? "default of " + parameter : value.where();
  }

  void problem(String where, String what, String mend) {
    problems.add(where + ": " + what + ". " + mend + (mend.endsWith("?") ? "" : "."));
  }

  List<String> problems() {
    return problems;
  }

  List<String> warnings() {
    return warnings;
  }
}
