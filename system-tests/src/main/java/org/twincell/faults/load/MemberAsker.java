// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults.load;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.twincell.history.Call;
import org.twincell.history.CallKind;
import org.twincell.history.EventRow;
import org.twincell.history.HistoryWriter;
import org.twincell.history.HistoryWriter.OpenCall;
import org.twincell.protocol.CellException;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.OpenedQuery;
import org.twincell.protocol.RowPage;
import org.twincell.protocol.RowRequest;

/**
 * Asks one member alone, by a client that knows no other address: whatever is answered, this member
 * has answered it, and what other members say of newer terms cannot hide it. One thread uses it.
 */
final class MemberAsker {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final LoadSettings.Direct member;
  private final HistoryWriter history;
  private final DirectSender sender;
  private final Acknowledged acknowledged;
  private final RandomGenerator random;
  private long sequence;

  MemberAsker(
      LoadSettings settings,
      LoadSettings.Direct member,
      HistoryWriter history,
      Acknowledged acknowledged,
      RandomGenerator random) {
    this.member = member;
    this.history = history;
    this.acknowledged = acknowledged;
    this.random = random;
    this.sender = DirectSender.toOne(settings, history, member, name(), PATIENCE);
  }

  private String name() {
    return "only-" + member.name();
  }

  /** One question and one event, when this member says that it is active; the id of the event. */
  Optional<String> askAndSend() {
    if (!member.client().isReachable()) return Optional.empty();
    acknowledged.any(random).ifPresent(this::ask);
    return sender.send(++sequence);
  }

  /** Reads an event that somebody has sent: a member that is active no more may not know it. */
  private void ask(String id) {
    OpenCall call = history.begin(name(), CallKind.QUERY, Call.Subject.event(id));
    String query = "EVENT where [ mc_ueid: == '" + id + "' ]";
    try {
      OpenedQuery opened = member.client().openQuery(ObjectKind.EVENT, query, PATIENCE);
      List<EventRow> rows = opened.count() == 0 ? List.of() : rows(query, opened);
      Call.Answer answer = new Call.Answer("", Call.NO_TERM, member.name(), true, rows);
      Call unused = call.acknowledged(answer);
    } catch (CellException e) {
      Call unused = call.unknown(String.valueOf(e.getMessage()));
    }
  }

  private List<EventRow> rows(String query, OpenedQuery opened) {
    RowPage page =
        member
            .client()
            .readRows(
                new RowRequest(
                    ObjectKind.EVENT, query, Rows.SLOTS, opened.commitIndex(), RowRequest.START, 2),
                PATIENCE);
    return page.rows().stream().map(Rows::row).toList();
  }
}
