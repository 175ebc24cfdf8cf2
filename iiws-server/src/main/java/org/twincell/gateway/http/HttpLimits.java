// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.http;

import java.time.Duration;

/**
 * Bounds of the HTTP side; each is a setting of the same name.
 *
 * @param requestBodyLimit bytes of one body
 * @param bodiesLimit bytes of all bodies that are being read or worked on
 * @param answersLimit bytes of large answers that clients have not taken yet
 * @param callLimit calls being worked on
 * @param connectionLimit open connections
 * @param idleTimeout a connection on which nothing moves is closed
 * @param bodyTimeout a body must have arrived within this
 * @param minimumDataRate bytes a second below which a sender of a body is given up
 */
public record HttpLimits(
    int requestBodyLimit,
    long bodiesLimit,
    long answersLimit,
    int callLimit,
    int connectionLimit,
    Duration idleTimeout,
    Duration bodyTimeout,
    int minimumDataRate) {}
