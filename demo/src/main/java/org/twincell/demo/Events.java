// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.demo;

import org.twincell.client.Event;

/** How the events of the demonstration look. */
final class Events {
  /** Lines of logs are of this class. */
  static final String CLASS = "LOG_LINE";

  /** The class file of the demonstration; every member has it in its knowledge base. */
  static final String CLASS_FILE =
      """
      MC_EV_CLASS : LOG_LINE ISA EVENT
      DEFINES {
        log_file : STRING;
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
