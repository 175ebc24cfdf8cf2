// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * {@code ./twincell demo}: a cell with primary, secondary and witness and two gateways as processes
 * of this machine, lines of its logs sent as events by the SDK, members killed under load, and at
 * the end the count of what arrived.
 *
 * <p>Start at {@link org.twincell.demo.Demo}. {@link org.twincell.demo.Stage} owns every process
 * that was started; {@link org.twincell.demo.Senders} owns the threads that send. Nothing is
 * written outside the folder {@code run/demo}.
 */
@NullMarked
package org.twincell.demo;

import org.jspecify.annotations.NullMarked;
