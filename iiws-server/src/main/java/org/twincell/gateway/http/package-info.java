// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The HTTP side of the gateway on embedded Jetty: the SOAP address, the WSDL and its schemas,
 * health and metrics.
 *
 * <p>Start at {@link org.twincell.gateway.http.HttpFront}, which owns Jetty and its threads. Bodies
 * are read without holding a thread; a call then holds one until it is answered.
 */
@NullMarked
package org.twincell.gateway.http;

import org.jspecify.annotations.NullMarked;
