// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import java.io.IOException;
import java.util.Optional;
import org.twincell.event.RawInstance;

/** Reads events or data objects one after the other from a file or a stream. */
interface EventReader {
  /**
   * An instance and where it was written.
   *
   * @param place for messages: {@code file:line}
   */
  record Located(RawInstance instance, String place) {}

  /**
   * The next one; empty at the end. May block for more input.
   *
   * @throws SyntaxProblem when the next one does not parse; calling again goes on after it
   */
  Optional<Located> next() throws IOException, SyntaxProblem;
}
