// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.twincell.directory.Address;
import org.twincell.directory.CellEntry;
import org.twincell.directory.EntryKey;
import org.twincell.protocol.MemberInfo.Role;
import org.twincell.protocol.wire.Command;
import org.twincell.protocol.wire.Done;
import org.twincell.protocol.wire.Outcome;
import org.twincell.testkit.VirtualTime;

@Timeout(600)
class BatcherTest {
  private static final int ENTRY_BYTES = 1000;

  private final FakeLog log = new FakeLog();
  private final StatusBoard board = board(log);
  private final List<Outcome> told = new CopyOnWriteArrayList<>();
  private final Batcher batcher =
      new Batcher(
          log,
          new PlainEntries(),
          board,
          new Batcher.Limits(20, ENTRY_BYTES, 2, Duration.ofSeconds(2)),
          new SimpleMeterRegistry());

  static StatusBoard board(FakeLog log) {
    CellEntry alone = CellEntry.of("Alphonse", new EntryKey("0"), new Address("127.0.0.1", 1828));
    StatusBoard.Counts none =
        new StatusBoard.Counts() {
          @Override
          public long events() {
            return 0;
          }

          @Override
          public long dataObjects() {
            return 0;
          }

          @Override
          public String lineage() {
            return "";
          }
        };
    return new StatusBoard(
        Members.of(alone, Role.STAND_ALONE), log, none, new VirtualTime(), failure -> {});
  }

  /** An entry is its commands; applying it carries all of them out. */
  static final class PlainEntries implements Entries {
    @Override
    public byte[] entry(List<Command> commands) {
      try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
        for (Command command : commands) command.writeDelimitedTo(bytes);
        return bytes.toByteArray();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Optional<byte[]> opening() {
      return Optional.empty();
    }

    @Override
    public Optional<byte[]> idle() {
      return Optional.empty();
    }

    @Override
    public byte[] designation(String member) {
      throw new AssertionError("nothing is designated here");
    }

    @Override
    public List<Outcome> outcomes(byte[] result) {
      return commands(result).stream()
          .map(
              command ->
                  Outcome.newBuilder()
                      .setCommandId(command.getCommandId())
                      .setDone(Done.getDefaultInstance())
                      .build())
          .toList();
    }
  }

  static List<Command> commands(byte[] entry) {
    List<Command> commands = new ArrayList<>();
    ByteArrayInputStream in = new ByteArrayInputStream(entry);
    try {
      for (Command at = Command.parseDelimitedFrom(in);
          at != null;
          at = Command.parseDelimitedFrom(in)) {
        commands.add(at);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return commands;
  }

  @AfterEach
  void close() {
    batcher.close();
  }

  private void submit(int from, int to, int bytes) {
    Consumer<Outcome> reply = told::add;
    IntStream.range(from, to)
        .mapToObj(
            i -> Command.newBuilder().setCommandId("c" + i).setSender("x".repeat(bytes)).build())
        .forEach(command -> batcher.submit(command, reply));
  }

  private List<List<Command>> entries(int count) {
    Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> log.held().size() >= count);
    return log.held().stream().map(held -> commands(held.entry())).toList();
  }

  private static List<String> codes(List<Outcome> outcomes) {
    return outcomes.stream().map(outcome -> outcome.getFault().getCode()).distinct().toList();
  }

  @Test
  void commandsThatWaitTogetherBecomeOneEntryInTheirOrder() {
    submit(0, 10, 10);
    batcher.start();
    assertThat(entries(1).get(0))
        .extracting(Command::getCommandId)
        .containsExactly("c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9");
    log.letThrough();
    assertThat(told).hasSize(10).allMatch(Outcome::hasDone);
  }

  @Test
  void anEntryStaysBelowItsBytesAndOnlySoManyAreUnderWay() {
    submit(0, 9, 400);
    batcher.start();
    assertThat(entries(2)).extracting(List::size).containsExactly(2, 2);
    log.letThrough();
    assertThat(entries(2)).hasSize(2);
    log.letThrough();
    log.letThrough();
    entries(2).forEach(entry -> log.letThrough());
    Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> told.size() == 9);
    assertThat(told).extracting(Outcome::getCommandId).doesNotHaveDuplicates();
  }

  @Test
  void beyondTheQueueCommandsAreAnsweredBusyAtOnce() {
    submit(0, 25, 10);
    assertThat(told).hasSize(5);
    assertThat(codes(told)).containsExactly("BUSY");
  }

  @Test
  void beyondTheBytesThatMayWaitCommandsAreAnsweredBusyUntilSomeWereDone() {
    int fourMebibytes = 4 << 20;
    submit(0, 17, fourMebibytes);
    assertThat(told).extracting(Outcome::getCommandId).containsExactly("c15", "c16");
    assertThat(codes(told)).containsExactly("BUSY");
    assertThat(told.get(0).getFault().getWhy()).contains(Batcher.WAITING_LIMIT_BYTES + " bytes");

    batcher.start();
    entries(1);
    log.letThrough();
    Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> told.size() == 3);
    submit(17, 18, fourMebibytes);
    assertThat(told).extracting(Outcome::getCommandId).doesNotContain("c17");
  }

  @Test
  void aFailedEntryLeavesTheOutcomeUnknown() {
    batcher.start();
    submit(0, 1, 10);
    entries(1);
    log.fail(new IllegalStateException("disk"));
    Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> told.size() == 1);
    assertThat(codes(told)).containsExactly("OUTCOME_UNKNOWN");
  }

  @Test
  void anEntryThatIsTooLargeForTheLogIsRefusedForGood() {
    batcher.start();
    submit(0, 1, 10);
    entries(1);
    log.fail(new IllegalArgumentException("larger than an entry"));
    Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> told.size() == 1);
    assertThat(codes(told)).containsExactly("TOO_LARGE");
  }

  @Test
  void whatStillWaitsWhenTheMemberStopsWasNotDone() {
    submit(0, 15, 400);
    batcher.start();
    assertThat(entries(2)).extracting(List::size).containsExactly(2, 2);
    batcher.close();
    assertThat(told).hasSize(15 - 4);
    assertThat(codes(told)).containsExactly("NOT_ACTIVE");
    submit(15, 16, 10);
    assertThat(told).hasSize(12);
  }
}
