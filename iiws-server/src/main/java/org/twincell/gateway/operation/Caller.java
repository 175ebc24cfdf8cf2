// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.operation;

/**
 * Who sent a call.
 *
 * @param address network address, without port
 * @param commandId what the caller sends with every try of one command, so that it is carried out
 *     once; empty when it does not
 */
public record Caller(String address, String commandId) {
  /** The HTTP header that carries the command id. */
  public static final String COMMAND_ID_HEADER = "Twincell-Command-Id";

  private static final int LONGEST_COMMAND_ID = 100;

  /**
   * A command id that is too long, or has other than printable ASCII characters, counts as none.
   */
  public Caller {
    boolean usable =
        commandId.length() <= LONGEST_COMMAND_ID
            && commandId.chars().allMatch(c -> c > ' ' && c < 127);
    if (!usable) commandId = "";
  }
}
