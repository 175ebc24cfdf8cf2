// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * A queue of records in a local folder that survives crashes: what was added is on the disk, and
 * comes out in order until it is marked as delivered.
 *
 * <p>Start at {@link org.twincell.client.spool.Spool}. Knows nothing of events. All disk I/O of the
 * client is here, on the calling threads; the package has none of its own.
 */
@NullMarked
package org.twincell.client.spool;

import org.jspecify.annotations.NullMarked;
