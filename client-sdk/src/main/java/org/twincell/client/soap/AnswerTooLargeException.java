// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client.soap;

import java.io.IOException;

/** The answer passed the client's {@code answerLimit}; asking for fewer rows at a time helps. */
final class AnswerTooLargeException extends IOException {
  private static final long serialVersionUID = 1L;

  AnswerTooLargeException(long limit) {
    super(
        "the answer has more than "
            + limit
            + " bytes, the limit answerLimit; use a smaller pageSize, or fewer slots");
  }
}
