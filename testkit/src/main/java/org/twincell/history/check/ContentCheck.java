// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.history.check;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.twincell.history.Call;
import org.twincell.history.EventRow;

/**
 * Everything acknowledged is in every store, once, and all stores are equal: {@link Rule#LOST},
 * {@link Rule#DOUBLED}, {@link Rule#NEVER_SENT}, {@link Rule#REFUSED_AND_DONE}, {@link
 * Rule#STORES_DIFFER}.
 */
final class ContentCheck implements Check {
  private final Findings findings;
  private final Events events;
  private final List<String> members = new ArrayList<>();
  private final Map<String, BitSet> sequences = new HashMap<>();
  private final Set<Integer> inAnswer = new HashSet<>();
  private final EventLongs firstRow = new EventLongs();
  private BitSet here = new BitSet();
  private BitSet inFirst = new BitSet();
  private long rows;

  ContentCheck(Findings findings, Events events) {
    this.findings = findings;
    this.events = events;
  }

  @Override
  public void read(Call call, int place, EventRow row, int event) {
    if (place == 0) inAnswer.clear();
    if (inAnswer.add(event)) return;
    findings.add(
        Rule.DOUBLED,
        () ->
            "call %d of %s was answered with event %s (call %d) twice"
                .formatted(call.number(), call.client(), row.id(), events.sendCall(event)));
  }

  @Override
  public void stored(String member, EventRow row, int event) {
    rows++;
    if (here.get(event)) {
      doubled(member, row, "its id " + row.id() + " is there already");
    } else {
      here.set(event);
      BitSet seen = sequences.computeIfAbsent(row.sender(), s -> new BitSet());
      int sequence = (int) Math.max(0, Math.min(row.sequence(), Integer.MAX_VALUE - 1));
      if (seen.get(sequence)) doubled(member, row, "it is there under another id than " + row.id());
      seen.set(sequence);
    }
    wasSent(member, row, event);
    compare(member, row, event);
  }

  private void doubled(String member, EventRow row, String why) {
    findings.add(
        Rule.DOUBLED,
        () ->
            "the store of %s has event %d of %s twice: %s"
                .formatted(member, row.sequence(), row.sender(), why));
  }

  private void wasSent(String member, EventRow row, int event) {
    if (!events.isSent(event)) {
      findings.add(
          Rule.NEVER_SENT,
          () ->
              "the store of %s has event %s (event %d of %s), which no call sent"
                  .formatted(member, row.id(), row.sequence(), row.sender()));
    } else if (!events.is(event, Events.ACKNOWLEDGED) && !events.is(event, Events.UNKNOWN)) {
      findings.add(
          Rule.REFUSED_AND_DONE,
          () ->
              "the store of %s has event %s, though call %d was refused"
                  .formatted(member, row.id(), events.sendCall(event)));
    }
  }

  private void compare(String member, EventRow row, int event) {
    long hash = row.hashCode() * 31L + 1;
    if (members.isEmpty()) {
      firstRow.set(event, hash);
    } else if (inFirst.get(event) && firstRow.get(event) != hash) {
      differ(member, "event " + row.id() + " (call " + events.sendCall(event) + ") differs");
    }
  }

  private void differ(String member, String what) {
    findings.add(
        Rule.STORES_DIFFER,
        () -> "the stores of %s and %s: %s".formatted(members.get(0), member, what));
  }

  @Override
  public void storedEnd(String member) {
    for (int event = 0; event < events.size(); event++) {
      if (!events.is(event, Events.ACKNOWLEDGED) || here.get(event)) continue;
      long call = events.sendCall(event);
      findings.add(
          Rule.LOST,
          () ->
              "the event that call %d sent was acknowledged and is not in the store of %s"
                  .formatted(call, member));
    }
    if (members.isEmpty()) {
      inFirst = here;
    } else {
      BitSet one = (BitSet) inFirst.clone();
      one.xor(here);
      one.stream()
          .forEach(
              event -> differ(member, "only one has the event of call " + events.sendCall(event)));
    }
    members.add(member);
    here = new BitSet();
    sequences.clear();
    rows = 0;
  }

  @Override
  public void end() {
    if (members.isEmpty()) {
      findings.add(
          Rule.INCOMPLETE,
          () -> "it ends without the whole content of a store: what was lost cannot be told");
    } else if (rows > 0) {
      findings.add(Rule.INCOMPLETE, () -> "the content of the last store breaks off");
    }
  }
}
