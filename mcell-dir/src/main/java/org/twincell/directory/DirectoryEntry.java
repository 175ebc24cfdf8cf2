// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.directory;

import java.util.List;

/**
 * What one line of a directory file says: where a cell, a gateway or an administration server is,
 * and which key guards it. (A witness line is part of its {@link CellEntry}.)
 */
public sealed interface DirectoryEntry permits CellEntry, GatewayEntry, AdminEntry {
  /** The name as it is written in the file. Names are equal when they differ only in case. */
  String name();

  /** The third field of the line. */
  EntryKey key();

  /** One or two addresses: the primary, then the secondary. */
  List<Address> addresses();

  /** The line in the file, from 1; 0 when the entry does not come from a file. */
  int line();
}
