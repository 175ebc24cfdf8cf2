// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * A drill on a live cell: the duty is handed over, the active member crashed or cut off on purpose,
 * while canary events are sent, and what clients saw is measured and recorded.
 *
 * <p>Start at {@link org.twincell.protocol.drill.Drill}. It starts threads of its own for the
 * canaries and ends them before it returns; the faults themselves are made by the members, which
 * heal by themselves.
 */
@NullMarked
package org.twincell.protocol.drill;

import org.jspecify.annotations.NullMarked;
