// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.benchmarks;

import java.io.PrintStream;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import org.twincell.time.TimeSource;

/** Prints progress and the rows of the result as they come. */
final class Report {
  private final PrintStream out;
  private final TimeSource time;

  Report(PrintStream out, TimeSource time) {
    this.out = out;
    this.time = time;
  }

  void title(String text) {
    out.printf(
        Locale.ROOT,
        "%n== %s (Java %s, %d cores, %s)%n",
        text,
        Runtime.version().feature(),
        Runtime.getRuntime().availableProcessors(),
        time.wallClock().truncatedTo(ChronoUnit.SECONDS));
  }

  void progress(String text) {
    out.println("   ... " + text);
  }

  void row(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }

  static double median(double... values) {
    return quantile(0.5, values);
  }

  /** The value below which this share of the values lies; the nearest one of them. */
  static double quantile(double share, double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    if (sorted.length == 0) return Double.NaN;
    return sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))];
  }
}
