// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.directory;

/**
 * What a directory file may cost. Beyond a limit a file is refused with a problem that names it.
 */
public final class DirectoryLimits {
  /** The longest file that is read, in bytes. */
  public static final int MAX_FILE_BYTES = 128 * 1024 * 1024;

  /** The longest line, in characters without its line end. */
  public static final int MAX_LINE_CHARS = 8192;

  /** The most lines of one file that are not blank and not a comment. */
  public static final int MAX_ENTRIES = 1_000_000;

  /** The longest name of a cell, gateway or administration server, and of a gateway's type. */
  public static final int MAX_NAME_CHARS = 128;

  /** The longest host of an address: what a host name may have in the domain name system. */
  public static final int MAX_HOST_CHARS = 253;

  /** The most problems that a {@link DirectoryException} holds; it counts the others. */
  public static final int MAX_PROBLEMS = 1000;

  /** The most problems in the message of a {@link DirectoryException}. */
  public static final int MAX_PROBLEMS_IN_MESSAGE = 20;

  private DirectoryLimits() {}
}
