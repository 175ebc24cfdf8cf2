// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.client;

import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.function.Consumer;
import org.twincell.directory.Address;
import org.twincell.protocol.wire.Command;
import org.twincell.protocol.wire.ControlRequest;
import org.twincell.protocol.wire.MemberStatus;
import org.twincell.protocol.wire.Outcome;

/**
 * One connection to one member, from its opening to its end. It is not opened again: after a
 * failure the client closes it and opens another.
 *
 * <p>All methods but {@link #control} are called inside the client's serial context, and the link
 * calls back inside it, never from within one of these methods.
 */
interface MemberLink {
  /**
   * Sends a command on the member's stream of commands. What is returned stops listening for the
   * outcome; the command may be carried out nevertheless.
   */
  Runnable submit(Command command, Attempt<Outcome> attempt);

  /** Asks one question. What is returned gives the question up; the attempt then hears nothing. */
  <Q, R> Runnable ask(MethodDescriptor<Q, R> method, Q request, Attempt<R> attempt);

  /**
   * Carries out a control word; blocks the calling thread.
   *
   * @throws io.grpc.StatusRuntimeException when the member refuses or the connection breaks
   */
  void control(ControlRequest request, Duration limit, Consumer<String> onLine);

  /** Gives the connection up; nothing is called back any more. */
  void close();

  /** Hears of the connection as a whole. */
  interface Listener {
    /** The member said how it is; it does so twice a second. */
    void heard(MemberStatus status);

    /** The member answered something: it lives, though its status may be stuck behind answers. */
    void alive();

    /** The connection failed or ended. */
    void lost(LinkFailure failure);
  }

  /** Makes connections; faults and simulated members enter here. */
  interface Opener {
    /** Starts to connect and to watch the member's status; returns at once. */
    MemberLink open(Address address, Listener listener);
  }
}
