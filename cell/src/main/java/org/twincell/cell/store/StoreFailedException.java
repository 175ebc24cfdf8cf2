// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/**
 * The store can not go on: its disk refused, its files are damaged, of a newer format or held by
 * another process. The member must stop; nothing that was not acknowledged is kept. The message
 * says what, why and how to mend; the store opens again once the cause is gone.
 */
public final class StoreFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean damage;

  StoreFailedException(String what, String mend) {
    super(what + ". " + mend);
    this.damage = false;
  }

  StoreFailedException(String what, String mend, Throwable cause) {
    super(what + " (" + cause.getMessage() + "). " + mend, cause);
    this.damage = isDamage(cause);
  }

  /**
   * What is stored is not what was written: a block with a wrong check sum, a file that is missing,
   * a row that is none. Another member has it whole; trying again does not help.
   */
  boolean isDamage() {
    return damage;
  }

  /** Whether a failure of the embedded database, or of reading bytes, means damage. */
  static boolean isDamage(Throwable cause) {
    if (!(cause instanceof RocksDBException known)) return cause instanceof DamagedBytesException;
    Status status = known.getStatus();
    String text = String.valueOf(known.getMessage());
    return (status != null && status.getCode() == Status.Code.Corruption)
        || text.contains("Corruption")
        || text.contains("checksum mismatch")
        || text.contains("No such file");
  }

  /** Bytes of the store that make no sense. */
  static final class DamagedBytesException extends Exception {
    private static final long serialVersionUID = 1L;

    DamagedBytesException(Exception cause) {
      super(cause.getMessage(), cause);
    }
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
