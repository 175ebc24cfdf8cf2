// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.cell.duty.CatchUp;
import org.twincell.cell.duty.LagClock;
import org.twincell.cell.duty.PeerSignals;
import org.twincell.cell.duty.Untold;
import org.twincell.cell.log.Duty;
import org.twincell.cell.log.LogStatus;
import org.twincell.cell.log.ReplicatedLog;
import org.twincell.protocol.MemberInfo.Progress;
import org.twincell.protocol.MemberInfo.Signal;
import org.twincell.protocol.wire.Command;
import org.twincell.time.TimeSource;

/**
 * Watches the other members: tells LIVE, DEAD and CLOSE of them (log line, event of the cell,
 * metric, listeners, everyone who watches this member), how far behind they are, and what takes
 * long. Called on the thread {@code cell-pulse} and, when a member says that it ends, on {@code
 * cell-control}.
 */
final class PeerDesk {
  private static final Logger LOG = LoggerFactory.getLogger(PeerDesk.class);

  /** How often the log gets a line about something that takes long. */
  private static final Duration PROGRESS_LINE = Duration.ofSeconds(5);

  private final ReplicatedLog log;
  private final StatusBoard board;
  private final Batcher batcher;
  private final MeterRegistry metrics;
  private final TimeSource time;
  private final CellEvents events;
  private final PeerSignals signals;
  private final Untold<LongFunction<Command>> untold = new Untold<>();
  private final Set<String> unheard = new HashSet<>();
  private final LagClock lags = new LagClock();
  private final Map<String, CatchUp> catchUps = new HashMap<>();
  private final CatchUp own = new CatchUp("applying the log");
  private final List<Consumer<Told>> listeners = new CopyOnWriteArrayList<>();
  private long lineNanos;
  private boolean busy;

  /** What was told of a member. */
  record Told(Members.One peer, Signal before, Signal now, String text) {}

  /**
   * @param threshold silence after which a member that was LIVE is DEAD
   */
  PeerDesk(
      ReplicatedLog log,
      StatusBoard board,
      Batcher batcher,
      Duration threshold,
      MeterRegistry metrics,
      TimeSource time) {
    this.log = log;
    this.board = board;
    this.batcher = batcher;
    this.metrics = metrics;
    this.time = time;
    this.events = new CellEvents(board.members());
    this.signals = new PeerSignals(threshold);
    this.lineNanos = time.monotonicNanos();
    others()
        .forEach(
            one ->
                metrics.gauge(
                    "twincell.peer.live",
                    List.of(io.micrometer.core.instrument.Tag.of("peer", one.name())),
                    this,
                    it -> it.isLive(one.name()) ? 1 : 0));
  }

  private List<Members.One> others() {
    Members members = board.members();
    return members.all().stream().filter(one -> !one.equals(members.self())).toList();
  }

  private synchronized boolean isLive(String name) {
    return signal(name) == Signal.LIVE;
  }

  /** The listener hears every change of a signal; it must be short. */
  void listen(Consumer<Told> listener) {
    listeners.add(listener);
  }

  /** Looks at all members once. */
  synchronized void look() {
    LogStatus status = log.status();
    long now = time.monotonicNanos();
    if (status.duty() != Duty.ACTIVE) lags.forget();
    status.peers().forEach(peer -> end(peer).ifPresent(index -> lags.ends(index, now)));
    boolean told = false;
    Map<String, StatusBoard.PeerView> views = new HashMap<>();
    for (LogStatus.Peer peer : status.peers()) {
      told |= look(status, peer, now);
      views.put(peer.name(), view(peer, now));
    }
    tellKept();
    Optional<Progress> progress = ownProgress(status);
    board.seen(views, progress);
    report(progress, views, now);
    if (told) board.tell();
  }

  /** Looks at one member; whether its signal has changed. */
  private boolean look(LogStatus status, LogStatus.Peer peer, long now) {
    String name = peer.name();
    PeerSignals.Heard heard = heard(status, peer);
    // Who leads the log in manual mode without being designated tells nothing of the others, so
    // what is known and untold of them stays as it is until somebody can tell it.
    boolean told = status.activeMember().filter(board.designation()::permits).isPresent();
    if (heard.fromHere()) unheard.remove(name);
    else unheard.add(name);
    if (!heard.fromHere() && !told) return false;
    Optional<PeerSignals.Change> change = signals.look(name, heard, now);
    change.ifPresent(it -> tell(name, it));
    boolean isActive = told && status.activeMember().filter(name::equals).isPresent();
    if (!heard.fromHere() || (isActive && signals.of(name) == Signal.LIVE)) untold.leave(name);
    return change.isPresent();
  }

  /** What is said of a member now. */
  private Signal signal(String name) {
    return unheard.contains(name) ? Signal.UNKNOWN : signals.of(name);
  }

  private static Optional<Long> end(LogStatus.Peer peer) {
    return peer.matchIndex().isPresent() && peer.lag().isPresent()
        ? Optional.of(peer.matchIndex().getAsLong() + peer.lag().getAsLong())
        : Optional.empty();
  }

  private PeerSignals.Heard heard(LogStatus status, LogStatus.Peer peer) {
    boolean elsewhere =
        status.duty() != Duty.ACTIVE
            && status.activeMember().isPresent()
            && !status.activeMember().get().equals(peer.name());
    if (elsewhere) return PeerSignals.Heard.ELSEWHERE;
    return peer.lastHeard()
        .map(ago -> new PeerSignals.Heard(true, ago.toNanos()))
        .orElse(PeerSignals.Heard.NEVER);
  }

  private StatusBoard.PeerView view(LogStatus.Peer peer, long now) {
    long lagMillis =
        peer.matchIndex().isPresent()
            ? lags.millis(peer.matchIndex().getAsLong(), now).orElse(-1)
            : -1;
    boolean heard =
        peer.lastHeard().filter(ago -> ago.toMillis() < StatusBoard.LOST_MILLIS).isPresent();
    CatchUp catchUp = catchUps.computeIfAbsent(peer.name(), name -> new CatchUp("catching up"));
    Optional<Progress> progress =
        heard && peer.lag().isPresent() ? catchUp.lacks(peer.lag().getAsLong()) : catchUp.lacks(0);
    return new StatusBoard.PeerView(signal(peer.name()), lagMillis, peer.lastHeard(), progress);
  }

  private Optional<Progress> ownProgress(LogStatus status) {
    return log.receiving()
        .map(PeerDesk::receiving)
        .or(() -> own.lacks(status.commitIndex() - status.appliedIndex()));
  }

  private static Progress receiving(ReplicatedLog.Receiving copy) {
    boolean known = copy.totalBytes() > 0;
    return new Progress(
        "receiving a copy of the store",
        known ? (int) (100 * copy.bytes() / copy.totalBytes()) : -1,
        known ? copy.totalBytes() - copy.bytes() : -1,
        "bytes");
  }

  /** Something that takes long gets a line now and then, and one at its end. */
  private void report(
      Optional<Progress> progress, Map<String, StatusBoard.PeerView> views, long now) {
    boolean busyNow =
        progress.isPresent() || views.values().stream().anyMatch(v -> v.progress().isPresent());
    if (busy && !busyNow) LOG.info("{}: in step", board.cell());
    if (busyNow && (!busy || now - lineNanos >= PROGRESS_LINE.toNanos())) {
      lineNanos = now;
      progress.ifPresent(it -> LOG.info("{}: {}", board.cell(), it.text()));
      views.forEach(
          (name, view) ->
              view.progress().ifPresent(it -> LOG.info("member '{}': {}", name, it.text())));
    }
    busy = busyNow;
  }

  /** Another member says that it ends. */
  synchronized void closes(Members.One peer, String reason, long stopEpochMillis) {
    signals
        .closes(peer.name(), time.monotonicNanos())
        .ifPresent(
            change -> {
              announce(peer, change, peer.describe() + " ends: " + reason);
              untold.keep(
                  peer.name(),
                  change.now(),
                  term -> events.stopping(peer, term, reason, stopEpochMillis));
              tellKept();
            });
    board.tell();
  }

  /** Events are the active member's; one that gets the duty in a moment tells them then. */
  private void tellKept() {
    OptionalLong term = board.activeTerm();
    if (term.isEmpty()) return;
    untold.take().forEach(event -> batcher.submitOwn(event.apply(term.getAsLong())));
  }

  private void tell(String name, PeerSignals.Change change) {
    board
        .members()
        .named(name)
        .ifPresent(
            peer -> {
              String text = peer.describe() + " " + words(change);
              announce(peer, change, text);
              if (!change.news()) return;
              long at = time.wallClock().toEpochMilli();
              untold.keep(
                  name, change.now(), term -> events.peer(peer, change.now(), text, term, at));
            });
  }

  private static String words(PeerSignals.Change change) {
    return switch (change.now()) {
      case LIVE -> change.before() == Signal.UNKNOWN ? "is up" : "is back";
      case DEAD ->
          "is lost: not heard for " + Duration.ofNanos(change.silentNanos()).toMillis() + " ms";
      case CLOSE -> "ends";
      case UNKNOWN -> "is not heard from here";
    };
  }

  private void announce(Members.One peer, PeerSignals.Change change, String text) {
    if (change.now() == Signal.DEAD) LOG.warn("signal DEAD: {}", text);
    else if (change.news()) LOG.info("signal {}: {}", change.now(), text);
    else LOG.debug("signal {}: {}", change.now(), text);
    metrics
        .counter("twincell.signals", "peer", peer.name(), "signal", change.now().name())
        .increment();
    Told told = new Told(peer, change.before(), change.now(), text);
    listeners.forEach(each -> each.accept(told));
  }
}
