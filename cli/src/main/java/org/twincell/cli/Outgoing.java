// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import org.twincell.protocol.CellCommand;

/**
 * A message on its way to the cell.
 *
 * @param number its place among the messages of this call, from 1
 * @param place where it was written, for messages to the user
 */
record Outgoing(int number, String place, CellCommand command) {}
