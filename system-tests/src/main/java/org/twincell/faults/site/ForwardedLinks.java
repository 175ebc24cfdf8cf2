// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults.site;

import java.io.IOException;

/** Puts a program between a party and the bridge that delays, reorders and doubles packets. */
public interface ForwardedLinks extends AutoCloseable {
  /** For machines where this cannot be done. */
  ForwardedLinks NONE =
      new ForwardedLinks() {
        @Override
        public boolean works() {
          return false;
        }

        @Override
        public Wound insert(String port, String bridge, Quality quality) throws IOException {
          throw new IOException("this machine cannot forward packets through a program");
        }

        @Override
        public void close() {}
      };

  /** Whether it can be done here. */
  boolean works();

  /**
   * Takes a port off the bridge and forwards its packets, in both directions, as bad as asked.
   *
   * @param port the bridge's end of a veth pair; its other end is eth0 in the namespace
   */
  Wound insert(String port, String bridge, Quality quality) throws IOException;

  @Override
  void close();
}
