// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.twincell.cell.log.Duty;
import org.twincell.cell.log.ReplicatedLog;
import org.twincell.protocol.MemberInfo;
import org.twincell.protocol.wire.Command;
import org.twincell.protocol.wire.Fault;
import org.twincell.protocol.wire.OpenQueryReply;
import org.twincell.protocol.wire.OpenQueryRequest;
import org.twincell.protocol.wire.Outcome;
import org.twincell.protocol.wire.ReadRowsReply;
import org.twincell.protocol.wire.ReadRowsRequest;
import org.twincell.testkit.VirtualExecutor;
import org.twincell.testkit.VirtualSchedule;

/**
 * A member on virtual time: its own intake, batcher, duty office, status board and questions over a
 * simulated log, without threads and without a port. Ends with {@link #crash}.
 */
public final class SimulatedMember {
  private static final Batcher.Limits LIMITS =
      new Batcher.Limits(1000, 64 << 10, 4, Duration.ofSeconds(1));
  private static final Questions.Times TIMES =
      new Questions.Times(Duration.ofSeconds(10), Duration.ofSeconds(1));

  private final ReplicatedLog log;
  private final String name;
  private final VirtualSchedule.Machine machine;
  private final RandomGenerator chance;
  private final StatusBoard board;
  private final Batcher batcher;
  private final CommandIntake intake;
  private final DutyOffice office;
  private final @Nullable Questions questions;
  private boolean working;
  private boolean over;

  /** Hears the one answer of a question. */
  public interface Asker<R> {
    void answer(R reply);

    void refuse(Fault fault);
  }

  /** Hears how the member is, until the member ends. */
  public interface Listener {
    void hear(MemberInfo info);
  }

  public SimulatedMember(
      Members members,
      ReplicatedLog log,
      Optional<SimulatedStore> store,
      VirtualSchedule.Machine machine,
      RandomGenerator chance) {
    this.log = log;
    this.name = members.self().name();
    this.machine = machine;
    this.chance = chance;
    CompositeMeterRegistry metrics = new CompositeMeterRegistry();
    Designation designation =
        new Designation(
            members.mode(), name, () -> store.flatMap(SimulatedStore::designated), () -> false);
    this.board =
        new StatusBoard(members, log, designation, new NoCounts(), machine.time(), why -> {});
    Entries entries = store.map(it -> it.entries(machine.time())).orElseGet(Entries::none);
    this.batcher = new Batcher(log, entries, board, LIMITS, metrics);
    this.intake = new CommandIntake(board, batcher);
    this.office =
        new DutyOffice(
            log,
            batcher,
            board,
            Optional.empty(),
            Optional.empty(),
            machine.time(),
            machine.executor());
    VirtualExecutor threads = new VirtualExecutor(machine, () -> chance.nextLong(2_000_000));
    this.questions =
        store
            .map(
                it ->
                    new Questions(log, it.reader(), board, machine.time(), TIMES, metrics, threads))
            .orElse(null);
    log.onChange(change -> workSoon());
  }

  /** Takes part from now on. */
  public void start() {
    office.start();
    look();
  }

  /** Own events come at any moment; a batch thread would take them at once. */
  private void look() {
    workSoon();
    machine.later(50_000_000 + chance.nextLong(10_000_000), this::look);
  }

  private void workSoon() {
    if (working || over) return;
    working = true;
    machine.later(chance.nextLong(300_000), this::work);
  }

  private void work() {
    working = false;
    try {
      if (batcher.stepNow()) workSoon();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A command arrives. */
  public void take(Command command, Consumer<Outcome> reply) {
    intake.take(
        command,
        outcome -> {
          // A batch thread would go on with what waits for room in the log.
          workSoon();
          if (!over) reply.accept(outcome);
        });
    workSoon();
  }

  /** A question arrives. */
  public void openQuery(OpenQueryRequest request, Asker<OpenQueryReply> asker) {
    if (questions == null) asker.refuse(board.notActive());
    else questions.openQuery(request, new OneAnswer<>(asker));
  }

  /** A question for a page arrives. */
  public void readRows(ReadRowsRequest request, Asker<ReadRowsReply> asker) {
    if (questions == null) asker.refuse(board.notActive());
    else questions.readRows(request, new OneAnswer<>(asker));
  }

  /** Someone watches from now on; what is returned ends that. */
  public Runnable watch(Listener listener) {
    StatusBoard.Watcher watcher =
        new StatusBoard.Watcher() {
          @Override
          public void hear(MemberInfo info) {
            if (!over) listener.hear(info);
          }

          @Override
          public void end() {}
        };
    board.listen(watcher);
    return () -> board.forget(watcher);
  }

  public MemberInfo info() {
    return board.info();
  }

  /** Whether it answers callers now. */
  public boolean isActive() {
    return board.isActive();
  }

  /** Whether it leads the log, with or without the duty. */
  public boolean leads() {
    return log.status().duty() == Duty.ACTIVE;
  }

  /**
   * In manual mode, on the active member: names another one and gives it the lead, and names itself
   * again when that did not work, as {@link HandOverDesk} does on threads.
   */
  public void giveDutyTo(String other, Duration limit) {
    var unused =
        batcher
            .designate(other)
            .thenCompose(named -> log.handOver(other, limit))
            .exceptionally(
                failure -> {
                  if (!over && leads()) takeDuty();
                  return null;
                });
  }

  /** In manual mode, on the member that leads the log while nobody has the duty. */
  public void takeDuty() {
    var unused = batcher.designate(name).exceptionally(failure -> null);
  }

  /** Ends without a word: nobody hears of what was under way. */
  public void crash() {
    over = true;
    office.close();
  }

  private final class OneAnswer<R> implements Questions.Asker<R> {
    private final Asker<R> asker;

    OneAnswer(Asker<R> asker) {
      this.asker = asker;
    }

    @Override
    public void answer(R reply) {
      if (!over) asker.answer(reply);
    }

    @Override
    public void refuse(Fault fault) {
      if (!over) asker.refuse(fault);
    }

    @Override
    public boolean isGone() {
      return over;
    }
  }

  private static final class NoCounts implements StatusBoard.Counts {
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
  }
}
