// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults.load;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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

/** Sends events by the cell's own protocol, whose answers tell the term. */
final class DirectSender {
  private static final String NAME = "direct";

  private final LoadSettings settings;
  private final HistoryWriter history;
  private final CellClient cell;

  DirectSender(LoadSettings settings, HistoryWriter history, CellClient cell) {
    this.settings = settings;
    this.history = history;
    this.cell = cell;
  }

  /** The id of the event when it was acknowledged. */
  Optional<String> send(long sequence) {
    String id = settings.run() + "-" + NAME + "-" + sequence;
    Map<String, RawValue> slots = new LinkedHashMap<>();
    slots.put(Rows.SENDER_SLOT, RawValue.text(NAME + ":" + sequence));
    slots.put(Rows.RUN_SLOT, RawValue.text(settings.run()));
    slots.put(Rows.VERSION_SLOT, RawValue.text("0"));
    CellCommand command =
        new CellCommand.NewObject(
            new CellCommand.Origin(id, NAME, ""),
            ObjectKind.EVENT,
            new RawInstance("EVENT", slots),
            id);
    OpenCall call = history.begin(NAME, CallKind.SEND, Call.Subject.newEvent(id, sequence));
    try {
      CommandOutcome outcome = cell.submit(command, settings.patience()).join();
      // What was carried out before is answered with the term of that time.
      long term = outcome.existed() ? Call.NO_TERM : outcome.term();
      Call unused = call.acknowledged(Call.Answer.of("", term, ""));
      return Optional.of(id);
    } catch (CompletionException e) {
      Call unused =
          e.getCause() instanceof CellException failed
                  && failed.error() != CellError.OUTCOME_UNKNOWN
              ? call.refused(String.valueOf(failed.getMessage()))
              : call.unknown(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
