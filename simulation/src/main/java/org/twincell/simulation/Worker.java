// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.twincell.cell.service.SimulatedEvents;
import org.twincell.history.Call;
import org.twincell.history.Call.Answer;
import org.twincell.history.Call.Subject;
import org.twincell.history.CallKind;
import org.twincell.history.EventRow;
import org.twincell.history.HistoryWriter;
import org.twincell.history.HistoryWriter.OpenCall;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.CommandOutcome;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.RowPage;
import org.twincell.protocol.RowRequest;
import org.twincell.protocol.codec.QueryCodec;
import org.twincell.protocol.wire.OpenQueryReply;

/** What a client's program does: one call after the other, each taken down in the history. */
abstract class Worker {
  private static final int PAGE_ROWS = 200;

  private final SdkClient sdk;
  private final HistoryWriter history;
  private final RandomGenerator chance;
  private boolean stopping;
  private boolean idle;
  private long commands;

  Worker(SdkClient sdk, HistoryWriter history, RandomGenerator chance) {
    this.sdk = sdk;
    this.history = history;
    this.chance = chance;
  }

  final String name() {
    return sdk.machine().name();
  }

  final RandomGenerator chance() {
    return chance;
  }

  final SdkClient sdk() {
    return sdk;
  }

  /** Does the next thing and calls {@link #next} when that has ended. */
  abstract void act();

  final void start() {
    sdk.start();
    next();
  }

  /** Makes no more calls; {@link #isIdle} when the last one has ended. */
  final void stop() {
    stopping = true;
  }

  final boolean isIdle() {
    return idle;
  }

  final void next() {
    if (stopping) {
      idle = true;
      return;
    }
    sdk.machine().later(5_000_000 + chance.nextLong(120_000_000), this::actUnlessStopping);
  }

  private void actUnlessStopping() {
    if (stopping) idle = true;
    else act();
  }

  final String commandId() {
    return name() + "-c" + ++commands;
  }

  /** Sends a command; the answer is acknowledged, refused or unknown. */
  final void command(
      CallKind kind, Subject subject, CellCommand command, Consumer<Call> afterwards) {
    OpenCall open = history.begin(name(), kind, subject);
    sdk.call(
        (client, patience) -> client.submit(command, patience),
        new SdkClient.Done<CommandOutcome>() {
          @Override
          public void answered(CommandOutcome outcome, String gateway) {
            afterwards.accept(open.acknowledged(Answer.of(gateway, outcome.term(), "")));
          }

          @Override
          public void refused(String why) {
            afterwards.accept(open.refused(why));
          }

          @Override
          public void unknown(String why) {
            afterwards.accept(open.unknown(why));
          }
        });
  }

  /** Counts what matches, then reads it, maybe through another gateway. */
  final void read(
      CallKind kind, Subject subject, String query, Consumer<List<EventRow>> afterwards) {
    OpenCall open = history.begin(name(), kind, subject);
    sdk.call(
        (client, patience) -> client.openQuery(query, patience),
        new Reading<OpenQueryReply>(open, afterwards) {
          @Override
          public void answered(OpenQueryReply opened, String gateway) {
            page(open, query, opened, afterwards);
          }
        });
  }

  private void page(
      OpenCall open, String query, OpenQueryReply opened, Consumer<List<EventRow>> afterwards) {
    RowRequest request =
        new RowRequest(
            ObjectKind.EVENT,
            query,
            SimulatedEvents.SLOTS,
            opened.getCommitIndex(),
            RowRequest.START,
            PAGE_ROWS);
    sdk.call(
        (client, patience) -> client.readRows(request, patience),
        new Reading<org.twincell.protocol.wire.ReadRowsReply>(open, afterwards) {
          @Override
          public void answered(org.twincell.protocol.wire.ReadRowsReply reply, String gateway) {
            List<EventRow> rows = new ArrayList<>();
            for (RowPage.Row row : QueryCodec.fromWire(reply).rows()) {
              SimulatedEvents.row(row.slots()).ifPresent(rows::add);
            }
            // A page shows a state that was fixed when the query was opened, in that term.
            open.acknowledged(Answer.of(gateway, opened.getTerm(), "").withRows(rows));
            afterwards.accept(rows);
          }
        });
  }

  /** A question that was not answered shows nothing. */
  private abstract static class Reading<R> implements SdkClient.Done<R> {
    private final OpenCall open;
    private final Consumer<List<EventRow>> afterwards;

    Reading(OpenCall open, Consumer<List<EventRow>> afterwards) {
      this.open = open;
      this.afterwards = afterwards;
    }

    @Override
    public void refused(String why) {
      open.refused(why);
      afterwards.accept(List.of());
    }

    @Override
    public void unknown(String why) {
      open.unknown(why);
      afterwards.accept(List.of());
    }
  }

  /** Sends events, modifies them, and looks at them. */
  static final class Sender extends Worker {
    private static final int OWN_KEPT = 1000;

    private final List<String> own = new ArrayList<>();
    private final Map<String, Long> versions = new java.util.HashMap<>();
    private long sequence;
    private long acknowledged;

    Sender(SdkClient sdk, HistoryWriter history, RandomGenerator chance) {
      super(sdk, history, chance);
    }

    long acknowledged() {
      return acknowledged;
    }

    @Override
    void act() {
      int what = own.isEmpty() ? 0 : chance().nextInt(10);
      if (what < 6) send();
      else if (what < 8) modify(own.get(chance().nextInt(own.size())));
      else look(own.get(chance().nextInt(own.size())));
    }

    private void send() {
      send(++sequence, name() + "-e" + sequence, 1);
    }

    private void send(long number, String id, int tries) {
      command(
          CallKind.SEND,
          Subject.newEvent(id, number),
          SimulatedEvents.newEvent(commandId(), id, name(), number),
          call -> {
            if (call.isAcknowledged()) {
              acknowledged++;
              if (own.size() < OWN_KEPT) own.add(id);
              next();
            } else if (tries < 3 && chance().nextBoolean()) {
              send(number, id, tries + 1);
            } else {
              next();
            }
          });
    }

    private void modify(String id) {
      long version = versions.merge(id, 1L, Long::sum);
      modify(id, version, SimulatedEvents.modification(commandId(), id, version), 1);
    }

    private void modify(String id, long version, CellCommand command, int tries) {
      command(
          CallKind.MODIFY,
          Subject.version(id, version),
          command,
          call -> {
            if (!call.isAcknowledged() && tries < 3 && chance().nextBoolean()) {
              modify(id, version, command, tries + 1);
            } else {
              next();
            }
          });
    }

    private void look(String id) {
      read(CallKind.QUERY, Subject.event(id), SimulatedEvents.byId(id), rows -> next());
    }
  }

  /** Fetches what is new for it and acknowledges some of it. */
  static final class Receiver extends Worker {
    Receiver(SdkClient sdk, HistoryWriter history, RandomGenerator chance) {
      super(sdk, history, chance);
    }

    @Override
    void act() {
      read(
          CallKind.FETCH,
          Subject.newFor(name()),
          SimulatedEvents.newFor(name()),
          rows -> acknowledge(rows, 0));
    }

    private void acknowledge(List<EventRow> rows, int from) {
      if (from >= rows.size() || from >= 8) {
        next();
        return;
      }
      String id = rows.get(from).id();
      command(
          CallKind.ACKNOWLEDGE,
          Subject.acknowledgement(id, name()),
          SimulatedEvents.acknowledgement(commandId(), id, name()),
          call -> acknowledge(rows, from + 1));
    }
  }
}
