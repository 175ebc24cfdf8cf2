// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import org.twincell.event.Instance;

/**
 * One version of an event or a data object. It holds from its modified index until the commit index
 * at which the next version superseded it.
 *
 * @param createdIndex commit index of the entry that made the object
 * @param modifiedIndex commit index of the entry that made this version
 */
record StoredRow(long createdIndex, long modifiedIndex, Instance instance) {
  String className() {
    return instance.type().name();
  }
}
