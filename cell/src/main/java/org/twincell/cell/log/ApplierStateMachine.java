// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.util.LifeCycle;
import org.jspecify.annotations.Nullable;

/**
 * Lets Ratis drive a {@link LogApplier}. Ratis calls whatever touches the applier from its one
 * applying thread (and {@link #initialize} before that thread runs); the events come from any.
 *
 * <p>Two positions: Ratis' own (what it has walked over in this run, from the latest snapshot on),
 * and the applier's, which survives and may be ahead after a restart. Entries between the two are
 * walked over and not applied again.
 */
final class ApplierStateMachine extends BaseStateMachine {
  private static final byte[] NOTHING = {};

  /** What the log wants to hear; called on Ratis' threads, so it must not wait. */
  interface Events {
    /** The request was put into this member's log: from here on it may be committed. */
    void entered(long callId);

    /** Everything up to this index has been applied, or was not for the applier. */
    void applied(long index);

    /** A snapshot should be taken soon. */
    void snapshotDue();

    /** This member does not lead any more. */
    void notLeader();

    /** Duty, term or leader may have changed. */
    void changed();

    /**
     * The store refused an entry. As {@link #failed}; once this has returned Ratis ends by itself.
     */
    void cannotApply(long index, Throwable cause);

    /** The log can not go on. Until this returns nothing is acknowledged for it. */
    void failed(String what, Throwable cause);
  }

  /** What an applied entry answers; stays in this process. */
  record Answer(Appended appended) implements Message {
    @Override
    public ByteString getContent() {
      return ByteString.EMPTY;
    }
  }

  private final LogApplier applier;
  private final SnapshotFolder snapshots;
  private final Events events;
  private final SnapshotPace pace;
  private final long baseTerm;
  private long purged = -1;

  /**
   * @param baseTerm the term before the first of the log's branch
   */
  ApplierStateMachine(
      LogApplier applier,
      SnapshotFolder snapshots,
      SnapshotPace pace,
      long baseTerm,
      Events events) {
    this.applier = applier;
    this.baseTerm = baseTerm;
    this.pace = pace;
    this.snapshots = snapshots;
    this.events = events;
  }

  @Override
  public void initialize(RaftServer server, RaftGroupId group, RaftStorage storage)
      throws IOException {
    getLifeCycle()
        .startAndTransition(
            () -> {
              super.initialize(server, group, storage);
              snapshots.init(storage);
              SnapshotFolder.Snapshot latest = snapshots.getLatestSnapshot();
              if (latest == null) return;
              install(latest);
              setLastAppliedTermIndex(latest.getTermIndex());
              startFrom(latest.getIndex());
              events.applied(latest.getIndex());
            },
            IOException.class);
  }

  private void install(SnapshotFolder.Snapshot snapshot) throws IOException {
    TermIndex at = snapshot.getTermIndex();
    boolean isOfThisBranch = applier.appliedTerm() >= baseTerm;
    if (isOfThisBranch && applier.appliedIndex() >= snapshot.storeIndex()) return;
    applier.installFrom(snapshot.store(), at.getTerm(), at.getIndex());
  }

  private void startFrom(long snapshotIndex) {
    purged = snapshotIndex;
    pace.startAt(snapshotIndex);
  }

  @Override
  public void pause() {
    getLifeCycle().transition(LifeCycle.State.PAUSING);
    try {
      snapshots.syncIncoming();
    } catch (IOException e) {
      events.failed("a received copy of the store cannot be kept", e);
    }
    getLifeCycle().transition(LifeCycle.State.PAUSED);
  }

  /** Takes over a snapshot that another member sent. */
  @Override
  public void reinitialize() throws IOException {
    getLifeCycle().transition(LifeCycle.State.STARTING);
    try {
      SnapshotFolder.Snapshot received = snapshots.received();
      install(received);
      setLastAppliedTermIndex(received.getTermIndex());
      startFrom(received.getIndex());
      events.applied(received.getIndex());
    } catch (IOException | LogFailedException | RuntimeException e) {
      events.failed("a received copy of the store cannot be installed", e);
      throw new IOException("a received copy of the store cannot be installed", e);
    }
    getLifeCycle().transition(LifeCycle.State.RUNNING);
  }

  @Override
  public TransactionContext preAppendTransaction(TransactionContext transaction) {
    RaftClientRequest request = transaction.getClientRequest();
    if (request != null) events.entered(request.getCallId());
    return transaction;
  }

  @Override
  public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
    LogEntryProto entry = transaction.getLogEntry();
    long term = entry.getTerm();
    long index = entry.getIndex();
    ByteString data = entry.getStateMachineLogEntry().getLogData();
    byte[] result = apply(term, index, data);
    updateLastAppliedTermIndex(term, index);
    if (pace.applied(index, data.size())) events.snapshotDue();
    events.applied(index);
    return CompletableFuture.completedFuture(new Answer(new Appended(term, index, result)));
  }

  private byte[] apply(long term, long index, ByteString data) {
    try {
      if (applier.appliedTerm() < baseTerm && applier.appliedIndex() >= 0) {
        throw new IllegalStateException(
            "the store is of an earlier branch of the cell and got no copy of this one");
      }
      if (index > applier.appliedIndex()) return applier.apply(term, index, data.toByteArray());
      if (index == applier.appliedIndex() && term != applier.appliedTerm()) {
        throw new IllegalStateException(
            "the store has applied another entry %d, of term %d and not %d; the store and the log do not belong together"
                .formatted(index, applier.appliedTerm(), term));
      }
      return NOTHING;
    } catch (RuntimeException | Error e) {
      events.cannotApply(index, e);
      throw e;
    }
  }

  /** Returns up to where the log may go, which is behind the snapshot that was taken. */
  @Override
  public long takeSnapshot() throws IOException {
    TermIndex position = getLastAppliedTermIndex();
    if (position.getIndex() < 0) return position.getIndex();
    try {
      snapshots.take(applier, position);
    } catch (IOException | RuntimeException e) {
      events.failed("a snapshot of the store cannot be made", e);
      throw e;
    }
    purged = pace.taken(position.getIndex(), purged);
    return purged;
  }

  @Override
  public CompletableFuture<Message> query(Message request) {
    return CompletableFuture.completedFuture(Message.EMPTY);
  }

  @Override
  public StateMachineStorage getStateMachineStorage() {
    return snapshots;
  }

  @Override
  public void notifyTermIndexUpdated(long term, long index) {
    super.notifyTermIndexUpdated(term, index);
    events.applied(index);
  }

  @Override
  public void notifyLeaderChanged(RaftGroupMemberId member, RaftPeerId leader) {
    events.changed();
  }

  @Override
  public void notifyLeaderReady() {
    events.changed();
  }

  @Override
  public void notifyNotLeader(Collection<TransactionContext> pending) {
    events.notLeader();
    events.changed();
  }

  @Override
  public void notifyLogFailed(Throwable cause, @Nullable LogEntryProto entry) {
    events.failed("the log cannot be written", cause);
  }
}
