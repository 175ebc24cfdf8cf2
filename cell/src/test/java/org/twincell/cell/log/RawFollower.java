// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.StateMachineLogEntryProto;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.util.ProtoUtils;
import org.twincell.testkit.FreePorts;
import org.twincell.time.SystemTime;

/** Ratis' own member "b" with our settings, for which the test is the leader. */
final class RawFollower implements AutoCloseable {
  private final RaftServer server;
  private final RaftGroup group;
  private long calls;

  /**
   * @param store takes the entries
   * @param further settings beyond ours
   */
  RawFollower(Path folder, BaseStateMachine store, UnaryOperator<RaftProperties> further)
      throws Exception {
    List<Integer> ports = FreePorts.of(3);
    LogSettings settings =
        new LogSettings(
            "Alphonse",
            "b",
            List.of(
                new LogMember("a", MemberRole.PRIMARY, "127.0.0.1", ports.get(0)),
                new LogMember("b", MemberRole.SECONDARY, "127.0.0.1", ports.get(1)),
                new LogMember("w", MemberRole.WITNESS, "127.0.0.1", ports.get(2))),
            folder,
            LogTuning.FAST.withElection(Duration.ofSeconds(60), Duration.ofSeconds(90)),
            LogSecurity.PLAIN);
    DataFolder data = DataFolder.open(settings, 0);
    group = RatisSettings.group(settings, data, Branch.FIRST);
    server =
        RaftServer.newBuilder()
            .setServerId(RaftPeerId.valueOf("b"))
            .setGroup(group)
            .setProperties(further.apply(RatisSettings.properties(settings, data)))
            .setParameters(
                RatisSettings.parameters(
                    settings,
                    (builder, types) -> builder,
                    new QuorumRounds(() -> 3),
                    new OutgoingCalls(
                        new LinkCut(SystemTime.SYSTEM),
                        new Elections(settings, SystemTime.SYSTEM).votes())))
            .setStateMachine(store)
            .setOption(RaftStorage.StartupOption.RECOVER)
            .build();
    server.start();
  }

  RaftLog log() throws Exception {
    return server.getDivision(group.getGroupId()).getRaftLog();
  }

  /** A message of the leader of that term, with the first entries of its log; none: a heartbeat. */
  AppendEntriesRequestProto message(long term, long leaderCommit, int entries) {
    AppendEntriesRequestProto.Builder message =
        AppendEntriesRequestProto.newBuilder()
            .setServerRequest(
                RaftRpcRequestProto.newBuilder()
                    .setRequestorId(ByteString.copyFromUtf8(term % 2 == 1 ? "a" : "w"))
                    .setReplyId(ByteString.copyFromUtf8("b"))
                    .setRaftGroupId(ProtoUtils.toRaftGroupIdProtoBuilder(group.getGroupId()))
                    .setCallId(calls++))
            .setLeaderTerm(term)
            .setLeaderCommit(leaderCommit);
    for (int i = 0; i < entries; i++) message.addEntries(entry(term, i));
    return message.build();
  }

  static LogEntryProto entry(long term, int index) {
    return LogEntryProto.newBuilder()
        .setTerm(term)
        .setIndex(index)
        .setStateMachineLogEntry(
            StateMachineLogEntryProto.newBuilder()
                .setClientId(ByteString.copyFrom(new byte[16]))
                .setCallId(index)
                .setLogData(ByteString.copyFromUtf8("entry " + index)))
        .build();
  }

  CompletableFuture<AppendEntriesReplyProto> send(AppendEntriesRequestProto message)
      throws Exception {
    return server.appendEntriesAsync(message);
  }

  static AppendEntriesReplyProto answer(CompletableFuture<AppendEntriesReplyProto> future)
      throws Exception {
    return future.get(60, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
