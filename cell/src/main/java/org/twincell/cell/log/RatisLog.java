// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.server.GrpcServices;
import org.apache.ratis.proto.RaftProtos.ServerRpcProto;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.LeaderElectionManagementRequest;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientAsynchronousProtocol;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.SnapshotManagementRequest;
import org.apache.ratis.protocol.exceptions.ResourceUnavailableException;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.SnapshotInfo;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyServerBuilder;
import org.apache.ratis.util.ExitUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.time.TimeSource;

/**
 * {@link ReplicatedLog} on Apache Ratis: one Raft server with one group. Commands are submitted to
 * the group in this process, without a Raft client; each has an id of its own that is never used
 * again.
 *
 * <p>Once the log has failed it answers nothing but the failure, and closes Ratis on a thread of
 * its own; the caller closes the rest.
 */
final class RatisLog implements ReplicatedLog, ApplierStateMachine.Events {
  private static final Logger LOG = LoggerFactory.getLogger(RatisLog.class);

  private final LogSettings settings;
  private final Branch branch;
  private final LogApplier applier;
  private final DataFolder folder;
  private final PendingAppends pending;
  private final DutyWatch watch;
  private final QuorumRounds rounds;
  private final Elections elections;
  private final LinkCut cut;
  private final SnapshotArrival arrival;
  private final AppliedWaits applied = new AppliedWaits();
  private final ActiveChecks checks = new ActiveChecks(this::confirmOnce);
  private final ClientId client = ClientId.randomId();
  private final AtomicLong calls = new AtomicLong();
  private final AtomicReference<@Nullable LogFailedException> failure = new AtomicReference<>();
  private final List<Consumer<LogFailedException>> failureListeners = new CopyOnWriteArrayList<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicReference<@Nullable Thread> closer = new AtomicReference<>();
  private final TimeSource time;
  private volatile boolean endsItself;
  private volatile @Nullable Ratis ratis;
  private volatile @Nullable LogStatus lastStatus;

  /** What there is once Ratis runs. */
  private record Ratis(
      RaftServer server, RaftServer.Division group, RaftClientAsynchronousProtocol commands) {}

  private RatisLog(
      LogSettings settings, Branch branch, LogApplier applier, DataFolder folder, TimeSource time) {
    this.settings = settings;
    this.branch = branch;
    this.applier = applier;
    this.folder = folder;
    this.time = time;
    LogTuning tuning = settings.tuning();
    this.pending = new PendingAppends(tuning.pendingLimit(), tuning.requestLimit());
    this.rounds = new QuorumRounds(this::votes);
    this.elections = new Elections(settings, time);
    this.cut = new LinkCut(time);
    this.arrival = new SnapshotArrival(time);
    String name = settings.cell() + "-" + settings.member();
    this.watch = new DutyWatch(name, this::view, time);
  }

  static RatisLog start(LogSettings settings, LogApplier applier, TimeSource time)
      throws LogFailedException {
    if (new BranchFile(settings.folder()).exists()) {
      throw new LogFailedException(
          "the log in %s is of a pair without witness that has parted before. Start the cell as it was, without a witness line and with CellDuplicateMode=1 and 2"
              .formatted(settings.folder()));
    }
    return start(settings, Branch.FIRST, applier, time);
  }

  /** Takes part on one branch of the cell's history. */
  static RatisLog start(LogSettings settings, Branch branch, LogApplier applier, TimeSource time)
      throws LogFailedException {
    // Ratis ends the process when it cannot bind its port; here that is an exception.
    ExitUtils.disableSystemExit();
    DataFolder folder = DataFolder.open(settings, branch.number());
    try {
      if (branch.kind() != Branch.Kind.JOINING) refuseOrphanedStore(folder, applier);
      OpenSegment.mend(folder);
    } catch (LogFailedException | RuntimeException e) {
      folder.close();
      throw e;
    }
    RatisLog log = new RatisLog(settings, branch, applier, folder, time);
    try {
      log.startRatis(time);
      return log;
    } catch (IOException | RuntimeException | Error e) {
      log.close();
      LogFailedException earlier = log.failure.get();
      throw earlier != null
          ? earlier
          : FailureText.of(
              "the log of member '" + settings.member() + "' cannot start", folder.root(), e);
    }
  }

  /** A new log would count from 0 again, and the store would skip what it takes for old. */
  private static void refuseOrphanedStore(DataFolder folder, LogApplier applier)
      throws LogFailedException {
    if (!folder.fresh() || applier.appliedIndex() < 0) return;
    throw new LogFailedException(
        "the store has applied entries up to %d, but there is no log in %s. Put the log's folder back, or move the store away as well"
            .formatted(applier.appliedIndex(), folder.root()));
  }

  private void startRatis(TimeSource time) throws IOException {
    LogPort.check(settings);
    RaftGroup raftGroup = RatisSettings.group(settings, folder, branch);
    RaftProperties properties = RatisSettings.properties(settings, folder);
    SnapshotFolder snapshots = new SnapshotFolder(folder, settings, time);
    SnapshotPace pace = new SnapshotPace(settings.tuning(), settings.self().role());
    AckGuard guard =
        new AckGuard(
            this::onDisk, () -> closed.get() || failure.get() != null, cut::isCut, this::heard);
    RaftServer server =
        RaftServer.newBuilder()
            .setServerId(RaftPeerId.valueOf(settings.member()))
            .setGroup(raftGroup)
            .setProperties(properties)
            .setParameters(
                RatisSettings.parameters(
                    settings,
                    new GuardedServices(guard, elections),
                    rounds,
                    new OutgoingCalls(cut, elections.votes())))
            .setStateMachine(
                new ApplierStateMachine(applier, snapshots, pace, branch.baseTerm(), this))
            .setOption(RaftStorage.StartupOption.RECOVER)
            .build();
    RaftServer.Division group = null;
    try {
      group = server.getDivision(raftGroup.getGroupId());
      // The group itself takes commands on the caller's thread; the server would hand them on.
      ratis = new Ratis(server, group, (RaftClientAsynchronousProtocol) group);
    } finally {
      if (group == null) server.close();
    }
    // The first address of a peer counts, so those of the settings come before those in the log.
    server.getServerRpc().addRaftPeers(RatisSettings.others(settings));
    elections.started(server, group);
    server.start();
    watch.start();
    watch.every(DutyWatch.PACE, this::beat);
    watch.every(DutyWatch.PACE, elections::rememberLeader);
    watch.every(DutyWatch.PACE, elections::standInSilence);
    if (settings.self().role() == MemberRole.WITNESS) {
      watch.every(DutyWatch.PACE, elections::yieldAsWitness);
    }
  }

  private void heard(Object message) {
    arrival.message(message);
    elections.message(message);
  }

  private void beat() {
    Ratis now = ratis;
    if (now == null || !now.group().getInfo().isLeader()) return;
    LogTuning tuning = settings.tuning();
    rounds.beat(tuning.heartbeatPace(), tuning.electionMax());
  }

  private record GuardedServices(AckGuard guard, Elections elections)
      implements GrpcServices.Customizer {
    @Override
    public NettyServerBuilder customize(
        NettyServerBuilder builder, EnumSet<GrpcServices.Type> types) {
      return builder.intercept(guard).addTransportFilter(elections);
    }
  }

  /** How many members this branch has now; while one is being taken in, with it. */
  private int votes() {
    Ratis now = ratis;
    return now == null
        ? settings.members().size()
        : Math.max(1, now.group().getRaftConf().getAllPeers().size());
  }

  /** Whether the log says that this member has a vote, and how many members have one. */
  OptionalInt votesWithSelf() {
    Ratis now = ratis;
    if (now == null || closed.get() || failure.get() != null) return OptionalInt.empty();
    boolean isIn =
        now.group().getRaftConf().getAllPeers().stream()
            .anyMatch(peer -> peer.getId().equals(now.group().getId()));
    return isIn ? OptionalInt.of(votes()) : OptionalInt.empty();
  }

  /**
   * Takes the other member of a pair in: it gets a copy of the store, then what came since, and
   * from then on both are needed for every entry. Commands go on meanwhile.
   */
  CompletableFuture<Void> admit(LogMember other) {
    LogException refusal = refusal();
    if (refusal != null) return CompletableFuture.failedFuture(refusal);
    return takeSnapshot().thenCompose(index -> admitNow(other));
  }

  private CompletableFuture<Void> admitNow(LogMember other) {
    Ratis now = running();
    SetConfigurationRequest.Arguments wanted =
        SetConfigurationRequest.Arguments.newBuilder()
            .setMode(SetConfigurationRequest.Mode.ADD)
            .setServersInNewConf(List.of(RatisSettings.peer(other)))
            .build();
    SetConfigurationRequest request =
        new SetConfigurationRequest(
            client,
            now.group().getId(),
            now.group().getMemberId().getGroupId(),
            calls.incrementAndGet(),
            wanted);
    try {
      return now.server().setConfigurationAsync(request).thenAccept(this::admitted);
    } catch (IOException | RuntimeException e) {
      return CompletableFuture.failedFuture(new OutcomeUnknownException("not taken in", e));
    }
  }

  private void admitted(RaftClientReply reply) {
    if (reply.isSuccess()) return;
    throw new CompletionException(
        new OutcomeUnknownException("not taken in: " + reply.getException(), reply.getException()));
  }

  private long onDisk() {
    Ratis now = ratis;
    return now == null ? -1 : now.group().getRaftLog().getFlushIndex();
  }

  @Override
  public CompletableFuture<Appended> append(byte[] entry) {
    int limit = settings.tuning().entryLimitBytes();
    if (entry.length > limit) {
      throw new IllegalArgumentException(
          "an entry has at most " + limit + " bytes, not " + entry.length);
    }
    LogException refusal = refusal();
    if (refusal != null) return CompletableFuture.failedFuture(refusal);
    long callId = calls.incrementAndGet();
    CompletableFuture<Appended> answer = pending.add(callId);
    if (answer.isDone()) return answer;
    Message message = Message.valueOf(UnsafeByteOperations.unsafeWrap(entry));
    var unused =
        submit(callId, message, RaftClientRequest.writeRequestType())
            .whenComplete((reply, thrown) -> answered(callId, reply, thrown));
    return answer;
  }

  private CompletableFuture<RaftClientReply> submit(
      long callId, Message message, RaftClientRequest.Type type) {
    Ratis now = running();
    RaftClientRequest request =
        RaftClientRequest.newBuilder()
            .setClientId(client)
            .setServerId(now.group().getId())
            .setGroupId(now.group().getMemberId().getGroupId())
            .setCallId(callId)
            .setMessage(message)
            .setType(type)
            .build();
    try {
      return now.commands().submitClientRequestAsync(request);
    } catch (IOException | RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void answered(long callId, @Nullable RaftClientReply reply, @Nullable Throwable thrown) {
    if (reply != null
        && reply.isSuccess()
        && reply.getMessage() instanceof ApplierStateMachine.Answer answer) {
      pending.succeed(callId, answer.appended());
      return;
    }
    Throwable cause = thrown != null || reply == null ? thrown : reply.getException();
    LogFailedException failed = failure.get();
    if (failed != null) {
      pending.fail(callId, failed, cause);
    } else if (cause instanceof ResourceUnavailableException) {
      pending.fail(callId, new OutcomeUnknownException("the log is full of work", cause), cause);
    } else {
      pending.fail(callId, notActive(), cause);
    }
  }

  /** Why nothing can be asked of this member now, or null when it leads. */
  private @Nullable LogException refusal() {
    LogFailedException failed = failure.get();
    if (failed != null) return failed;
    return leads() ? null : notActive();
  }

  private boolean leads() {
    Ratis now = ratis;
    return now != null
        && !closed.get()
        && settings.self().role() != MemberRole.WITNESS
        && now.group().getInfo().isLeaderReady();
  }

  private NotActiveException notActive() {
    return new NotActiveException(
        settings.member(), view().active().filter(name -> !name.equals(settings.member())));
  }

  @Override
  public CompletableFuture<Long> confirmActive() {
    LogException refusal = refusal();
    return refusal == null ? checks.ask() : CompletableFuture.failedFuture(refusal);
  }

  private CompletableFuture<Long> confirmOnce() {
    LogException refusal = refusal();
    if (refusal != null) return CompletableFuture.failedFuture(refusal);
    Ratis now = running();
    long term = now.group().getInfo().getCurrentTerm();
    long read = now.group().getRaftLog().getLastCommittedIndex();
    return rounds
        .ask(term)
        .thenCompose(confirmed -> applied.until(read))
        .orTimeout(settings.tuning().requestLimit().toMillis(), TimeUnit.MILLISECONDS)
        .handle((index, thrown) -> confirmed(term, index, thrown));
  }

  private Long confirmed(long term, @Nullable Long index, @Nullable Throwable thrown) {
    LogException refusal = refusal();
    if (refusal != null) throw new CompletionException(refusal);
    if (index == null) {
      throw new CompletionException(
          new OutcomeUnknownException(
              "no majority of the members has confirmed that this one is still active", thrown));
    }
    if (running().group().getInfo().getCurrentTerm() != term) {
      throw new CompletionException(notActive());
    }
    return index;
  }

  private Ratis running() {
    Ratis now = ratis;
    if (now == null) throw new IllegalStateException("the log is not started");
    return now;
  }

  private DutyWatch.View view() {
    Ratis now = ratis;
    if (now == null) return new DutyWatch.View(Duty.STANDBY, 0, Optional.empty());
    DivisionInfo info = now.group().getInfo();
    long term = info.getCurrentTerm();
    if (failure.get() == null && leads()) {
      return new DutyWatch.View(Duty.ACTIVE, term, Optional.of(settings.member()));
    }
    return new DutyWatch.View(Duty.STANDBY, term, otherActive(info));
  }

  private Optional<String> otherActive(DivisionInfo info) {
    RaftPeerId leader = info.getLeaderId();
    if (leader == null || closed.get() || failure.get() != null) return Optional.empty();
    return settings.members().stream()
        .filter(each -> each.name().equals(leader.toString()))
        .filter(each -> each.role() != MemberRole.WITNESS)
        .map(LogMember::name)
        .filter(name -> !name.equals(settings.member()))
        .findFirst();
  }

  @Override
  public LogStatus status() {
    try {
      LogStatus now = read(running());
      lastStatus = now;
      return now;
    } catch (IllegalStateException e) {
      // Ratis answers so once it is closed; what was known then is still the best to tell.
      LOG.trace("{}: closed", settings.member(), e);
      LogStatus known = lastStatus;
      return known == null ? nothingKnown() : known.closed();
    }
  }

  private LogStatus nothingKnown() {
    long applied = applier.appliedIndex();
    return new LogStatus(
        settings.member(),
        settings.self().role(),
        Duty.STANDBY,
        applier.appliedTerm(),
        Optional.empty(),
        applied,
        applied,
        watch.since(),
        List.of());
  }

  private LogStatus read(Ratis now) {
    DutyWatch.View view = view();
    RaftLog raftLog = now.group().getRaftLog();
    long applied = Math.max(now.group().getInfo().getLastAppliedIndex(), applier.appliedIndex());
    return new LogStatus(
        settings.member(),
        settings.self().role(),
        view.duty(),
        view.term(),
        view.active(),
        Math.max(raftLog.getLastCommittedIndex(), applied),
        applied,
        watch.since(),
        peers(now));
  }

  private List<LogStatus.Peer> peers(Ratis now) {
    long[] matches = now.group().getInfo().getFollowerMatchIndices();
    var role = now.group().getInfo().getRoleInfoProto();
    List<ServerRpcProto> followers = role.getLeaderInfo().getFollowerInfoList();
    long last = now.group().getRaftLog().getNextIndex() - 1;
    List<LogStatus.Peer> peers = new ArrayList<>();
    for (LogMember member : settings.members()) {
      if (member.name().equals(settings.member())) continue;
      OptionalLong match = OptionalLong.empty();
      Optional<Duration> heard = Optional.empty();
      for (int i = 0; matches != null && i < Math.min(matches.length, followers.size()); i++) {
        if (!followers.get(i).getId().getId().toStringUtf8().equals(member.name())) continue;
        match = OptionalLong.of(matches[i]);
        heard = Optional.of(Duration.ofMillis(followers.get(i).getLastRpcElapsedTimeMs()));
      }
      ServerRpcProto leader = role.getFollowerInfo().getLeaderInfo();
      if (leader.getId().getId().toStringUtf8().equals(member.name())) {
        heard = Optional.of(Duration.ofMillis(leader.getLastRpcElapsedTimeMs()));
      }
      OptionalLong lag =
          match.isPresent()
              ? OptionalLong.of(Math.max(0, last - match.getAsLong()))
              : OptionalLong.empty();
      peers.add(new LogStatus.Peer(member.name(), member.role(), match, lag, heard));
    }
    return peers;
  }

  @Override
  public void onChange(Consumer<LogStatus> listener) {
    watch.listen(view -> listener.accept(status()));
  }

  @Override
  public void onFailure(Consumer<LogFailedException> listener) {
    failureListeners.add(listener);
    LogFailedException failed = failure.get();
    if (failed != null && failureListeners.remove(listener)) {
      watch.run(() -> listener.accept(failed));
    }
  }

  @Override
  public CompletableFuture<Void> handOver(String toMember, Duration timeout) {
    boolean possible =
        settings.members().stream()
            .filter(each -> each.role() != MemberRole.WITNESS)
            .anyMatch(each -> each.name().equals(toMember));
    if (!possible) {
      throw new IllegalArgumentException(
          "'" + toMember + "' is no member of cell '" + settings.cell() + "' that keeps a store");
    }
    LogException refusal = refusal();
    if (refusal != null) return CompletableFuture.failedFuture(refusal);
    if (toMember.equals(settings.member())) return CompletableFuture.completedFuture(null);
    return new HandOver(running().server(), running().group(), toMember, settings.tuning())
        .within(timeout);
  }

  @Override
  public Optional<Receiving> receiving() {
    return arrival.now();
  }

  @Override
  public void cutLinks(Duration length) {
    cut.cut(length);
    rounds.end();
  }

  @Override
  public CompletableFuture<Long> takeSnapshot() {
    LogFailedException failed = failure.get();
    if (failed != null) return CompletableFuture.failedFuture(failed);
    Ratis now = running();
    SnapshotManagementRequest request =
        SnapshotManagementRequest.newCreate(
            client,
            now.group().getId(),
            now.group().getMemberId().getGroupId(),
            calls.incrementAndGet(),
            settings.tuning().requestLimit().toMillis(),
            1);
    try {
      return now.server().snapshotManagementAsync(request).handle(this::snapshotMade);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(new OutcomeUnknownException("no snapshot was made", e));
    }
  }

  @Override
  public void mayBecomeActive(boolean may) {
    elections.mayStand(may);
    Ratis now = ratis;
    if (now == null || failure.get() != null) return;
    long call = calls.incrementAndGet();
    var member = now.group().getId();
    var group = now.group().getMemberId().getGroupId();
    LeaderElectionManagementRequest request =
        may
            ? LeaderElectionManagementRequest.newResume(client, member, group, call)
            : LeaderElectionManagementRequest.newPause(client, member, group, call);
    try {
      var unused =
          now.server()
              .leaderElectionManagementAsync(request)
              .whenComplete(
                  (reply, thrown) -> {
                    if (thrown == null && reply.isSuccess()) return;
                    LOG.warn("{}: elections go on as before", settings.member(), thrown);
                  });
    } catch (RuntimeException e) {
      LOG.warn("{}: elections go on as before", settings.member(), e);
    }
  }

  private long newestSnapshot() {
    SnapshotInfo newest = running().group().getStateMachine().getLatestSnapshot();
    return newest == null ? -1 : newest.getIndex();
  }

  private Long snapshotMade(@Nullable RaftClientReply reply, @Nullable Throwable thrown) {
    if (reply != null && reply.isSuccess()) return newestSnapshot();
    LogFailedException failed = failure.get();
    Throwable cause = thrown != null || reply == null ? thrown : reply.getException();
    throw new CompletionException(
        failed != null
            ? failed
            : new OutcomeUnknownException("no snapshot was made: " + cause, cause));
  }

  @Override
  public void entered(long callId) {
    pending.entered(callId);
  }

  @Override
  public void applied(long index) {
    applied.reached(index);
  }

  @Override
  public void snapshotDue() {
    watch.run(
        () -> {
          var unused =
              takeSnapshot()
                  .exceptionally(
                      thrown -> {
                        LOG.warn(
                            "{}: a snapshot that is due was not taken", settings.cell(), thrown);
                        return -1L;
                      });
        });
  }

  @Override
  public void notLeader() {
    rounds.end();
  }

  @Override
  public void changed() {
    watch.wake();
  }

  @Override
  public void cannotApply(long index, Throwable cause) {
    endsItself = true;
    failed("entry " + index + " of the log cannot be applied to the store", cause);
  }

  @Override
  public void failed(String what, Throwable cause) {
    LogFailedException failed =
        FailureText.of("member '" + settings.member() + "': " + what, folder.root(), cause);
    if (!failure.compareAndSet(null, failed)) return;
    LOG.error("{}", failed.getMessage(), cause);
    pending.failAll(failed);
    rounds.end();
    watch.run(
        () -> {
          closeRatis();
          for (Consumer<LogFailedException> each : failureListeners) {
            if (failureListeners.remove(each)) each.accept(failed);
          }
        });
  }

  /** Starts closing Ratis on a thread of its own, once: it may take longer than we can wait. */
  private Thread closeRatis() {
    Ratis now = ratis;
    Thread made =
        new Thread(
            () -> {
              if (now != null) close(now);
              folder.close();
            },
            "log-close-" + settings.cell() + "-" + settings.member());
    made.setDaemon(true);
    Thread first = closer.compareAndExchange(null, made);
    if (first != null) return first;
    made.start();
    return made;
  }

  /**
   * Ratis ends by itself once it has noticed that an entry was refused. Closed between the refusal
   * and that, its thread that applies entries would look for work for ever.
   */
  private void close(Ratis now) {
    long start = time.monotonicNanos();
    try {
      while (endsItself
          && now.group().getInfo().isAlive()
          && time.monotonicNanos() - start < settings.tuning().closeLimit().toNanos()) {
        time.pause(DutyWatch.PACE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closeQuietly(now.server());
  }

  private void closeQuietly(RaftServer server) {
    try {
      server.close();
    } catch (IOException | RuntimeException e) {
      LOG.warn("{}: the log did not close cleanly", settings.member(), e);
    }
  }

  @Override
  public void close() {
    closed.set(true);
    Duration limit = settings.tuning().closeLimit();
    try {
      Thread closing = closeRatis();
      closing.join(limit.toMillis());
      if (closing.isAlive()) {
        LOG.warn(
            "{}: the log did not close within {} ms; its threads end with the process",
            settings.member(),
            limit.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      pending.failAll(new OutcomeUnknownException("the log was closed"));
      rounds.end();
      elections.close();
      watch.close();
    }
  }

  Elections elections() {
    return elections;
  }
}
