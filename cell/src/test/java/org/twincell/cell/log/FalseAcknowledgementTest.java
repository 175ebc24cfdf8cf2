// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto.AppendResult;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A follower must not tell the active member that it has what it does not have on its disk. Here
 * the test is the active member, and the follower's disk waits for the test. To be run again, and
 * read again, with each new version of Ratis.
 */
@Timeout(600)
class FalseAcknowledgementTest {
  @TempDir Path folder;

  private final CompletableFuture<Void> disk = new CompletableFuture<>();
  private @Nullable RawFollower follower;
  private RaftLog log;

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
    if (follower != null) follower.close();
  }

  private RawFollower startFollower(boolean compose) throws Exception {
    RawFollower started =
        new RawFollower(
            folder,
            new SlowDisk(),
            properties -> {
              if (compose)
                RaftServerConfigKeys.Log.setAppendEntriesComposeEnabled(properties, true);
              return properties;
            });
    follower = started;
    log = started.log();
    return started;
  }

  private static CompletableFuture<AppendEntriesReplyProto> send(RawFollower to, int entries)
      throws Exception {
    return to.send(to.message(1, -1, entries));
  }

  @Test
  void anAnswerToALongerSendingCoversOnlyWhatTheMemberHolds() throws Exception {
    RawFollower follower = startFollower(false);
    CompletableFuture<AppendEntriesReplyProto> first = send(follower, 2);
    CompletableFuture<AppendEntriesReplyProto> longer = send(follower, 4);

    disk.complete(null);

    assertThat(RawFollower.answer(first).getResult()).isEqualTo(AppendResult.SUCCESS);
    assertThat(RawFollower.answer(longer).getMatchIndex()).isEqualTo(3);
    assertThat(log.getFlushIndex()).as("entries on the disk").isEqualTo(3);
  }

  /** Shows that the test above bites: Ratis' own default acknowledges entries that are nowhere. */
  @Test
  void withRatisOwnDefaultTheAnswerCoversEntriesThatAreNowhere() throws Exception {
    RawFollower follower = startFollower(true);
    CompletableFuture<AppendEntriesReplyProto> first = send(follower, 2);
    CompletableFuture<AppendEntriesReplyProto> longer = send(follower, 4);

    disk.complete(null);

    assertThat(RawFollower.answer(first).getResult()).isEqualTo(AppendResult.SUCCESS);
    assertThat(RawFollower.answer(longer).getResult()).isEqualTo(AppendResult.SUCCESS);
    assertThat(RawFollower.answer(longer).getMatchIndex()).isEqualTo(3);
    assertThat(log.getFlushIndex()).as("entries on the disk").isEqualTo(1);
  }

  @Test
  void theGuardHoldsBackAnAnswerToASecondSendingUntilTheFirstIsOnTheDisk() throws Exception {
    RawFollower follower = startFollower(false);
    AckGuard guard = new AckGuard(log::getFlushIndex, () -> false, () -> false, unused -> {});
    CompletableFuture<AppendEntriesReplyProto> first = send(follower, 2);
    AppendEntriesReplyProto second = RawFollower.answer(send(follower, 2));

    assertThat(second.getResult()).as("Ratis has it in memory").isEqualTo(AppendResult.SUCCESS);
    assertThat(first).as("and not on the disk").isNotDone();
    assertThat(guard.permits(second)).isFalse();

    disk.complete(null);
    assertThat(guard.permits(RawFollower.answer(first))).isTrue();
    assertThat(guard.permits(second)).isTrue();
  }

  @Test
  void theGuardLetsNothingOutOnceTheLogHasFailed() {
    AckGuard guard = new AckGuard(() -> 100, () -> true, () -> false, unused -> {});

    assertThat(guard.permits(AppendEntriesReplyProto.getDefaultInstance())).isFalse();
  }
}
