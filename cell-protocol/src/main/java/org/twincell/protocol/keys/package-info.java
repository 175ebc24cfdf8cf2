// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * How the holders of a directory key prove themselves to each other: the third field of a line of
 * {@code mcell.dir} becomes what TLS needs, for callers, for the cell's port and for the link
 * between members.
 *
 * <p>Start at {@link org.twincell.protocol.keys.CellKeys}. Stretching a key takes some ten
 * milliseconds and 19 MiB and is done once per key and process; everything else is immutable, and
 * any thread may use it. PEM files are read when a proof is made.
 */
@NullMarked
package org.twincell.protocol.keys;

import org.jspecify.annotations.NullMarked;
