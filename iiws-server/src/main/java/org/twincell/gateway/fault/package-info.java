// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Why a call failed, told apart by what the caller should do next, with the stable codes that
 * clients see.
 *
 * <p>Start at {@link org.twincell.gateway.fault.FaultCode}. Whatever part of the path refuses a
 * call throws a {@link org.twincell.gateway.fault.CallException}; {@link
 * org.twincell.gateway.fault.Failures} turns every other exception into one. No thread, no I/O.
 */
@NullMarked
package org.twincell.gateway.fault;

import org.jspecify.annotations.NullMarked;
