// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults.load;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.twincell.event.RawInstance;
import org.twincell.event.RawValue;
import org.twincell.history.Call;
import org.twincell.history.CallKind;
import org.twincell.history.HistoryWriter;
import org.twincell.history.HistoryWriter.OpenCall;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.CommandOutcome;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.ObjectReference;

/** Sends and modifies events by the cell's own protocol, whose answers tell the term. */
final class DirectSender {
  private final LoadSettings settings;
  private final HistoryWriter history;
  private final Way way;
  private final String name;
  private final String member;

  /** Carries a command out. */
  private interface Way {
    CompletableFuture<CommandOutcome> submit(CellCommand command);
  }

  private DirectSender(
      LoadSettings settings, HistoryWriter history, Way way, String name, String member) {
    this.settings = settings;
    this.history = history;
    this.way = way;
    this.name = name;
    this.member = member;
  }

  /** Sends to whoever is active; which member answers is not known. */
  static DirectSender toTheActiveOne(
      LoadSettings settings, HistoryWriter history, CellClient cell, String name) {
    return new DirectSender(
        settings, history, command -> cell.submit(command, settings.patience()), name, "");
  }

  /** Sends to one member alone, and only while it says that it is active. */
  static DirectSender toOne(
      LoadSettings settings,
      HistoryWriter history,
      LoadSettings.Direct member,
      String name,
      Duration patience) {
    return new DirectSender(
        settings,
        history,
        command -> member.client().submitWithoutWaiting(command, patience),
        name,
        member.name());
  }

  /** The id of the event when it was acknowledged. */
  Optional<String> send(long sequence) {
    String id = settings.run() + "-" + name + "-" + sequence;
    Map<String, RawValue> slots = new LinkedHashMap<>();
    slots.put(Rows.SENDER_SLOT, RawValue.text(name + ":" + sequence));
    slots.put(Rows.RUN_SLOT, RawValue.text(settings.run()));
    slots.put(Rows.VERSION_SLOT, RawValue.text("0"));
    CellCommand command =
        new CellCommand.NewObject(
            new CellCommand.Origin(id, name, ""),
            ObjectKind.EVENT,
            new RawInstance("EVENT", slots),
            id);
    OpenCall call = history.begin(name, CallKind.SEND, Call.Subject.newEvent(id, sequence));
    return isDone(call, command) ? Optional.of(id) : Optional.empty();
  }

  /** Writes a version into an event. */
  void modify(String id, long version) {
    CellCommand command =
        new CellCommand.ModifyObject(
            new CellCommand.Origin(id + "-version-" + version, name, ""),
            ObjectKind.EVENT,
            new ObjectReference.ById(id),
            Map.of(Rows.VERSION_SLOT, RawValue.text(Long.toString(version))));
    boolean unused =
        isDone(history.begin(name, CallKind.MODIFY, Call.Subject.version(id, version)), command);
  }

  /** Carries a command out and takes down what came of it. */
  private boolean isDone(OpenCall call, CellCommand command) {
    try {
      CommandOutcome outcome = way.submit(command).join();
      // What was carried out before is answered with the term of that time.
      long term = outcome.existed() ? Call.NO_TERM : outcome.term();
      Call unused = call.acknowledged(Call.Answer.of("", term, member));
      return true;
    } catch (CompletionException e) {
      Call unused =
          e.getCause() instanceof CellException failed
                  && failed.error() != CellError.OUTCOME_UNKNOWN
              ? call.refused(String.valueOf(failed.getMessage()))
              : call.unknown(String.valueOf(e.getMessage()));
      return false;
    }
  }
}
