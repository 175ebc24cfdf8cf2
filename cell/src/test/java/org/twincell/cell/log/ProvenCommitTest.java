// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto.AppendResult;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.TermIndexProto;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A member counts as committed only what the leader's message proves to be the same in its log. To
 * be run again, and read again, with each new version of Ratis.
 */
@Timeout(600)
class ProvenCommitTest {
  @TempDir Path folder;

  private RawFollower start() throws Exception {
    return new RawFollower(folder, new BaseStateMachine(), properties -> properties);
  }

  private static AppendEntriesReplyProto answer(
      RawFollower follower, AppendEntriesRequestProto message) throws Exception {
    return RawFollower.answer(follower.send(message));
  }

  /** An entry of the leader of term 1 that nobody else got. */
  private static void onlyHere(RawFollower follower, int entries) throws Exception {
    assertThat(answer(follower, follower.message(1, -1, entries)).getResult())
        .isEqualTo(AppendResult.SUCCESS);
  }

  @Test
  void aHeartbeatThatNamesNoEntryCommitsNothing() throws Exception {
    try (RawFollower follower = start()) {
      onlyHere(follower, 1);

      assertThat(answer(follower, AckGuard.proven(follower.message(2, 5, 0))).getResult())
          .isEqualTo(AppendResult.SUCCESS);
      assertThat(follower.log().getLastCommittedIndex()).isEqualTo(-1);

      AppendEntriesReplyProto taken = answer(follower, AckGuard.proven(follower.message(2, 5, 3)));
      assertThat(taken.getResult()).isEqualTo(AppendResult.SUCCESS);
      assertThat(taken.getMatchIndex()).isEqualTo(2);
      assertThat(follower.log().getTermIndex(0).getTerm()).isEqualTo(2);
      assertThat(follower.log().getLastCommittedIndex()).isEqualTo(2);
    }
  }

  /** Shows that the test above bites: so it is never brought up to date. */
  @Test
  void withoutTheGuardRatisCommitsAnEntryThatTheLeaderHasNot() throws Exception {
    try (RawFollower follower = start()) {
      onlyHere(follower, 1);

      AppendEntriesReplyProto unused = answer(follower, follower.message(2, 5, 0));

      assertThat(follower.log().getLastCommittedIndex()).isZero();
      AppendEntriesReplyProto refused = answer(follower, follower.message(2, 5, 3));
      assertThat(refused.getResult()).isEqualTo(AppendResult.INCONSISTENCY);
    }
  }

  @Test
  void entriesFromTheFirstOnCommitNoneThatComesAfterThem() throws Exception {
    try (RawFollower follower = start()) {
      onlyHere(follower, 3);
      AppendEntriesRequestProto sameStart =
          follower.message(1, 5, 2).toBuilder().setLeaderTerm(3).build();

      assertThat(answer(follower, AckGuard.proven(sameStart)).getResult())
          .isEqualTo(AppendResult.SUCCESS);

      assertThat(follower.log().getLastCommittedIndex()).isEqualTo(1);
    }
  }

  @Test
  void whatIsProvenStaysAsItIs() {
    AppendEntriesRequestProto behind =
        AppendEntriesRequestProto.newBuilder()
            .setPreviousLog(TermIndexProto.newBuilder().setTerm(1).setIndex(7))
            .setLeaderCommit(9)
            .build();
    AppendEntriesRequestProto few =
        AppendEntriesRequestProto.newBuilder()
            .addEntries(RawFollower.entry(1, 0))
            .setLeaderCommit(0)
            .build();
    AppendEntriesRequestProto afterACopy =
        AppendEntriesRequestProto.newBuilder()
            .addEntries(RawFollower.entry(1, 300))
            .addEntries(RawFollower.entry(1, 301))
            .setLeaderCommit(300)
            .build();

    assertThat(ProvenCommit.of(behind)).isSameAs(behind);
    assertThat(ProvenCommit.of(few)).isSameAs(few);
    assertThat(ProvenCommit.of(afterACopy)).isSameAs(afterACopy);
    assertThat(AckGuard.proven("any other message")).isEqualTo("any other message");
  }
}
