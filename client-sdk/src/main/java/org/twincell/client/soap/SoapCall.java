// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client.soap;

import org.twincell.imapi.ExecutionFaultException;
import org.twincell.imapi.ImpactManager;

/** One operation of the service. */
@FunctionalInterface
public interface SoapCall<T> {
  T on(ImpactManager service) throws ExecutionFaultException;
}
