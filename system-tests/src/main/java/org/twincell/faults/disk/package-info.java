// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Hurts the disk and the wall clock of a real member by a small library that is preloaded into it
 * ({@code hurt.c}), and plays power losses from what that library remembers.
 *
 * <p>Start at {@link org.twincell.faults.disk.HurtLibrary}. One thread uses it.
 */
@NullMarked
package org.twincell.faults.disk;

import org.jspecify.annotations.NullMarked;
