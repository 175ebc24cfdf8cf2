// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What the operations of the contract do: find the cell, translate the request, call the cell,
 * translate the answer. Works on the generated message classes and knows neither SOAP nor HTTP.
 *
 * <p>Start at {@link org.twincell.gateway.operation.Operations}, the list of what is offered. Every
 * failure is a {@code CallException} or becomes one. Calls run on the caller's thread and may block
 * up to the call's time-out; nothing here owns a thread.
 */
@NullMarked
package org.twincell.gateway.operation;

import org.jspecify.annotations.NullMarked;
