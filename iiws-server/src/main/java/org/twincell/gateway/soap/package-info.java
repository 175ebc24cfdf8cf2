// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * From the bytes of an envelope to an operation and back to bytes, on CXF, without HTTP.
 *
 * <p>Start at {@link org.twincell.gateway.soap.SoapEndpoint}, which holds the list of stages.
 * {@link org.twincell.gateway.soap.FaultEnvelope} is the one place where a failure becomes a SOAP
 * fault. No thread and no I/O: a call runs on the thread that brings its bytes.
 */
@NullMarked
package org.twincell.gateway.soap;

import org.jspecify.annotations.NullMarked;
