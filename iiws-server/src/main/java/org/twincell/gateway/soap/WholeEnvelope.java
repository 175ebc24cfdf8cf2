// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.soap;

import org.apache.cxf.message.Message;
import org.apache.cxf.phase.AbstractPhaseInterceptor;
import org.apache.cxf.phase.Phase;

/** Reads the envelope to its end before any work is done. */
final class WholeEnvelope extends AbstractPhaseInterceptor<Message> {
  WholeEnvelope() {
    super(Phase.PRE_LOGICAL);
  }

  @Override
  public void handleMessage(Message message) {
    CallState.of(message).envelope.finish();
  }
}
