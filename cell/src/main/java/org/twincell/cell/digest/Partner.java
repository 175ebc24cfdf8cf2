// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.digest;

import org.twincell.cell.store.DigestMark;
import org.twincell.cell.store.StoreCare.CopySource;
import org.twincell.cell.store.StoreCare.MendingException;
import org.twincell.cell.store.StoreCare.Source;

/**
 * The other member that keeps a store. Calls wait for its answer, at most for a time of the
 * implementation's; one that fails is made again later.
 */
interface Partner extends Source, CopySource, AutoCloseable {
  /**
   * What it says of its store.
   *
   * @param wantMark have an entry appended at which all members remember their digest
   * @throws MendingException when it does not answer
   */
  Standing standing(boolean wantMark) throws MendingException;

  /**
   * Its digest at an entry, with the sums of all buckets.
   *
   * @throws MendingException when it does not answer or does not remember that entry
   */
  DigestMark mark(long index) throws MendingException;

  @Override
  void close();
}
