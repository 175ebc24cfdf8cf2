// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto.AppendResult;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.StateMachineLogEntryProto;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.util.ProtoUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.testkit.FreePorts;
import org.twincell.time.SystemTime;

/**
 * A follower must not tell the active member that it has what it does not have on its disk. Here
 * the test is the active member, and the follower's disk waits for the test. To be run again, and
 * read again, with each new version of Ratis.
 */
@Timeout(600)
class FalseAcknowledgementTest {
  @TempDir Path folder;

  private final CompletableFuture<Void> disk = new CompletableFuture<>();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private RaftServer follower;
  private RaftLog log;
  private RaftGroup group;
  private long calls;

  /** Holds each write to the log's disk until the test lets it go. */
  private final class SlowDisk extends BaseStateMachine {
    @Override
    public CompletableFuture<Void> flush(long index) {
      return disk;
    }
  }

  @AfterEach
  void close() throws Exception {
    disk.complete(null);
    for (AutoCloseable each : opened) each.close();
  }

  private void startFollower(boolean compose) throws Exception {
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
    RaftProperties properties = RatisSettings.properties(settings, data);
    if (compose) RaftServerConfigKeys.Log.setAppendEntriesComposeEnabled(properties, true);
    group = RatisSettings.group(settings, data, Branch.FIRST);
    follower =
        RaftServer.newBuilder()
            .setServerId(RaftPeerId.valueOf("b"))
            .setGroup(group)
            .setProperties(properties)
            .setParameters(
                RatisSettings.parameters(
                    settings,
                    (builder, types) -> builder,
                    new QuorumRounds(() -> 3),
                    new LinkCut(SystemTime.SYSTEM)))
            .setStateMachine(new SlowDisk())
            .setOption(RaftStorage.StartupOption.RECOVER)
            .build();
    opened.add(follower);
    follower.start();
    log = follower.getDivision(group.getGroupId()).getRaftLog();
  }

  private CompletableFuture<AppendEntriesReplyProto> send(int entries) throws Exception {
    AppendEntriesRequestProto.Builder request =
        AppendEntriesRequestProto.newBuilder()
            .setServerRequest(
                RaftRpcRequestProto.newBuilder()
                    .setRequestorId(ByteString.copyFromUtf8("a"))
                    .setReplyId(ByteString.copyFromUtf8("b"))
                    .setRaftGroupId(ProtoUtils.toRaftGroupIdProtoBuilder(group.getGroupId()))
                    .setCallId(calls++))
            .setLeaderTerm(1)
            .setLeaderCommit(-1);
    for (int i = 0; i < entries; i++) request.addEntries(entry(i));
    return follower.appendEntriesAsync(request.build());
  }

  private static LogEntryProto entry(int index) {
    return LogEntryProto.newBuilder()
        .setTerm(1)
        .setIndex(index)
        .setStateMachineLogEntry(
            StateMachineLogEntryProto.newBuilder()
                .setClientId(ByteString.copyFrom(new byte[16]))
                .setCallId(index)
                .setLogData(ByteString.copyFromUtf8("entry " + index)))
        .build();
  }

  private static AppendEntriesReplyProto answer(CompletableFuture<AppendEntriesReplyProto> future)
      throws Exception {
    return future.get(60, TimeUnit.SECONDS);
  }

  @Test
  void anAnswerToALongerSendingCoversOnlyWhatTheMemberHolds() throws Exception {
    startFollower(false);
    CompletableFuture<AppendEntriesReplyProto> first = send(2);
    CompletableFuture<AppendEntriesReplyProto> longer = send(4);

    disk.complete(null);

    assertThat(answer(first).getResult()).isEqualTo(AppendResult.SUCCESS);
    assertThat(answer(longer).getMatchIndex()).isEqualTo(3);
    assertThat(log.getFlushIndex()).as("entries on the disk").isEqualTo(3);
  }

  /** Shows that the test above bites: Ratis' own default acknowledges entries that are nowhere. */
  @Test
  void withRatisOwnDefaultTheAnswerCoversEntriesThatAreNowhere() throws Exception {
    startFollower(true);
    CompletableFuture<AppendEntriesReplyProto> first = send(2);
    CompletableFuture<AppendEntriesReplyProto> longer = send(4);

    disk.complete(null);

    assertThat(answer(first).getResult()).isEqualTo(AppendResult.SUCCESS);
    assertThat(answer(longer).getResult()).isEqualTo(AppendResult.SUCCESS);
    assertThat(answer(longer).getMatchIndex()).isEqualTo(3);
    assertThat(log.getFlushIndex()).as("entries on the disk").isEqualTo(1);
  }

  @Test
  void theGuardHoldsBackAnAnswerToASecondSendingUntilTheFirstIsOnTheDisk() throws Exception {
    startFollower(false);
    AckGuard guard = new AckGuard(log::getFlushIndex, () -> false, () -> false, unused -> {});
    CompletableFuture<AppendEntriesReplyProto> first = send(2);
    AppendEntriesReplyProto second = answer(send(2));

    assertThat(second.getResult()).as("Ratis has it in memory").isEqualTo(AppendResult.SUCCESS);
    assertThat(first).as("and not on the disk").isNotDone();
    assertThat(guard.permits(second)).isFalse();

    disk.complete(null);
    assertThat(guard.permits(answer(first))).isTrue();
    assertThat(guard.permits(second)).isTrue();
  }

  @Test
  void theGuardLetsNothingOutOnceTheLogHasFailed() {
    AckGuard guard = new AckGuard(() -> 100, () -> true, () -> false, unused -> {});

    assertThat(guard.permits(AppendEntriesReplyProto.getDefaultInstance())).isFalse();
  }
}
