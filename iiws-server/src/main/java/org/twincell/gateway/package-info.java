// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The gateway as a whole: its settings, and what it is made of.
 *
 * <p>Start at {@link org.twincell.gateway.Gateway}. The path of a call goes through {@code http},
 * {@code soap} and {@code operation} to {@code cells}; nothing that a client is given lives in one
 * gateway only. The gateway owns the threads of Jetty, of the cells' clients and of the directory's
 * watcher, and ends them in {@code close}.
 */
@NullMarked
package org.twincell.gateway;

import org.jspecify.annotations.NullMarked;
