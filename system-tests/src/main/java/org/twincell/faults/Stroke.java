// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults;

import java.io.IOException;

/** One kind of fault, done and taken back. */
@FunctionalInterface
interface Stroke {
  /**
   * Hurts the scene, holds that for a while, and heals it again.
   *
   * @return whether it took effect
   * @throws IOException when the machine refuses
   */
  Effect strike(Scene scene) throws IOException, InterruptedException;
}
