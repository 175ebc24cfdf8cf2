// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.wire.Command;
import org.twincell.protocol.wire.NewObject;
import org.twincell.protocol.wire.ObjectKind;
import org.twincell.protocol.wire.Outcome;

/**
 * One caller's stream of commands. At most {@link #UNDER_WAY} of them are under way; the transport
 * holds the caller back beyond that, and also while the caller does not read its outcomes.
 */
final class CommandStream implements StreamObserver<Command> {
  private static final Logger LOG = LoggerFactory.getLogger(CommandStream.class);

  /** The most commands of one stream that are taken in and not yet answered. */
  static final int UNDER_WAY = 2048;

  private final CommandIntake intake;
  private final ServerCallStreamObserver<Outcome> caller;
  private final String address;
  private final Object writing = new Object();
  private int underWay;
  private int owed;
  private boolean halfClosed;
  private boolean over;

  CommandStream(CommandIntake intake, ServerCallStreamObserver<Outcome> caller, String address) {
    this.intake = intake;
    this.caller = caller;
    this.address = address;
    caller.disableAutoRequest();
    caller.setOnReadyHandler(this::ready);
    caller.setOnCancelHandler(this::cancelled);
    caller.request(UNDER_WAY);
  }

  @Override
  public void onNext(Command command) {
    synchronized (writing) {
      underWay++;
    }
    Command complete =
        command.getClientAddress().isEmpty()
            ? command.toBuilder().setClientAddress(address).build()
            : command;
    intake.take(complete, this::answer);
  }

  /** Tells an outcome; called on threads of the log, many streams at once. */
  private void answer(Outcome outcome) {
    synchronized (writing) {
      underWay--;
      if (over) return;
      caller.onNext(outcome);
      owed++;
      if (caller.isReady()) requestOwed();
      finishIfDone();
    }
  }

  private void ready() {
    synchronized (writing) {
      if (!over) requestOwed();
    }
  }

  private void requestOwed() {
    if (owed > 0) caller.request(owed);
    owed = 0;
  }

  private void finishIfDone() {
    if (!halfClosed || underWay > 0 || over) return;
    over = true;
    caller.onCompleted();
  }

  private void cancelled() {
    synchronized (writing) {
      over = true;
    }
  }

  @Override
  public void onError(Throwable gone) {
    LOG.debug("a caller went away", gone);
    cancelled();
  }

  @Override
  public void onCompleted() {
    synchronized (writing) {
      halfClosed = true;
      finishIfDone();
    }
  }

  /** Whether pausing the admittance holds this command back: new events, nothing else. */
  static boolean isNewEvent(Command command) {
    return command.getBodyCase() == Command.BodyCase.NEW_OBJECT
        && kind(command.getNewObject()) == ObjectKind.EVENT;
  }

  private static ObjectKind kind(NewObject object) {
    return object.getKind();
  }

  static boolean isIdUsable(String id) {
    if (id.isEmpty() || id.length() > CellCommand.COMMAND_ID_LIMIT_BYTES) return false;
    return id.getBytes(java.nio.charset.StandardCharsets.UTF_8).length
        <= CellCommand.COMMAND_ID_LIMIT_BYTES;
  }
}
