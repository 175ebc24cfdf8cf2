// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.demo;

import org.twincell.client.Event;

/** How the events of the demonstration look. */
final class Events {
  /** Lines of logs are of this class. */
  static final String CLASS = "DEMO_LINE";

  /** Stands behind the LOG_LINE of the samples in the knowledge base of every member. */
  static final String CLASS_FILE =
      """
      MC_EV_CLASS : DEMO_LINE ISA LOG_LINE
      DEFINES {
        demo_run : STRING;
        demo_number : INTEGER;
      };
      END
      """;

  /** Carries the number of the event, so that the count does not depend on ids. */
  static final String NUMBER_SLOT = "demo_number";

  private Events() {}

  /** Selects the events of one run. */
  static String ofRun(String runName) {
    return "demo_run: equals '" + runName + "'";
  }

  static int number(Event event) {
    return Integer.parseInt(event.text(NUMBER_SLOT));
  }
}
