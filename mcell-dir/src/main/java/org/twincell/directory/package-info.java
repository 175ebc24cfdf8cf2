// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Reads directory files ({@code mcell.dir}) and answers where a named cell, gateway or
 * administration server is, and which key guards it.
 *
 * <p>Start at {@link org.twincell.directory.CellDirectory}. A directory is immutable and does its
 * only I/O in {@code CellDirectory.load}; a reload makes a new directory. {@link
 * org.twincell.directory.DirectoryEditor} changes a file and leaves every other byte of it alone;
 * {@link org.twincell.directory.DirectoryWatcher} follows a file, and owns the only thread of this
 * package.
 *
 * <p>One line is read by {@code LineReader}, lines are joined by {@code DirectoryAssembly}, bytes
 * and line ends are the business of {@code DirectoryText}.
 */
@NullMarked
package org.twincell.directory;

import org.jspecify.annotations.NullMarked;
