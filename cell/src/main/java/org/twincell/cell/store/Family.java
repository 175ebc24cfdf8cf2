// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import java.nio.charset.StandardCharsets;

/** The column families of the store. Names and tags are part of the store's format. */
enum Family {
  /** State, class files, names and counts. Small; stays in memory. */
  META("default", 1),
  /** The newest version of each row, by kind and handle. */
  ROWS("rows", 2),
  /** Everything that finds rows: see {@link Keys}. */
  INDEX("index", 3),
  /** Superseded versions, by row and by commit index. */
  HISTORY("history", 4),
  /** Commands that were carried out, by id and by age. */
  COMMANDS("commands", 5);

  private final String id;
  private final long tag;

  Family(String id, long tag) {
    this.id = id;
    this.tag = tag;
  }

  byte[] id() {
    return id.getBytes(StandardCharsets.UTF_8);
  }

  /** Goes into the digest, so that equal keys of two families count apart. */
  long tag() {
    return tag;
  }
}
