// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import java.util.Locale;

/** What decides about a takeover. */
enum Mode {
  /** One member: there is nobody to take over. */
  STAND_ALONE,
  /** A majority of the members. */
  SAFE,
  /** A time-out: each of two members carries on alone when it loses the other. */
  AVAILABLE,
  /** The operator. */
  MANUAL;

  /** As status answers and operators spell it. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
