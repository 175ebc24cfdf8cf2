// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * {@code ./twincell faults}: starts a whole cell with gateways and load, hurts it by a seeded plan,
 * heals it after each fault, and judges the history of all calls.
 *
 * <p>Start at {@link org.twincell.faults.FaultRun}. The plan is pure ({@link
 * org.twincell.faults.FaultPlan}), each kind of fault is one line of {@link
 * org.twincell.faults.FaultKind}, and the strokes behind it act on a {@link
 * org.twincell.faults.Scene}. One thread strikes; the load and the watch have their own.
 */
@NullMarked
package org.twincell.faults;

import org.jspecify.annotations.NullMarked;
