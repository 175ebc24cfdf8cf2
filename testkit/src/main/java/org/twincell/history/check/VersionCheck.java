// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.history.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.twincell.history.Call;
import org.twincell.history.CallKind;
import org.twincell.history.CallOutcome;
import org.twincell.history.EventRow;
import org.twincell.history.HistoryException;

/**
 * Every read shows at least what was known before it began: {@link Rule#WENT_BACK}. What is known
 * is what was acknowledged and what an earlier read has shown; a version is 0 as sent, then 1, 2, 3
 * ...
 *
 * <p>A modification without a known outcome may still be carried out later, over newer ones; so a
 * version that was written by such a call may be read at any time. A version that lost in a merge
 * counts as shown where the event keeps it.
 */
final class VersionCheck implements Check {
  private static final long STORE_READ = Long.MAX_VALUE;
  private static final long NOT_SHOWN = -1;

  private final Findings findings;
  private final Events events;
  private final int limit;
  private final EventLongs firstKnownNanos = new EventLongs();
  private final EventLongs firstKnownCall = new EventLongs();
  private final Map<Integer, Versions> modified = new HashMap<>();

  /** From some moment on at least this version must be read. */
  private record Floor(long version, long fromNanos, long call) {}

  /** An event that was modified: its floors, each higher and later, and the open questions. */
  private static final class Versions {
    final List<Floor> floors = new ArrayList<>();
    final Set<Long> uncertain = new HashSet<>();
    final Set<Long> refused = new HashSet<>();
    long highestAsked;
  }

  VersionCheck(Findings findings, Events events, int limit) {
    this.findings = findings;
    this.events = events;
    this.limit = limit;
  }

  @Override
  public void call(Call call, int event) {
    switch (call.kind()) {
      case SEND -> {
        if (call.isAcknowledged()) known(event, 0, call.endNanos(), call.number());
      }
      case MODIFY -> modify(call, event);
      case QUERY -> {
        boolean isEmpty = call.answer().rows().isEmpty();
        if (call.isAcknowledged() && isEmpty) {
          require(event, LongStream.of(NOT_SHOWN), call.startNanos(), told(call));
        }
      }
      case ACKNOWLEDGE, FETCH, STATUS -> {}
    }
  }

  private void modify(Call call, int event) {
    long version = call.subject().version();
    Versions versions = modified.computeIfAbsent(event, e -> new Versions());
    if (versions.floors.size() + versions.uncertain.size() + versions.refused.size() >= limit) {
      throw new HistoryException(
          "call "
              + call.number()
              + " is one of more than "
              + limit
              + " modifications of one event (CheckLimits.versionsPerEvent)");
    }
    versions.highestAsked = Math.max(versions.highestAsked, version);
    if (call.isAcknowledged()) known(event, version, call.endNanos(), call.number());
    else if (call.outcome() == CallOutcome.UNKNOWN) versions.uncertain.add(version);
    else versions.refused.add(version);
  }

  private void known(int event, long version, long nanos, long call) {
    if (firstKnownCall.get(event) == 0) {
      firstKnownNanos.set(event, nanos);
      firstKnownCall.set(event, call);
    }
    if (version == 0) return;
    List<Floor> floors = modified.computeIfAbsent(event, e -> new Versions()).floors;
    if (floors.isEmpty() || floors.get(floors.size() - 1).version() < version) {
      floors.add(new Floor(version, nanos, call));
    }
  }

  @Override
  public void read(Call call, int place, EventRow row, int event) {
    boolean isById = call.kind() == CallKind.QUERY;
    if (!isById && call.kind() != CallKind.FETCH) return;
    require(event, row.versions(), call.startNanos(), told(call));
    notRefused(event, row.versions(), told(call));
    known(event, row.version(), call.endNanos(), call.number());
  }

  @Override
  public void stored(String member, EventRow row, int event) {
    String where = "the store of " + member;
    require(event, row.versions(), STORE_READ, where);
    notRefused(event, row.versions(), where);
    Versions versions = modified.get(event);
    long highest = row.versions().max().orElseThrow();
    if (highest > (versions == null ? 0 : versions.highestAsked)) {
      findings.add(
          Rule.NEVER_SENT,
          () ->
              "%s shows version %d of event %s, which no call wrote"
                  .formatted(where, highest, row.id()));
    }
  }

  private static String told(Call call) {
    return "call " + call.number() + " of " + call.client();
  }

  private void notRefused(int event, LongStream shown, String who) {
    Versions versions = modified.get(event);
    if (versions == null) return;
    shown.forEach(version -> notRefused(versions, event, version, who));
  }

  private void notRefused(Versions versions, int event, long version, String who) {
    if (!versions.refused.contains(version)) return;
    if (versions.uncertain.contains(version)) return;
    boolean isAcknowledged = versions.floors.stream().anyMatch(floor -> floor.version() == version);
    if (isAcknowledged) return;
    findings.add(
        Rule.REFUSED_AND_DONE,
        () ->
            "%s shows version %d of the event of call %d, whose modification was refused"
                .formatted(who, version, events.sendCall(event)));
  }

  /** A read that began then showed these versions; {@link #NOT_SHOWN} is no event at all. */
  private void require(int event, LongStream versionsShown, long startNanos, String who) {
    long firstCall = firstKnownCall.get(event);
    if (firstCall == 0 || firstKnownNanos.get(event) >= startNanos) return;
    long[] all = versionsShown.sorted().toArray();
    long shown = all[all.length - 1];
    if (shown < 0) {
      back(event, who, "does not show it", "there", firstCall);
      return;
    }
    Versions versions = modified.get(event);
    if (versions == null || LongStream.of(all).anyMatch(versions.uncertain::contains)) return;
    for (int i = versions.floors.size() - 1; i >= 0; i--) {
      Floor floor = versions.floors.get(i);
      if (floor.fromNanos() >= startNanos) continue;
      if (floor.version() > shown) {
        back(event, who, "shows version " + shown, "at version " + floor.version(), floor.call());
      }
      return;
    }
  }

  private void back(int event, String who, String shows, String known, long knownByCall) {
    findings.add(
        Rule.WENT_BACK,
        () ->
            "%s %s; the event of call %d was %s by call %d"
                .formatted(who, shows, events.sendCall(event), known, knownByCall));
  }
}
