// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksIterator;
import org.twincell.cell.store.wire.EntryResult;
import org.twincell.cell.store.wire.Item;
import org.twincell.cell.store.wire.TidyUp;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.CellCommand.ModifyObject;
import org.twincell.protocol.wire.Done;

class CommandMemoryTest {
  private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

  @TempDir Path folder;
  private TestStore test;

  @BeforeEach
  void open() {
    test = TestStore.open(folder.resolve("store"));
    test.done(test.event("EVENT", "e1"));
  }

  @AfterEach
  void close() {
    test.requireConsistent();
    test.close();
  }

  private EntryResult tidy(long keep) {
    TidyUp order =
        TidyUp.newBuilder()
            .setHistoryBeforeEpochMillis(test.now - HOUR_MILLIS)
            .setHistoryLimitRows(1_000_000)
            .setCommandsBeforeEpochMillis(test.now - HOUR_MILLIS)
            .setCommandLimit(keep)
            .build();
    return test.apply(Item.newBuilder().setTidyUp(order).build());
  }

  private List<ModifyObject> modify(int count, int perEntry) {
    List<ModifyObject> commands = new ArrayList<>();
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ModifyObject command = test.modify("e1", "msg", "m" + i);
      commands.add(command);
      items.add(TestStore.item(command));
      if (items.size() == perEntry) {
        test.apply(items.toArray(new Item[0]));
        items.clear();
      }
    }
    return commands;
  }

  @Test
  void whatIsShippedHoldsAnHourOfFiveThousandModificationsASecond() {
    StoreSettings.Retention shipped = StoreSettings.Retention.DEFAULTS;

    assertThat(shipped.keepCommands()).isEqualTo(Duration.ofHours(1));
    assertThat(shipped.commandLimit())
        .isGreaterThanOrEqualTo(5000 * shipped.keepCommands().toSeconds());
  }

  @Test
  void aRememberedCommandTakesFewBytes() {
    modify(1000, 50);

    long bytes = 0;
    try (ReadView view = test.store.view();
        RocksIterator at = view.iterator(Family.COMMANDS)) {
      for (at.seekToFirst(); at.isValid(); at.next()) bytes += at.key().length + at.value().length;
    }
    assertThat(test.store.counts().commands()).isEqualTo(1000);
    assertThat(bytes / 1000.0).as("bytes of a command, its age included").isLessThan(36);
  }

  @Test
  void aRetryIsAnsweredLikeTheFirstTime() {
    CellCommand byId = test.modify("e1", "msg", "x", "no_such_slot", "y");
    CellCommand byHandle = test.modify(1, "msg", "z");
    CellCommand without = test.event("EVENT", "");
    for (CellCommand command : List.of(byId, byHandle, without)) {
      Done first = test.done(command);
      Done again = test.done(command);

      assertThat(first.getExisted()).isFalse();
      assertThat(again).isEqualTo(first.toBuilder().setExisted(true).build());
    }
    assertThat(test.store.counts().events()).isEqualTo(2);
  }

  @Test
  void anotherCommandUnderAKnownIdIsRefused() {
    ModifyObject first = test.modify("e1", "msg", "x");
    test.done(first);

    assertThat(
            test.refused(
                    new ModifyObject(
                        first.origin(), first.kind(), first.reference(), TestStore.raw("msg", "y")))
                .getCode())
        .isEqualTo("BAD_REQUEST");
    assertThat(TestStore.text(test.row("e1"), "msg")).isEqualTo("x");
  }

  @Test
  void beyondTheLimitTheOldestAreForgottenAndThatIsSaid() {
    List<ModifyObject> commands = modify(30, 1);

    EntryResult result = tidy(10);

    assertThat(result.getForgottenCommands()).isEqualTo(20);
    assertThat(result.getForgottenEarly()).isEqualTo(20);
    assertThat(test.store.counts().commands()).isEqualTo(10);
    assertThat(test.done(commands.get(20)).getExisted()).isTrue();
    assertThat(test.done(commands.get(19)).getExisted()).isFalse();
  }

  @Test
  void withinTheLimitTheyAreForgottenAtTheirAgeAndNotBefore() {
    List<ModifyObject> commands = modify(30, 10);
    test.now += HOUR_MILLIS;
    assertThat(tidy(1000).getForgottenCommands()).as("an hour old").isZero();
    ModifyObject later = modify(1, 1).get(0);

    test.now += 1;
    EntryResult result = tidy(1000);

    assertThat(result.getForgottenCommands()).isEqualTo(30);
    assertThat(result.getForgottenEarly()).isZero();
    assertThat(test.done(later).getExisted()).isTrue();
    assertThat(test.done(commands.get(29)).getExisted()).isFalse();
  }

  @Test
  void manyAreForgottenInSteps() {
    int count = Housekeeping.TIDY_STEP_ROWS + 500;
    modify(count, 250);
    test.now += 2 * HOUR_MILLIS;

    EntryResult first = tidy(1_000_000);
    EntryResult second = tidy(1_000_000);

    assertThat(first.getMoreToTidy()).isTrue();
    assertThat(first.getForgottenCommands()).isLessThan(count);
    assertThat(first.getForgottenCommands() + second.getForgottenCommands()).isEqualTo(count);
    assertThat(test.store.counts().commands()).isZero();
    assertThat(tidy(1_000_000).getForgottenCommands()).isZero();
  }
}
