// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Starts the real programs of the product as processes on this machine's loopback, and hurts them.
 *
 * <p>Start at {@link org.twincell.harness.LocalSystem}: a cell of three members and any number of
 * gateways, all from one directory file, exactly as an operator would start them. Whatever was
 * started is ended by {@code close}. Not part of the product.
 */
@NullMarked
package org.twincell.harness;

import org.jspecify.annotations.NullMarked;
