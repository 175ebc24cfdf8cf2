// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.baroc;

/** Where something stands in a text; line and column from 1. */
record Place(String file, int line, int column) {
  Problem problem(String what, String mend) {
    return new Problem(file, line, column, what, mend);
  }
}
