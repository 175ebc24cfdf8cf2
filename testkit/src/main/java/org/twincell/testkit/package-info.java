// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Fakes that the tests of several modules share. Never on a product's class path.
 *
 * <p>Start at {@link org.twincell.testkit.VirtualTime}.
 */
@NullMarked
package org.twincell.testkit;

import org.jspecify.annotations.NullMarked;
