// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The published contract of the web service "ImpactManager": its WSDL and four schemas as resources
 * beside this package, and the classes that the build generates from them.
 *
 * <p>Start at {@code ImpactManager}, the generated service interface with one method per operation
 * (one bean in, one bean out); a client starts at {@code ImpactManagerService}. The messages are in
 * {@code org.twincell.imapi.elems}, the types below them in {@code .types}, {@code .event} and
 * {@code .basic}. {@link org.twincell.imapi.Contract} names what the generated classes do not. No
 * thread and no I/O here; the beans are not thread-safe.
 */
@NullMarked
package org.twincell.imapi;

import org.jspecify.annotations.NullMarked;
