// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ActiveChecksTest {
  private static final int ROUNDS = 200_000;

  private final List<CompletableFuture<Long>> rounds = new ArrayList<>();
  private final ActiveChecks checks =
      new ActiveChecks(
          () -> {
            rounds.add(new CompletableFuture<>());
            return rounds.get(rounds.size() - 1);
          });

  @Test
  void whoAsksDuringARoundSharesTheNextOne() {
    CompletableFuture<Long> first = checks.ask();
    CompletableFuture<Long> second = checks.ask();
    CompletableFuture<Long> third = checks.ask();
    assertThat(rounds).hasSize(1);

    rounds.get(0).complete(10L);
    assertThat(first).isCompletedWithValue(10L);
    assertThat(second).isNotDone();
    assertThat(rounds).hasSize(2);

    rounds.get(1).complete(11L);
    assertThat(second).isCompletedWithValue(11L);
    assertThat(third).isCompletedWithValue(11L);
    assertThat(rounds).as("nobody asked meanwhile").hasSize(2);
  }

  @Test
  void roundsThatAreAnsweredAtOnceFollowEachOtherWithoutFillingTheStack() {
    CompletableFuture<Long> last = new CompletableFuture<>();
    long[] round = new long[1];
    ActiveChecks[] busy = new ActiveChecks[1];
    busy[0] =
        new ActiveChecks(
            () -> {
              long now = ++round[0];
              if (now < ROUNDS) {
                var unused = busy[0].ask().thenAccept(n -> completeAtTheEnd(last, n));
              }
              return CompletableFuture.completedFuture(now);
            });

    assertThat(busy[0].ask()).isCompletedWithValue(1L);

    assertThat(last).isCompletedWithValue((long) ROUNDS);
  }

  private static void completeAtTheEnd(CompletableFuture<Long> last, long round) {
    if (round == ROUNDS) last.complete(round);
  }

  @Test
  void aRoundThatCannotBeginFailsWhoAskedAndTheNextOneBegins() {
    IllegalStateException closed = new IllegalStateException("closed");
    ActiveChecks failing =
        new ActiveChecks(
            () -> {
              throw closed;
            });

    assertThat(failing.ask()).isCompletedExceptionally();
    assertThat(failing.ask()).isCompletedExceptionally();
  }
}
