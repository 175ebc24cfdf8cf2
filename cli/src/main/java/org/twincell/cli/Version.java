// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

/** The version of this program, from its archive. */
final class Version {
  private Version() {}

  static String text() {
    String written = Version.class.getPackage().getImplementationVersion();
    return written == null ? "(built in place)" : written;
  }
}
