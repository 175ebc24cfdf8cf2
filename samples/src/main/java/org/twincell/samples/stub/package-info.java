// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * A client on stubs that the build generates from the WSDL, as users of the original service write
 * it: without the SDK, with the names that the tool chooses.
 *
 * <p>Start at {@link org.twincell.samples.stub.StubClient}. Everything runs on the calling thread.
 */
@NullMarked
package org.twincell.samples.stub;

import org.jspecify.annotations.NullMarked;
