// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.ServerRpcProto;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.impl.StandInPlace;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.thirdparty.io.grpc.Attributes;
import org.apache.ratis.thirdparty.io.grpc.ServerTransportFilter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.time.TimeSource;

/**
 * What a member does about who leads beyond what Ratis does by itself: it stands at once when the
 * leader's process is gone ({@link CrashProbe}), bears the leader's silence no longer than {@link
 * Patience} says, and a witness that had to lead gives that up as soon as a member with a store has
 * its log. Ratis looks at the latter only once in its longest election time, seconds for a witness.
 *
 * <p>Owns the thread {@code log-probe-<member>}.
 */
final class Elections extends ServerTransportFilter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Elections.class);

  private final LogSettings settings;
  private final ScheduledExecutorService thread;
  private final CrashProbe probe;
  private final Patience patience;
  private final VoteCalls votes;
  private volatile boolean mayStand = true;
  private volatile RaftServer.@Nullable Division group;
  private volatile @Nullable RaftServer server;
  private volatile CrashProbe.@Nullable Leader led;
  private final AtomicInteger stood = new AtomicInteger();
  private final AtomicInteger askedInVain = new AtomicInteger();
  private final AtomicInteger stoodInSilence = new AtomicInteger();
  private final AtomicInteger yielded = new AtomicInteger();
  private CompletableFuture<@Nullable Void> yielding = CompletableFuture.completedFuture(null);

  Elections(LogSettings settings, TimeSource time) {
    this.settings = settings;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread made =
                  new Thread(work, "log-probe-" + settings.cell() + "-" + settings.member());
              made.setDaemon(true);
              return made;
            });
    this.probe =
        new CrashProbe(
            settings.self().role(), this::otherLeader, CrashProbe::refuses, this::stand, thread);
    this.patience = new Patience(settings.tuning(), settings.self().role(), time);
    this.votes = new VoteCalls(this::afterGrace);
  }

  void started(RaftServer startedServer, RaftServer.Division startedGroup) {
    server = startedServer;
    group = startedGroup;
  }

  /** How often this member stood because the leader's process was gone. */
  int stood() {
    return stood.get();
  }

  /** How often members that lack entries of this one have asked it for its vote. */
  int askedInVain() {
    return askedInVain.get();
  }

  /** How often this member stood because the leader was silent for longer than it bears. */
  int stoodInSilence() {
    return stoodInSilence.get();
  }

  /** How this member asks for votes. */
  VoteCalls votes() {
    return votes;
  }

  private void afterGrace(Runnable work) {
    long nanos = settings.tuning().heartbeatPace().toNanos();
    try {
      var unused = thread.schedule(work, nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.trace("closed", e);
    }
  }

  /** Whether this member may ask for votes. */
  void mayStand(boolean may) {
    mayStand = may;
  }

  /** How often this member, a witness, gave up the lead. */
  int yielded() {
    return yielded.get();
  }

  /** Some member's connection has ended; called by the transport. */
  @Override
  public void transportTerminated(Attributes connection) {
    probe.connectionEnded();
  }

  /**
   * Keeps in mind who leads; called often. What a member that stands in vain makes this one forget
   * is still wanted then.
   */
  void rememberLeader() {
    otherLeader();
  }

  /** Who leads, or led last; as {@link CrashProbe} wants it. */
  Optional<CrashProbe.Leader> otherLeader() {
    RaftServer.Division now = group;
    if (now == null) return Optional.empty();
    DivisionInfo info = now.getInfo();
    if (!info.isFollower()) return Optional.empty();
    CrashProbe.Leader before = led;
    long term = info.getCurrentTerm();
    RaftPeerId leader = info.getLeaderId();
    // In a new term Ratis counts the term first and forgets the leader then.
    if (before != null && before.term() == term) {
      boolean isAsBefore = leader == null || leader.toString().equals(before.member().name());
      if (isAsBefore) return Optional.of(before);
    }
    if (leader == null || info.getCurrentTerm() != term) {
      return Optional.ofNullable(before).map(CrashProbe.Leader::afterAnotherStood);
    }
    Optional<CrashProbe.Leader> found =
        settings.members().stream()
            .filter(each -> each.name().equals(leader.toString()))
            .filter(each -> !each.name().equals(settings.member()))
            .map(each -> new CrashProbe.Leader(each, term, false))
            .findFirst();
    led = found.orElse(null);
    return found;
  }

  /** Another member's message has come; called by the transport before it is dealt with. */
  void message(Object message) {
    if (!(message instanceof RequestVoteRequestProto request)) return;
    RaftServer.Division now = group;
    if (now == null) return;
    TermIndex last = now.getRaftLog().getLastEntryTermIndex();
    if (last != null && last.compareTo(TermIndex.valueOf(request.getCandidateLastEntry())) > 0) {
      askedInVain.incrementAndGet();
      patience.stoodInVain();
    }
  }

  /** The silence that this member bears now. */
  Duration borne() {
    return patience.now();
  }

  /** Called often: asks for votes when the leader is silent for longer than is borne. */
  void standInSilence() {
    standInSilence(borne());
  }

  void standInSilence(Duration borne) {
    RaftServer.Division now = group;
    if (now == null || !mayStand || !StandInPlace.ofSilent(now, borne)) return;
    stoodInSilence.incrementAndGet();
    LOG.debug(
        "{}: heard nothing for {} ms; this member asks for the duty",
        settings.cell(),
        borne.toMillis());
  }

  /** Asks for votes at once in place of a leader whose process is gone. */
  void stand(CrashProbe.Leader gone) {
    RaftServer.Division now = group;
    if (now == null || !mayStand) return;
    boolean stands = StandInPlace.of(now, RaftPeerId.valueOf(gone.member().name()), gone.term());
    if (!stands) {
      LOG.debug("{}: leaves the duty of '{}' to others", settings.cell(), gone.member().name());
      return;
    }
    stood.incrementAndGet();
    LOG.info(
        "{}: the process of member '{}' is gone; this member asks for the duty term={}",
        settings.cell(),
        gone.member().name(),
        gone.term());
  }

  /** On a witness, called often: gives up the lead to the member with a store that has the most. */
  void yieldAsWitness() {
    RaftServer.Division now = group;
    RaftServer asked = server;
    if (now == null || asked == null || !yielding.isDone() || !now.getInfo().isLeader()) return;
    Optional<String> heir = mostAdvanced(now);
    if (heir.isEmpty()) return;
    Duration limit = settings.tuning().electionMax().multipliedBy(2);
    LOG.debug("{}: the witness gives the lead to '{}'", settings.cell(), heir.get());
    yielding =
        new HandOver(asked, now, heir.get(), settings.tuning())
            .within(limit)
            .thenRun(yielded::incrementAndGet)
            .exceptionally(failed -> null);
  }

  private Optional<String> mostAdvanced(RaftServer.Division leading) {
    DivisionInfo info = leading.getInfo();
    long[] matches = info.getFollowerMatchIndices();
    var followers = info.getRoleInfoProto().getLeaderInfo().getFollowerInfoList();
    if (matches == null) return Optional.empty();
    long silence = settings.tuning().electionMax().toMillis();
    String best = null;
    long most = -1;
    for (int i = 0; i < Math.min(matches.length, followers.size()); i++) {
      ServerRpcProto follower = followers.get(i);
      if (follower.getLastRpcElapsedTimeMs() >= silence || matches[i] <= most) continue;
      most = matches[i];
      best = follower.getId().getId().toStringUtf8();
    }
    return Optional.ofNullable(best);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
