// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Programs as processes of this machine: start them, signal them, measure them, end them. The one
 * way in which the demonstration, the tests of the whole system and the benchmarks do so; needs
 * nothing but the JDK and Linux.
 *
 * <p>Start at {@link org.twincell.processes.Program}; {@link org.twincell.processes.FreePorts}
 * finds them ports, {@link org.twincell.processes.Signals} hears signals to this program itself,
 * {@link org.twincell.processes.Shell} runs a small command to its end. One hook of the JVM ends
 * what is left; no other thread is started, and a method that waits says so.
 */
@NullMarked
package org.twincell.processes;

import org.jspecify.annotations.NullMarked;
