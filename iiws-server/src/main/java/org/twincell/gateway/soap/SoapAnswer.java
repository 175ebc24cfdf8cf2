// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.soap;

import java.util.Optional;
import org.twincell.gateway.fault.FaultCode;

/**
 * What goes back.
 *
 * @param status of HTTP
 * @param body an envelope in UTF-8 with its XML declaration; not copied
 * @param operation as in the contract; empty when the envelope did not tell
 * @param fault the code of the fault, absent for a good answer
 */
public record SoapAnswer(int status, byte[] body, String operation, Optional<FaultCode> fault) {}
