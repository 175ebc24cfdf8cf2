// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Talks to gateways over SOAP: the JAX-WS reference implementation makes and reads the envelopes,
 * the JDK's HTTP client carries them.
 *
 * <p>Start at {@link org.twincell.client.soap.SoapGateways}. The reference implementation is named
 * and not looked up, so that another JAX-WS implementation on the class path does not matter. All
 * network I/O of the client is here. The HTTP client has daemon threads of its own.
 */
@NullMarked
package org.twincell.client.soap;

import org.jspecify.annotations.NullMarked;
