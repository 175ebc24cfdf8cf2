// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * First steps with the SDK, one small program each.
 *
 * <p>Start at {@link org.twincell.samples.sdk.FirstSteps}. A program owns the client that it makes.
 */
@NullMarked
package org.twincell.samples.sdk;

import org.jspecify.annotations.NullMarked;
