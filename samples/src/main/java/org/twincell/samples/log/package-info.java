// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Turns the lines of a log file into events and sends them through the SDK.
 *
 * <p>Start at {@link org.twincell.samples.log.LogToEvents}. It owns the threads that send, for the
 * time of a run.
 */
@NullMarked
package org.twincell.samples.log;

import org.jspecify.annotations.NullMarked;
