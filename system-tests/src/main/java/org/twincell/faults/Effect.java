// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether a fault took effect, by what that was seen, and what it broke that has to hold.
 *
 * @param seen only then it counts as fired
 * @param broken one sentence for each thing that must not be; the run is not clean then
 */
record Effect(boolean seen, String what, List<String> broken) {
  Effect {
    broken = List.copyOf(broken);
  }

  Effect(boolean seen, String what) {
    this(seen, what, List.of());
  }

  static Effect none(String why) {
    return new Effect(false, why);
  }

  /** Seen when the count is above zero. */
  static Effect counted(long count, String of) {
    return new Effect(count > 0, count + " " + of);
  }

  /** The same, and this must hold. */
  Effect must(boolean holds, String sentence) {
    if (holds) return this;
    List<String> all = new ArrayList<>(broken);
    all.add(sentence);
    return new Effect(seen, what, all);
  }
}
