// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What a member does for those who call it: takes commands into the log, answers questions from the
 * store, tells its status, and obeys control words.
 *
 * <p>Start at {@code CellEndpoint}, which is the port, and {@code Batcher}, which is the way of a
 * command into the log. Each class that starts a thread says so, owns it and ends it in {@code
 * close}.
 */
@NullMarked
package org.twincell.cell.service;

import org.jspecify.annotations.NullMarked;
