// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.client;

import org.twincell.protocol.wire.Fault;

/** Hears what became of one try of a call at one member; exactly one method is called, once. */
interface Attempt<R> {
  /** The member answered. */
  void answered(R reply);

  /** The member refused; whether something was done is in the fault's code. */
  void refused(Fault fault);

  /** The connection broke: the request may have been carried out or not. */
  void broken(LinkFailure failure);
}
