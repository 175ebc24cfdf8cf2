// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults.site;

import java.io.IOException;
import java.util.Optional;

/** Puts a program between a party and the bridge that delays, reorders and doubles packets. */
public interface ForwardedLinks extends AutoCloseable {
  /** Why it cannot be done here; empty when it can. */
  Optional<String> lacking();

  /**
   * Takes a port off the bridge and forwards its packets, in both directions, as bad as asked.
   *
   * @param port the bridge's end of a veth pair; its other end is eth0 in the namespace
   */
  Wound insert(String port, String bridge, Quality quality) throws IOException;

  @Override
  void close();
}
