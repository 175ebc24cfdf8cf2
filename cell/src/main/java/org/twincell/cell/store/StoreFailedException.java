// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

/**
 * The store can not go on: its disk refused, its files are damaged, of a newer format or held by
 * another process. The member must stop; nothing that was not acknowledged is kept. The message
 * says what, why and how to mend; the store opens again once the cause is gone.
 */
public final class StoreFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoreFailedException(String what, String mend) {
    super(what + ". " + mend);
  }

  StoreFailedException(String what, String mend, Throwable cause) {
    super(what + " (" + cause.getMessage() + "). " + mend, cause);
  }

  /** For an error of the embedded database, which tells the disk's reason in its message. */
  static StoreFailedException of(String what, Exception cause) {
    return new StoreFailedException(
        what,
        "Check that the disk has space and is healthy, then start the member again; if the files are"
            + " damaged, delete the store's folder and the member fetches a copy from its peer",
        cause);
  }
}
