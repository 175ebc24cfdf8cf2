// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.demo;

import java.io.PrintStream;
import java.util.Locale;
import org.twincell.time.TimeSource;

/** Tells the viewer what happens, with the seconds since the start. Any thread may use it. */
final class Narrator {
  private final PrintStream out;
  private final TimeSource time;
  private final long start;

  Narrator(PrintStream out, TimeSource time) {
    this.out = out;
    this.time = time;
    this.start = time.monotonicNanos();
  }

  TimeSource time() {
    return time;
  }

  void tell(String text) {
    double seconds = (time.monotonicNanos() - start) / 1e9;
    line(String.format(Locale.ROOT, "%6.1f s  %s", seconds, text));
  }

  synchronized void line(String text) {
    out.println(text);
    out.flush();
  }
}
