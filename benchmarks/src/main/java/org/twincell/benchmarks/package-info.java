// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What the product costs, as ratios in one run against a bare limit: start at {@link
 * org.twincell.benchmarks.BenchmarksMain}.
 *
 * <p>Every program that is measured is a process of its own; the load comes from this one. Nothing
 * here is part of the product.
 */
@NullMarked
package org.twincell.benchmarks;

import org.jspecify.annotations.NullMarked;
