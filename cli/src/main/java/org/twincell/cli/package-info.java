// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The commands of the operators: {@code msend}, {@code mposter}, {@code mquery}, {@code mcontrol},
 * {@code mkill}, {@code mgetinfo} and {@code mdir}, with the option letters, output forms and exit
 * codes that scripts know.
 *
 * <p>Start at {@link org.twincell.cli.Main}. A command is a {@link org.twincell.cli.Tool}; it reads
 * and prints through a {@link org.twincell.cli.Terminal} and ends with an {@link
 * org.twincell.cli.ExitCode}. Everything runs on the calling thread; only the client of the cell
 * has threads of its own.
 */
@NullMarked
package org.twincell.cli;

import org.jspecify.annotations.NullMarked;
