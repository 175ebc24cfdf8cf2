// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.cell.log.Duty;
import org.twincell.cell.log.LogStatus;
import org.twincell.cell.log.ReplicatedLog;
import org.twincell.protocol.MemberInfo;
import org.twincell.protocol.codec.FaultCodec;
import org.twincell.protocol.wire.Fault;
import org.twincell.time.TimeSource;

/**
 * What this member is doing now, for all who want to know. Any thread may ask; what it tells its
 * listeners is told on the thread that brought the change, which is the log's or the opener's.
 *
 * <p>Between being chosen and being open (the shipped classes in the store) a member is LIMITED: it
 * refuses callers, who come back at once when it says ACTIVE.
 */
final class StatusBoard {
  private static final Logger LOG = LoggerFactory.getLogger(StatusBoard.class);

  /** A peer that was not heard for so long counts as lost. */
  static final long LOST_MILLIS = 2000;

  private final Members members;
  private final ReplicatedLog log;
  private final Designation designation;
  private final Counts counts;
  private final TimeSource time;
  private final Consumer<String> onFailure;
  private final Set<Watcher> listeners = new CopyOnWriteArraySet<>();
  private volatile Seen seen;
  private volatile long openTerm = -1;

  /** The other member that was active last, as far as this one knows. */
  private volatile String lastActive = "";

  /** What is known of the other members beyond the log, by their name there. */
  private volatile Map<String, PeerView> peerViews = Map.of();

  private volatile Optional<MemberInfo.Progress> progress = Optional.empty();
  private volatile MemberInfo.StoreComparison stores = MemberInfo.StoreComparison.NOT_COMPARED;

  /**
   * In what the other member with a store is set otherwise than this one; empty when in nothing.
   */
  private volatile String partnerDiffers = "";

  /** Why this member gives the duty away; empty while it does not. */
  private volatile String leaving = "";

  /** How long the others were silent when this member looked last while it was active. */
  private volatile String silences = "";

  private volatile String openReason = "";
  private volatile boolean paused;
  private volatile boolean closing;

  /** Why this member is not active, where something beside the log is the reason; may be empty. */
  private volatile Supplier<String> explanation = () -> "";

  /** Someone who watches this member. Must be short, and may be called by several threads. */
  interface Watcher {
    void hear(MemberInfo info);

    /** The member stops; nothing more is told. */
    void end();
  }

  /** How much the store holds; zeros on a witness. */
  interface Counts {
    long events();

    long dataObjects();

    /** The history that the store belongs to; empty when it has not begun or there is no store. */
    String lineage();
  }

  /** What is known of another member beyond the log. */
  record PeerView(
      MemberInfo.Signal signal,
      long lagMillis,
      Optional<Duration> silence,
      Optional<MemberInfo.Progress> progress) {
    static final PeerView UNKNOWN =
        new PeerView(MemberInfo.Signal.UNKNOWN, -1, Optional.empty(), Optional.empty());
  }

  /** The last change of duty and why it came. */
  private record Seen(
      MemberInfo.Duty duty, long term, String active, String reason, Instant since) {}

  StatusBoard(
      Members members,
      ReplicatedLog log,
      Counts counts,
      TimeSource time,
      Consumer<String> onFailure) {
    this(members, log, Designation.none(), counts, time, onFailure);
  }

  StatusBoard(
      Members members,
      ReplicatedLog log,
      Designation designation,
      Counts counts,
      TimeSource time,
      Consumer<String> onFailure) {
    this.members = members;
    this.log = log;
    this.designation = designation;
    this.counts = counts;
    this.time = time;
    this.onFailure = onFailure;
    this.seen = new Seen(MemberInfo.Duty.STANDBY, 0, "", "started", time.wallClock());
  }

  String cell() {
    return members.cell();
  }

  /** What explains, beside the log, why this member is not active. */
  void explainBy(Supplier<String> note) {
    explanation = note;
  }

  Designation designation() {
    return designation;
  }

  Members members() {
    return members;
  }

  /** The duty by what the log says and whether this member is open in that term. */
  private MemberInfo.Duty duty(LogStatus status) {
    if (closing || members.self().role() == MemberInfo.Role.WITNESS) return MemberInfo.Duty.STANDBY;
    if (!designation.permits(members.self().name())) return MemberInfo.Duty.STANDBY;
    boolean chosen = status.activeMember().filter(members.self().name()::equals).isPresent();
    if (status.duty() == Duty.ACTIVE) {
      return openTerm == status.term() ? MemberInfo.Duty.ACTIVE : MemberInfo.Duty.LIMITED;
    }
    return chosen ? MemberInfo.Duty.LIMITED : MemberInfo.Duty.STANDBY;
  }

  /** Whether callers are answered now. Reads memory only. */
  boolean isActive() {
    return seen.duty() == MemberInfo.Duty.ACTIVE;
  }

  /** The term in which this member answers, or empty while it does not. */
  OptionalLong activeTerm() {
    Seen now = seen;
    return now.duty() == MemberInfo.Duty.ACTIVE
        ? OptionalLong.of(now.term())
        : OptionalLong.empty();
  }

  boolean isPaused() {
    return paused;
  }

  void pause(boolean newPaused) {
    if (paused == newPaused) return;
    paused = newPaused;
    tell();
  }

  /** What was seen of the other members, and what this one is busy with. */
  void seen(Map<String, PeerView> views, Optional<MemberInfo.Progress> newProgress) {
    peerViews = Map.copyOf(views);
    progress = newProgress;
    if (!isActive()) return;
    silences =
        new TreeMap<>(views)
            .entrySet().stream()
                .flatMap(
                    each ->
                        each.getValue().silence().stream()
                            .map(ago -> each.getKey() + " " + ago.toMillis() + " ms"))
                .collect(Collectors.joining(", "));
  }

  /** What the last comparison of the members' stores showed. */
  void compared(MemberInfo.StoreComparison result) {
    stores = result;
  }

  /** In what the other member with a store is set otherwise than this one. */
  void partnerDiffers(String settings) {
    partnerDiffers = settings;
    tell();
  }

  /** The member is open for callers in this term. */
  void opened(long term) {
    opened(term, "");
  }

  /** The same, with the reason why it has the duty. */
  void opened(long term, String reason) {
    openReason = reason;
    openTerm = term;
    logChanged(log.status());
  }

  /** This member gives the duty away for this reason; an empty one says that it stays. */
  void leaving(String reason) {
    leaving = reason;
  }

  /** Whether this member gives the duty away now. */
  boolean isLeaving() {
    return !leaving.isEmpty();
  }

  /** Looks at the log's status and tells everyone when something changed. */
  synchronized void logChanged(LogStatus status) {
    Seen before = seen;
    String active = activeAddress(status).orElse("");
    MemberInfo.Duty duty = duty(status);
    if (before.duty() == duty && before.term() == status.term() && before.active().equals(active)) {
      return;
    }
    String reason = reason(before, duty, active);
    // Not the log's time: the duty also moves where nobody else leads the log, in manual mode.
    Instant since = before.duty() == duty ? before.since() : time.wallClock();
    seen = new Seen(duty, status.term(), active, reason, since);
    report(before, seen);
    if (duty == MemberInfo.Duty.STANDBY && !active.isEmpty()) leaving = "";
    boolean self = active.equals(members.self().address().toString());
    if (!active.isEmpty() && !self) lastActive = active;
    tell();
  }

  private void report(Seen before, Seen now) {
    if (before.duty() != now.duty()) {
      // One line for a change of duty: being chosen is a step on the way.
      boolean step = now.duty() == MemberInfo.Duty.LIMITED;
      boolean undone =
          before.duty() == MemberInfo.Duty.LIMITED && now.duty() == MemberInfo.Duty.STANDBY;
      if (step || undone) {
        LOG.debug("duty {} -> {} term={}", before.duty(), now.duty(), now.term());
        return;
      }
      LOG.info(
          "duty {} -> {} term={} reason=\"{}\"",
          now.duty() == MemberInfo.Duty.ACTIVE ? MemberInfo.Duty.STANDBY : before.duty(),
          now.duty(),
          now.term(),
          now.reason());
    } else if (!now.active().isEmpty() && !now.active().equals(lastActive)) {
      LOG.info("{} is active, term={}", now.active(), now.term());
    }
  }

  private String reason(Seen before, MemberInfo.Duty duty, String active) {
    if (closing) return "the member is stopping";
    if (duty == before.duty() && duty == MemberInfo.Duty.ACTIVE) return before.reason();
    if (duty == MemberInfo.Duty.ACTIVE && !openReason.isEmpty()) return openReason;
    String self = members.self().address().toString();
    return switch (duty) {
      case ACTIVE, LIMITED ->
          lastActive.isEmpty()
              ? "the members chose this one"
              : "the members chose this one, after " + lastActive;
      case STANDBY -> {
        if (!active.isEmpty() && !active.equals(self)) {
          yield active + " is active" + (leaving.isEmpty() ? "" : ": " + leaving);
        }
        if (!leaving.isEmpty()) yield "gives the duty away: " + leaving;
        if (designation.member().isPresent()) yield waitsForOperator();
        if (before.duty() == MemberInfo.Duty.ACTIVE) yield gaveUp(before.term());
        yield before.term() == 0 ? "started" : "no active member is known";
      }
    };
  }

  private String gaveUp(long activeTerm) {
    String why =
        log.status().term() > activeTerm
            ? "gave the duty up: another member asks for it"
            : "gave the duty up: it did not hear enough members in time, or stood still itself";
    return silences.isEmpty() ? why : why + "; silent at the last look: " + silences;
  }

  private String waitsForOperator() {
    String named =
        designation.member().flatMap(members::named).map(Members.One::describe).orElse("nobody");
    return "waits for mcontrol active: the duty is with " + named + ", which is not active";
  }

  private Optional<String> activeAddress(LogStatus status) {
    return status
        .activeMember()
        .filter(designation::permits)
        .flatMap(members::named)
        .map(one -> one.address().toString());
  }

  /** What a caller is told who asks this member though it is not active. */
  Fault notActive() {
    Seen now = seen;
    boolean self = now.active().equals(members.self().address().toString());
    return FaultCodec.notActive(members.self().describe(), self ? "" : now.active());
  }

  /** What this member says of itself now. */
  MemberInfo info() {
    LogStatus status = log.status();
    Seen now = seen;
    // The log may have gone on to a term in which this member has no duty, and not said so yet.
    long term = now.duty() == MemberInfo.Duty.STANDBY ? status.term() : now.term();
    return new MemberInfo(
        members.cell(),
        members.self().role(),
        members.self().address().toString(),
        true,
        now.duty(),
        term,
        members.mode().word(),
        activeAddress(status),
        status.commitIndex(),
        status.appliedIndex(),
        peers(status),
        now.since(),
        now.duty() == MemberInfo.Duty.ACTIVE ? now.reason() : explained(now.reason()),
        paused,
        counts.events(),
        counts.dataObjects(),
        MemberService.version(),
        counts.lineage(),
        progress,
        stores,
        designation.isAlone());
  }

  private String explained(String reason) {
    String more = explanation.get();
    return more.isEmpty() ? reason : reason + "; " + more;
  }

  /** The other members with which this one is connected, as what it hears from them shows. */
  List<Members.One> heardMembers() {
    return log.status().peers().stream()
        .filter(peer -> isReachable(peer.lastHeard()))
        .flatMap(peer -> members.named(peer.name()).stream())
        .toList();
  }

  private static boolean isReachable(Optional<Duration> lastHeard) {
    return lastHeard.filter(ago -> ago.toMillis() < LOST_MILLIS).isPresent();
  }

  private List<MemberInfo.Peer> peers(LogStatus status) {
    return status.peers().stream()
        .flatMap(peer -> members.named(peer.name()).map(one -> peer(peer, one)).stream())
        .toList();
  }

  private MemberInfo.Peer peer(LogStatus.Peer peer, Members.One one) {
    PeerView view = peerViews.getOrDefault(peer.name(), PeerView.UNKNOWN);
    long silent = peer.lastHeard().map(Duration::toMillis).orElse(-1L);
    return new MemberInfo.Peer(
        one.role(),
        one.address().toString(),
        isReachable(peer.lastHeard()),
        peer.lag().orElse(-1),
        silent,
        view.lagMillis(),
        view.signal(),
        view.progress(),
        members.partner().filter(one::equals).isPresent() ? partnerDiffers : "");
  }

  /** Calls the listener now and after every change. */
  void listen(Watcher listener) {
    listeners.add(listener);
    listener.hear(info());
  }

  void forget(Watcher listener) {
    listeners.remove(listener);
  }

  /** Tells everyone the present status, also when nothing changed: the sign of life. */
  void tell() {
    MemberInfo info = info();
    for (Watcher listener : listeners) listener.hear(info);
  }

  /** From now on this member refuses callers, whatever the log says; who watches is let go. */
  void closing() {
    closing = true;
    logChanged(log.status());
    for (Watcher listener : listeners) listener.end();
    listeners.clear();
  }

  /** A part of this member met something that it cannot go on from. */
  void failed(String what, Throwable failure) {
    LOG.error("{}; the member stops", what, failure);
    onFailure.accept(what + ": " + failure);
  }
}
