// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.twincell.cell.log.SimulatedEntries.Entry;
import org.twincell.cell.log.SimulatedEntries.Snapshot;
import org.twincell.cell.log.SimulatedPeers.Peer;
import org.twincell.testkit.VirtualSchedule;

/**
 * One member of a {@link SimulatedLogGroup}: Raft as in Ongaro and Ousterhout's paper, with
 * pre-vote, check of the quorum, read index, transfer and snapshots, over messages that are
 * closures. Its disk is slow, and what was not forced is lost in a crash.
 */
final class SimulatedLog implements ReplicatedLog {
  private enum Part {
    FOLLOWER,
    CANDIDATE,
    LEADER
  }

  private final SimulatedLogGroup group;
  private final LogMember self;
  private final VirtualSchedule.Machine machine;
  private final SimulatedLogGroup.Disk disk;
  private final LogApplier applier;
  private final SimulatedEntries log;
  private final SimulatedPeers peers;
  private final SimulatedCallers callers = new SimulatedCallers();
  private final List<Consumer<LogStatus>> listeners = new ArrayList<>();
  private final List<Consumer<LogFailedException>> failureListeners = new ArrayList<>();
  private final Set<String> votes = new HashSet<>();
  private boolean running = true;
  private Part part = Part.FOLLOWER;
  private @Nullable String leader;
  private long commit;
  private long applied;
  private long heardNanos;
  private long deadlineNanos;
  private boolean ready;
  private boolean asking;
  private @Nullable String transferTo;
  private @Nullable LogFailedException failure;
  private DutyWatch.View told = new DutyWatch.View(Duty.STANDBY, 0, Optional.empty());
  private Instant since;

  SimulatedLog(
      SimulatedLogGroup group, LogMember self, SimulatedLogGroup.Disk disk, LogApplier applier) {
    this.group = group;
    this.self = self;
    this.machine = group.machine(self.name());
    this.disk = disk;
    this.applier = applier;
    this.log = new SimulatedEntries(disk);
    this.peers = new SimulatedPeers(group.members(), self.name());
    this.commit = log.snapshot().index();
    this.applied = log.snapshot().index();
    this.since = group.wallClock();
  }

  void start() {
    if (applier.appliedIndex() < log.snapshot().index()) install(log.snapshot());
    resetDeadline();
    tick();
  }

  void crash() {
    running = false;
    failPending("the member crashed");
  }

  // ---- time

  private void tick() {
    if (!running) return;
    long now = group.nowNanos();
    if (part == Part.LEADER) {
      if (!peers.wereHeard(now, group.tuning().electionMax())) becomeFollower(disk.term, null);
      else broadcast();
    } else if (now >= deadlineNanos) {
      campaign(true);
    }
    tell();
    machine.later(group.tuning().electionMin().toNanos() / 4, this::tick);
  }

  private void resetDeadline() {
    Duration max = group.tuning().electionMax();
    if (self.role() == MemberRole.WITNESS) max = max.multipliedBy(4);
    deadlineNanos =
        group.nowNanos() + group.between(group.tuning().electionMin().toNanos(), max.toNanos());
  }

  // ---- elections

  /** Asks who would vote for this member, or asks for the votes. */
  private void campaign(boolean asking) {
    part = Part.CANDIDATE;
    this.asking = asking;
    leader = null;
    votes.clear();
    votes.add(self.name());
    if (!asking) {
      disk.term++;
      disk.votedFor = self.name();
    }
    resetDeadline();
    if (peers.isMajority(1)) {
      if (asking) campaign(false);
      else lead();
      return;
    }
    long term = asking ? disk.term + 1 : disk.term;
    long lastTerm = log.lastTerm();
    long last = log.lastIndex();
    for (LogMember each : group.members()) {
      if (each == self) continue;
      group.send(self.name(), each.name(), it -> it.voteAsked(self, term, lastTerm, last, asking));
    }
  }

  private void voteAsked(LogMember candidate, long term, long lastTerm, long last, boolean asking) {
    if (!running) return;
    boolean hearsLeader =
        part == Part.LEADER
            || (leader != null
                && group.nowNanos() - heardNanos < group.tuning().electionMin().toNanos());
    if (asking) {
      boolean granted = term > disk.term && !hearsLeader && isUpToDate(candidate, lastTerm, last);
      if (granted) group.send(self.name(), candidate.name(), it -> it.voted(self, term, true));
      return;
    }
    if (term > disk.term) becomeFollower(term, null);
    boolean free = disk.votedFor == null || disk.votedFor.equals(candidate.name());
    if (term == disk.term
        && free
        && part == Part.FOLLOWER
        && isUpToDate(candidate, lastTerm, last)) {
      disk.votedFor = candidate.name();
      resetDeadline();
      group.send(self.name(), candidate.name(), it -> it.voted(self, term, false));
    }
  }

  private boolean isUpToDate(LogMember candidate, long term, long last) {
    if (term != log.lastTerm()) return term > log.lastTerm();
    if (last != log.lastIndex()) return last > log.lastIndex();
    return candidate.role() != MemberRole.WITNESS || self.role() == MemberRole.WITNESS;
  }

  private void voted(LogMember voter, long term, boolean asking) {
    if (!running || part != Part.CANDIDATE || this.asking != asking) return;
    if (term != (asking ? disk.term + 1 : disk.term)) return;
    votes.add(voter.name());
    if (!peers.isMajority(votes.size())) return;
    if (asking) campaign(false);
    else lead();
  }

  private void lead() {
    part = Part.LEADER;
    leader = self.name();
    ready = false;
    peers.begin(log.lastIndex() + 1, group.nowNanos());
    write(List.of(new Entry(disk.term, log.lastIndex() + 1, null)));
    broadcast();
  }

  private void becomeFollower(long term, @Nullable String newLeader) {
    boolean led = part == Part.LEADER;
    if (term > disk.term) {
      disk.term = term;
      disk.votedFor = null;
    }
    part = Part.FOLLOWER;
    leader = newLeader;
    ready = false;
    transferTo = null;
    if (led) {
      failPending("this member lost the duty while the entry was under way");
      resetDeadline();
    }
    tell();
  }

  // ---- the log

  /** Adds entries in memory at once, and says so when they are on the disk. */
  private void write(List<Entry> added) {
    log.add(added);
    machine.later(group.between(100_000, 800_000), () -> forced(added.get(added.size() - 1)));
  }

  private void forced(Entry last) {
    if (!running) return;
    if (disk.refuses) {
      fail("the log cannot be written: the disk refuses");
      return;
    }
    if (!log.forced(last)) return;
    if (part == Part.LEADER) advanceCommit();
    else acknowledge();
  }

  private void broadcast() {
    peers.names().forEach(this::replicateTo);
  }

  private void replicateTo(String name) {
    Peer peer = peers.find(name);
    if (peer == null) return;
    long term = disk.term;
    if (!log.canGoOnFrom(peer.next)) {
      if (self.role() == MemberRole.WITNESS) return;
      Snapshot sent = log.snapshot();
      long sentRound = callers.round();
      group.send(self.name(), name, it -> it.snapshotSent(self.name(), term, sent, sentRound));
      return;
    }
    long previous = peer.next - 1;
    long previousTerm = log.termAt(previous);
    List<Entry> sent = log.from(peer.next, 64);
    if (!sent.isEmpty()) peer.next = sent.get(sent.size() - 1).index() + 1;
    long commitNow = commit;
    long sentRound = callers.round();
    group.send(
        self.name(),
        name,
        it ->
            it.entriesSent(self.name(), term, previous, previousTerm, sent, commitNow, sentRound));
  }

  private void entriesSent(
      String from,
      long term,
      long previous,
      long previousTerm,
      List<Entry> sent,
      long leaderCommit,
      long sentRound) {
    if (!follows(from, term)) return;
    boolean fits =
        previous <= commit || (previous <= log.lastIndex() && log.termAt(previous) == previousTerm);
    if (!fits) {
      long hint = Math.min(log.lastIndex(), previous - 1);
      group.send(self.name(), from, it -> it.refused(self.name(), term, hint, sentRound));
      return;
    }
    List<Entry> added = new ArrayList<>();
    for (Entry each : sent) {
      if (each.index() <= commit || log.termAt(each.index()) == each.term()) continue;
      if (each.index() <= log.lastIndex() && added.isEmpty()) log.truncate(each.index());
      added.add(each);
    }
    if (!added.isEmpty()) write(added);
    long reach = Math.max(previous, sent.isEmpty() ? previous : sent.get(sent.size() - 1).index());
    commit = Math.max(commit, Math.min(leaderCommit, Math.min(reach, log.onDisk())));
    applyCommitted();
    if (!running) return;
    long match = Math.min(log.onDisk(), reach);
    group.send(self.name(), from, it -> it.accepted(self.name(), term, match, sentRound));
    tell();
  }

  private boolean follows(String from, long term) {
    if (!running) return false;
    if (term < disk.term) {
      long newer = disk.term;
      group.send(self.name(), from, it -> it.superseded(newer));
      return false;
    }
    if (term > disk.term || part != Part.FOLLOWER || !from.equals(leader)) {
      becomeFollower(term, from);
    }
    heardNanos = group.nowNanos();
    resetDeadline();
    return true;
  }

  /** Whom it sent something is in a newer term, and could never follow in this one. */
  private void superseded(long term) {
    if (running && term > disk.term) becomeFollower(term, null);
  }

  private void acknowledge() {
    String to = leader;
    long term = disk.term;
    long match = log.onDisk();
    // Only what the leader has sent in this term is known to be its own.
    if (to == null || log.termAt(match) != term) return;
    long heardRound = -1;
    group.send(self.name(), to, it -> it.accepted(self.name(), term, match, heardRound));
  }

  private void accepted(String from, long term, long match, long heardRound) {
    Peer peer = peers.find(from);
    if (!running || part != Part.LEADER || term != disk.term || peer == null) return;
    peer.heard(group.nowNanos(), heardRound);
    peer.match = Math.max(peer.match, match);
    peer.next = Math.max(peer.next, peer.match + 1);
    advanceCommit();
    finishReads();
    continueTransfer();
    if (running && part == Part.LEADER && peer.next <= log.lastIndex()) replicateTo(from);
  }

  private void refused(String from, long term, long hint, long heardRound) {
    Peer peer = peers.find(from);
    if (!running || part != Part.LEADER || term != disk.term || peer == null) return;
    peer.heard(group.nowNanos(), heardRound);
    peer.next = Math.max(peer.match + 1, Math.max(0, hint + 1));
    finishReads();
    replicateTo(from);
  }

  private void advanceCommit() {
    long majority = peers.majorityHas(log.onDisk());
    if (majority > commit && log.termAt(majority) == disk.term) {
      commit = majority;
      applyCommitted();
    }
    if (running && part == Part.LEADER && !ready && log.termAt(commit) == disk.term) {
      ready = true;
      finishReads();
      if (self.role() == MemberRole.WITNESS) transferFromWitness();
    }
    tell();
  }

  private void applyCommitted() {
    while (running && applied < commit) {
      Entry entry = log.at(applied + 1);
      if (entry == null) return;
      applied++;
      if (entry.data() != null) apply(entry);
    }
    if (running && applied - log.snapshot().index() >= group.tuning().snapshotEvery())
      snapshotNow();
  }

  private void apply(Entry entry) {
    byte[] result = {};
    try {
      if (entry.index() > applier.appliedIndex()) {
        result = applier.apply(entry.term(), entry.index(), entry.data().clone());
      }
    } catch (RuntimeException | Error e) {
      fail("entry " + entry.index() + " of the log cannot be applied to the store: " + e);
      return;
    }
    callers.applied(entry, result);
  }

  // ---- snapshots

  private void snapshotNow() {
    try {
      Path store = applier.checkpoint(group.newCheckpoint());
      Snapshot made = new Snapshot(log.termAt(applied), applied, store);
      log.snapshot(made, group.tuning().keepEntries());
    } catch (IOException e) {
      fail("a snapshot of the store cannot be made: " + e);
    }
  }

  private void snapshotSent(String from, long term, Snapshot sent, long sentRound) {
    if (!follows(from, term)) return;
    // What this member has said that it has must stay, however late the snapshot comes.
    boolean isThere = log.termAt(sent.index()) == sent.term();
    if (sent.index() > commit && !isThere) {
      install(sent);
      log.replaceBy(sent);
      commit = sent.index();
      applied = sent.index();
    }
    long match = Math.min(sent.index(), log.onDisk());
    group.send(self.name(), from, it -> it.accepted(self.name(), term, match, sentRound));
  }

  private void install(Snapshot from) {
    try {
      Path store = from.store();
      if (store != null) applier.installFrom(store, from.term(), from.index());
    } catch (IOException e) {
      fail("a received copy of the store cannot be installed: " + e);
    }
  }

  // ---- the seam

  @Override
  public CompletableFuture<Appended> append(byte[] entry) {
    int limit = group.tuning().entryLimitBytes();
    if (entry.length > limit) {
      throw new IllegalArgumentException(
          "an entry has at most " + limit + " bytes, not " + entry.length);
    }
    LogException refusal = refusal();
    if (refusal == null && transferTo != null) {
      refusal = new NotActiveException(self.name(), Optional.empty());
    }
    if (refusal != null) return CompletableFuture.failedFuture(refusal);
    long index = log.lastIndex() + 1;
    CompletableFuture<Appended> answer = callers.append(index);
    write(List.of(new Entry(disk.term, index, entry.clone())));
    broadcast();
    limit(answer);
    return answer;
  }

  private void limit(CompletableFuture<?> answer) {
    machine.later(
        group.tuning().requestLimit().toNanos(),
        () -> answer.completeExceptionally(new OutcomeUnknownException("no majority in time")));
  }

  @Override
  public CompletableFuture<Long> confirmActive() {
    LogException refusal = refusal();
    if (refusal != null) return CompletableFuture.failedFuture(refusal);
    CompletableFuture<Long> answer = callers.read(commit);
    limit(answer);
    broadcast();
    finishReads();
    return answer;
  }

  private void finishReads() {
    if (part == Part.LEADER) callers.finishReads(peers::haveAnswered, applied);
  }

  private @Nullable LogException refusal() {
    if (failure != null) return failure;
    if (leads()) return null;
    return new NotActiveException(self.name(), view().active());
  }

  private boolean leads() {
    return running && part == Part.LEADER && ready && self.role() != MemberRole.WITNESS;
  }

  private DutyWatch.View view() {
    if (leads()) {
      return new DutyWatch.View(Duty.ACTIVE, disk.term, Optional.of(self.name()));
    }
    Optional<String> other =
        group.members().stream()
            .filter(each -> running && each.name().equals(leader))
            .filter(each -> each.role() != MemberRole.WITNESS && each != self)
            .map(LogMember::name)
            .findFirst();
    return new DutyWatch.View(Duty.STANDBY, disk.term, other);
  }

  private void tell() {
    DutyWatch.View now = view();
    if (now.equals(told)) return;
    if (now.duty() != told.duty()) since = group.wallClock();
    told = now;
    LogStatus status = status();
    List.copyOf(listeners).forEach(each -> each.accept(status));
  }

  @Override
  public LogStatus status() {
    DutyWatch.View view = view();
    List<LogStatus.Peer> others =
        peers.describe(part == Part.LEADER, log.lastIndex(), group.nowNanos());
    long reached = Math.max(applied, applier.appliedIndex());
    return new LogStatus(
        self.name(),
        self.role(),
        view.duty(),
        view.term(),
        view.active(),
        Math.max(commit, reached),
        reached,
        since,
        others);
  }

  @Override
  public void onChange(Consumer<LogStatus> listener) {
    listeners.add(listener);
  }

  @Override
  public void onFailure(Consumer<LogFailedException> listener) {
    if (failure != null) listener.accept(failure);
    else failureListeners.add(listener);
  }

  @Override
  public CompletableFuture<Void> handOver(String toMember, Duration timeout) {
    boolean possible =
        group.members().stream()
            .anyMatch(each -> each.name().equals(toMember) && each.role() != MemberRole.WITNESS);
    if (!possible) {
      throw new IllegalArgumentException("'" + toMember + "' is no member that keeps a store");
    }
    LogException refusal = refusal();
    if (refusal != null) return CompletableFuture.failedFuture(refusal);
    if (toMember.equals(self.name())) return CompletableFuture.completedFuture(null);
    CompletableFuture<Void> done = new CompletableFuture<>();
    machine.later(
        timeout.toNanos(),
        () -> {
          if (toMember.equals(transferTo)) transferTo = null;
          done.completeExceptionally(
              new OutcomeUnknownException(toMember + " did not become active in time"));
        });
    awaitTransfer(toMember, done);
    return done;
  }

  private void awaitTransfer(String target, CompletableFuture<Void> done) {
    if (done.isDone()) return;
    if (target.equals(leader)) {
      done.complete(null);
      return;
    }
    Peer peer = peers.find(target);
    if (part == Part.LEADER
        && peer != null
        && log.lastIndex() - peer.match <= HandOver.IN_STEP_ENTRIES) {
      transferTo = target;
      continueTransfer();
    }
    machine.later(5_000_000, () -> awaitTransfer(target, done));
  }

  private void transferFromWitness() {
    for (LogMember each : group.members()) {
      Peer peer = peers.find(each.name());
      if (peer != null && each.role() != MemberRole.WITNESS && peer.match >= log.lastIndex()) {
        transferTo = each.name();
      }
    }
    continueTransfer();
    if (part == Part.LEADER) {
      machine.later(
          5_000_000,
          () -> {
            if (running && part == Part.LEADER) transferFromWitness();
          });
    }
  }

  private void continueTransfer() {
    String target = transferTo;
    Peer peer = peers.find(target);
    if (peer == null || part != Part.LEADER || peer.match < log.lastIndex()) return;
    long term = disk.term;
    group.send(self.name(), target, it -> it.takeOver(term));
  }

  private void takeOver(long term) {
    if (running && term == disk.term && part == Part.FOLLOWER) campaign(false);
  }

  @Override
  public void cutLinks(Duration length) {
    group.cutOff(self.name());
    machine.later(length.toNanos(), () -> group.heal(self.name()));
  }

  @Override
  public CompletableFuture<Long> takeSnapshot() {
    if (failure != null) return CompletableFuture.failedFuture(failure);
    if (applied > log.snapshot().index()) snapshotNow();
    return failure != null
        ? CompletableFuture.failedFuture(failure)
        : CompletableFuture.completedFuture(log.snapshot().index());
  }

  private void failPending(String why) {
    callers.failAll(failure != null ? failure : new OutcomeUnknownException(why));
  }

  private void fail(String why) {
    failure = new LogFailedException("member '" + self.name() + "': " + why);
    running = false;
    failPending(why);
    List.copyOf(failureListeners).forEach(each -> each.accept(failure));
  }

  @Override
  public void close() {
    running = false;
    failPending("the log was closed");
  }
}
