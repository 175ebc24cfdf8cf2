// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Decides which gateway a call tries next, and when: pure, no I/O, no clock of its own.
 *
 * <p>Start at {@link org.twincell.client.failover.FailoverPolicy}. It is shared by all threads of a
 * client and guards itself.
 */
@NullMarked
package org.twincell.client.failover;

import org.jspecify.annotations.NullMarked;
