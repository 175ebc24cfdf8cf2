// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Between the values of {@code org.twincell.protocol} and the messages of {@code cell.proto}. Used
 * by the client and by the cell; nobody else sees the messages.
 *
 * <p>Start at {@link org.twincell.protocol.codec.CommandCodec}. All methods are pure, so any thread
 * may call them. What the other side sent is checked on the way in: a message that lacks a part
 * becomes a {@code CellException} with BAD_REQUEST, never a null.
 */
@NullMarked
package org.twincell.protocol.codec;

import org.jspecify.annotations.NullMarked;
