// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What both members of a pair should be set alike in, {@code name=value}, and where they are not.
 */
final class SharedSettings {
  private SharedSettings() {}

  /** The mode, which follows from directory and settings, and the settings themselves. */
  static List<String> of(Members members, List<String> settings) {
    List<String> all = new ArrayList<>();
    all.add("mode=" + members.modeWord());
    all.addAll(settings);
    return List.copyOf(all);
  }

  /**
   * For people; empty when they are alike. What only one of the two names, as a member of another
   * version may, is no difference.
   */
  static String differences(List<String> here, List<String> there) {
    Map<String, String> others = new HashMap<>();
    there.forEach(each -> others.put(name(each), value(each)));
    List<String> found = new ArrayList<>();
    for (String each : here) {
      String other = others.getOrDefault(name(each), value(each));
      if (other.equals(value(each))) continue;
      found.add(name(each) + " is " + other + " there, " + value(each) + " here");
    }
    return String.join("; ", found);
  }

  private static String name(String setting) {
    int equals = setting.indexOf('=');
    return equals < 0 ? setting : setting.substring(0, equals);
  }

  private static String value(String setting) {
    return setting.substring(Math.min(setting.length(), name(setting).length() + 1));
  }
}
