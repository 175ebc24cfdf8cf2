// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The condition language: what {@code mquery}, the query operations of the gateway and the where
 * clauses of rules say about events and data objects. Parses, checks, prints and evaluates it.
 *
 * <p>Start at {@link org.twincell.condition.Query}; {@link org.twincell.condition.Operator} is the
 * table of all operator words. A query is parsed once against a class table, so that every slot,
 * label, number and pattern is known to be right before the first row is looked at, and {@link
 * org.twincell.condition.CompiledQuery} evaluates it as often as needed.
 *
 * <p>Where the language is not documented, this is decided: {@code NOT} binds closest, then {@code
 * AND}, then {@code OR}, and a comma separates whole conditions that must all hold; a test on a
 * slot that a row's class does not have is false; on a list slot a test with one value asks whether
 * some element passes it, and {@code !=} and {@code outside} whether none equals it. Everything
 * here is immutable and does no I/O.
 */
@NullMarked
package org.twincell.condition;

import org.jspecify.annotations.NullMarked;
