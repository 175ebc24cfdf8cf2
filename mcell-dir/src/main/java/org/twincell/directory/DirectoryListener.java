// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.directory;

/**
 * Hears what becomes of a watched directory file. Called by one thread at a time: the watcher's, or
 * the one that called {@link DirectoryWatcher#reloadNow}. It may call the watcher; it should not
 * block, since nothing is watched meanwhile.
 */
public interface DirectoryListener {
  /** A new directory is in force; entries may be equal when only comments changed. */
  void changed(CellDirectory before, CellDirectory now);

  /**
   * The file on the disk cannot be used, and the directory in force stays. Called once for each
   * content that is refused, and once when the file is gone.
   */
  void refused(DirectoryException reason);
}
