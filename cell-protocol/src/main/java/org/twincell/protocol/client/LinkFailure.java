// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.client;

/**
 * Why a connection to a member ended or was not made.
 *
 * @param keyRefused the two sides do not hold the same key, so trying again will not help
 * @param why a few words for people
 */
record LinkFailure(boolean keyRefused, String why) {
  static LinkFailure of(String why) {
    return new LinkFailure(false, why);
  }
}
