// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.twincell.cell.log.Duty;
import org.twincell.protocol.wire.Command;
import org.twincell.protocol.wire.NewObject;
import org.twincell.protocol.wire.ObjectKind;
import org.twincell.protocol.wire.Outcome;
import org.twincell.protocol.wire.RawList;
import org.twincell.protocol.wire.RawSlot;
import org.twincell.protocol.wire.RawValue;

@Timeout(600)
class CommandIntakeTest {
  /** What the protocol allows lists to hold lists. */
  private static final int NESTING_LIMIT = 16;

  private final FakeLog log = new FakeLog();
  private final StatusBoard board = BatcherTest.board(log);
  private final List<Outcome> told = new CopyOnWriteArrayList<>();
  private final Batcher batcher =
      new Batcher(
          log,
          new BatcherTest.PlainEntries(),
          board,
          new Batcher.Limits(20, 100_000, 2, Duration.ofSeconds(2)),
          new SimpleMeterRegistry());
  private final CommandIntake intake = new CommandIntake(board, batcher);

  @BeforeEach
  void becomeActive() {
    log.become(Duty.ACTIVE, 3, Optional.of("primary"));
    board.logChanged(log.status());
    board.opened(3);
    batcher.start();
  }

  @AfterEach
  void close() {
    batcher.close();
  }

  private static Command nested(int lists) {
    RawValue value = RawValue.newBuilder().setText("core").build();
    for (int i = 0; i < lists; i++) {
      value = RawValue.newBuilder().setList(RawList.newBuilder().addElements(value)).build();
    }
    return Command.newBuilder()
        .setCommandId("nested-" + lists)
        .setNewObject(
            NewObject.newBuilder()
                .setKind(ObjectKind.EVENT)
                .setClassName("EVENT")
                .addSlots(RawSlot.newBuilder().setName("msg").setValue(value)))
        .build();
  }

  @Test
  void aValueThatIsNestedTooDeepNeverGetsIntoTheLog() {
    intake.take(nested(NESTING_LIMIT + 1), told::add);

    assertThat(told).hasSize(1);
    assertThat(told.get(0).getFault().getCode()).isEqualTo("BAD_REQUEST");
    assertThat(told.get(0).getFault().getWhy()).contains("deeper than " + NESTING_LIMIT);

    intake.take(nested(NESTING_LIMIT), told::add);
    Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> log.held().size() == 1);
    log.letThrough();
    Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> told.size() == 2);
    assertThat(told.get(1).getCommandId()).isEqualTo("nested-" + NESTING_LIMIT);
    assertThat(told.get(1).hasDone()).isTrue();
  }

  @Test
  void aCommandWithoutABodyNeverGetsIntoTheLog() {
    intake.take(Command.newBuilder().setCommandId("empty").build(), told::add);

    assertThat(told).hasSize(1);
    assertThat(told.get(0).getFault().getCode()).isEqualTo("BAD_REQUEST");
  }
}
