// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.soap;

import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Optional;
import org.twincell.gateway.operation.Caller;

/**
 * An envelope as it arrived.
 *
 * @param edition what its media type announced
 * @param charset what its media type said; absent lets the XML declaration tell
 * @param body the envelope's bytes; all there, reading them does not wait
 */
public record SoapRequest(
    SoapEdition edition, Optional<Charset> charset, InputStream body, Caller caller) {}
