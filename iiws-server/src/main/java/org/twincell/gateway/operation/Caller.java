// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.operation;

/**
 * Who sent a call.
 *
 * @param address network address, without port
 */
public record Caller(String address) {}
