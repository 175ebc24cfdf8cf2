// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.leader.LogAppender;
import org.apache.ratis.util.Timestamp;
import org.junit.jupiter.api.Test;

/** The pace of heartbeats beyond the engine's own. */
class QuorumRoundsTest {
  private static final Duration PACE = Duration.ofSeconds(100);
  private static final Duration SILENCE = Duration.ofSeconds(1000);

  private final List<String> beaten = new ArrayList<>();
  private final QuorumRounds rounds = new QuorumRounds(() -> 3);

  /** A member that was sent something, and answered, so many seconds ago. */
  private void member(String name, int sentSeconds, int answeredSeconds) {
    member(name, sentSeconds, answeredSeconds, 0);
  }

  private void member(String name, int sentSeconds, int answeredSeconds, int refusals) {
    FollowerInfo.ErrorState errors =
        as(
            FollowerInfo.ErrorState.class,
            method -> {
              if (method.equals("getErrorCountToDelay")) return refusals;
              throw new UnsupportedOperationException(method);
            });
    Timestamp now = Timestamp.currentTime();
    FollowerInfo follower =
        as(
            FollowerInfo.class,
            method ->
                switch (method) {
                  case "getLastRpcSendTime" -> now.addTimeMs(-1000L * sentSeconds);
                  case "getErrorState" -> errors;
                  case "getLastRpcResponseTime" -> now.addTimeMs(-1000L * answeredSeconds);
                  default -> throw new UnsupportedOperationException(method);
                });
    rounds.add(
        as(
            LogAppender.class,
            method ->
                switch (method) {
                  case "getFollower" -> follower;
                  case "getFollowerId" -> RaftPeerId.valueOf(name);
                  case "triggerHeartbeat" -> beaten.add(name);
                  default -> throw new UnsupportedOperationException(method);
                }));
  }

  private static <T> T as(Class<T> type, java.util.function.Function<String, Object> answers) {
    Object made =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              Object answer = answers.apply(method.getName());
              return method.getReturnType() == void.class ? null : answer;
            });
    return type.cast(made);
  }

  @Test
  void aMemberThatWasSentNothingForThePaceGetsAHeartbeat() {
    member("quiet", 150, 150);
    member("busy", 10, 10);

    rounds.beat(PACE, SILENCE);

    assertThat(beaten).containsExactly("quiet");
  }

  @Test
  void aMemberThatDoesNotAnswerIsLeftToTheEnginesOwnPace() {
    member("gone", 150, 2000);

    rounds.beat(PACE, SILENCE);

    assertThat(beaten).isEmpty();
  }

  @Test
  void aMemberThatRefusesEntriesGetsNoHeartbeatInPlaceOfACopy() {
    member("empty", 150, 150, 3);

    rounds.beat(PACE, SILENCE);

    assertThat(beaten).isEmpty();
  }

  @Test
  void fiveHeartbeatsFitIntoTheSilenceThatCostsTheDuty() {
    assertThat(LogTuning.DEFAULT.heartbeatPace().multipliedBy(5))
        .isEqualTo(LogTuning.DEFAULT.electionMin());
  }
}
