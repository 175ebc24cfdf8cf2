// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults.site;

import java.io.IOException;

/** A link that is hurt, until it is closed. */
public interface Wound extends AutoCloseable {
  /**
   * How often it took effect so far: packets dropped or delayed, bytes held back, connections
   * reset. Zero means that nobody noticed.
   */
  long effects() throws IOException;

  /** Heals the link; twice without harm. */
  @Override
  void close() throws IOException;
}
