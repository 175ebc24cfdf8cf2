// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.CellException;
import org.twincell.protocol.CommandOutcome;

/** Delivers the batches of a buffer folder, the oldest first. */
final class BufferSender {
  private static final Duration OTHERS_MOMENT = Duration.ofSeconds(2);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

  private final SendTool tool;
  private final BufferFolder folder;
  private final CellClient client;
  private final SendReport report;
  private final Map<String, Outgoing> ours = new HashMap<>();

  BufferSender(SendTool tool, BufferFolder folder, CellClient client, SendReport report) {
    this.tool = tool;
    this.folder = folder;
    this.client = client;
    this.report = report;
  }

  /** Messages of this call, so that their answers can be told by their number. */
  void expect(List<Outgoing> messages) {
    for (Outgoing message : messages) ours.put(message.command().origin().commandId(), message);
  }

  /** Delivers what can be delivered now. True when nothing waits any more. */
  boolean deliver() {
    if (!client.isReachable() || !folder.lock()) return folder.batches().isEmpty();
    for (Path batch : folder.batches()) {
      if (!deliver(batch)) return false;
    }
    return folder.batches().isEmpty();
  }

  /**
   * Delivers until nothing waits or the patience is over. Where another process delivers, it is
   * given a moment and then left alone: what waits is safe with it.
   */
  boolean deliverWithin(Duration longest) throws InterruptedException {
    Duration patience = folder.lock() ? longest : OTHERS_MOMENT;
    long start = tool.terminal.time().monotonicNanos();
    while (!deliver()) {
      if (tool.terminal.time().monotonicNanos() - start >= patience.toNanos()) return false;
      tool.terminal.time().pause(Duration.ofMillis(20));
    }
    return true;
  }

  /** The background sender: goes on until nothing waits any more, or {@code -k} asks it to end. */
  ExitCode deliverAlways() throws InterruptedException {
    if (!folder.lock()) return ExitCode.OK; // another one delivers, also what is new
    folder.forgetStop();
    while (!deliver()) {
      if (folder.isAskedToStop()) break;
      tool.terminal.time().pause(LOOK_AGAIN);
    }
    folder.forgetStop();
    return ExitCode.OK;
  }

  private boolean deliver(Path batch) {
    List<CellCommand> commands;
    try {
      commands = folder.read(batch);
    } catch (IOException e) {
      tool.complain(
          CommandFailure.sentence(
              "cannot read " + batch, ClientConf.reason(e), "It is kept as *.unreadable."));
      folder.putAside(batch);
      return true;
    }
    SendWindow window = new SendWindow(client, tool.patience(), new Answers());
    for (CellCommand command : commands) {
      Outgoing known = ours.get(command.origin().commandId());
      Outgoing message =
          known == null ? new Outgoing(0, command.origin().commandId(), command) : known;
      if (!window.send(message)) break;
    }
    if (window.finish().isPresent()) return false;
    folder.delete(batch);
    return true;
  }

  /** Tells what became of the messages of this call, and notes refusals of earlier ones. */
  private final class Answers implements SendWindow.Listener {
    @Override
    public void stored(Outgoing message, CommandOutcome outcome) {
      if (ours.remove(message.command().origin().commandId()) != null) {
        report.stored(message, outcome);
      }
    }

    @Override
    public void refused(Outgoing message, CellException refusal) {
      folder.noteRefused(
          tool.terminal.time().wallClock()
              + " "
              + CommandFailure.of(refusal).text()
              + " "
              + message.command());
      if (Optional.ofNullable(ours.remove(message.command().origin().commandId())).isPresent()) {
        report.refused(message, refusal);
      }
    }

    @Override
    public void unanswered(Outgoing message, CellException failure) {
      // It stays in its batch, and is sent again under the same id.
    }
  }
}
