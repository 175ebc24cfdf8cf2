// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.pair;

import io.grpc.BindableService;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.cell.log.Branch;
import org.twincell.cell.log.Branch.Kind;
import org.twincell.cell.log.BranchedLog;
import org.twincell.cell.log.Duty;
import org.twincell.cell.log.LogFailedException;
import org.twincell.cell.log.LogStatus;
import org.twincell.cell.log.MemberRole;
import org.twincell.directory.Address;
import org.twincell.protocol.wire.JoinReply;
import org.twincell.protocol.wire.PairState;
import org.twincell.protocol.wire.Role;
import org.twincell.time.TimeSource;

/**
 * Keeps a pair without witness going: asks the other member where it stands, lets {@link
 * PairKeeper} decide, and does what it says.
 *
 * <p>Owns the threads {@code cell-pair-<cell>}, which decides and changes the branch, and {@code
 * cell-join-<cell>}, which waits to be taken in.
 */
public final class PairOffice implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PairOffice.class);

  /** How often the members ask each other. */
  static final Duration PACE = Duration.ofMillis(200);

  private static final Duration MEET_LIMIT = Duration.ofMillis(500);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final Ground ground;
  private final Role role;
  private final BranchedLog log;
  private final PairKeeper keeper;
  private final PairLink link;
  private final PairCalls calls;
  private final ScheduledExecutorService thread;
  private final ExecutorService joining;
  private @Nullable Future<?> join;
  private PairKeeper.@Nullable Peer heard;
  private BooleanSupplier active = () -> false;
  private volatile String note = "";
  private volatile boolean closing;

  /**
   * What a pair stands on.
   *
   * @param peer where the other member listens
   * @param tls absent for plain text
   * @param sending sends what this member accepted alone to the other
   * @param fail the member cannot go on
   */
  public record Ground(
      String cell,
      BranchedLog log,
      Address peer,
      Optional<SslContext> tls,
      PairKeeper.Times times,
      Merging merging,
      Consumer<String> fail,
      TimeSource time) {}

  public PairOffice(Ground ground, MemberRole role) {
    this.ground = ground;
    this.role = role == MemberRole.PRIMARY ? Role.PRIMARY : Role.SECONDARY;
    this.log = ground.log();
    this.keeper =
        new PairKeeper(ground.times(), role == MemberRole.PRIMARY, ground.time().monotonicNanos());
    this.link = new PairLink(ground.peer(), ground.tls());
    this.calls = new PairCalls(this, ground.merging());
    this.thread = Executors.newSingleThreadScheduledExecutor(work -> named(work, "cell-pair-"));
    this.joining = Executors.newSingleThreadExecutor(work -> named(work, "cell-join-"));
  }

  private Thread named(Runnable work, String name) {
    Thread made = new Thread(work, name + ground.cell());
    made.setDaemon(true);
    return made;
  }

  /** What the other member calls. */
  public BindableService calls() {
    return calls;
  }

  /**
   * Begins, once the member listens.
   *
   * @param isActive whether this member has the duty
   */
  public void start(BooleanSupplier isActive) {
    active = isActive;
    var unused =
        thread.scheduleWithFixedDelay(this::round, 0, PACE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Why this member is not active, as far as the pair is the reason; may be empty. */
  public String note() {
    return note;
  }

  /** Where this member stands. */
  public Branch branch() {
    return log.branch();
  }

  /**
   * Whether this member accepts events that the other one does not get at once, so that both may
   * accept different ones.
   */
  public boolean isAlone() {
    return log.branch().kind() == Kind.SOLO;
  }

  /** What would be risked if the operator made this member go on alone now; empty when nothing. */
  public Optional<String> risk() {
    synchronized (keeper) {
      return keeper.risk(own(), now());
    }
  }

  /** Makes this member carry on alone, whatever is risked by it; within moments. */
  public void goAlone() {
    synchronized (keeper) {
      keeper.force();
    }
  }

  /** Tells the other member that this one stops, so that it need not wait. */
  public void announceEnd() {
    closing = true;
    try {
      var unused = link.meet(state(), MEET_LIMIT);
    } catch (StatusRuntimeException e) {
      LOG.debug("the other member was not told", e);
    }
  }

  private long now() {
    return ground.time().monotonicNanos();
  }

  // ---- what the other member hears and says

  PairState state() {
    return PairCodec.toWire(log.branch())
        .setCell(ground.cell())
        .setRole(role)
        .setActive(active.getAsBoolean())
        .setClosing(closing)
        .build();
  }

  void hear(PairState said) {
    if (!said.getCell().equalsIgnoreCase(ground.cell())) {
      throw new IllegalArgumentException("this is cell " + ground.cell());
    }
    if (said.getRole() == role) {
      throw new IllegalArgumentException("this is the " + role + " of " + ground.cell() + " too");
    }
    PairKeeper.Peer peer =
        new PairKeeper.Peer(PairCodec.fromWire(said), said.getActive(), said.getClosing());
    synchronized (keeper) {
      keeper.hear(peer, now());
      heard = peer;
    }
  }

  /** The other member asks to be taken in. */
  CompletableFuture<Void> admit(PairState asking) {
    if (asking.getBranch() != log.branch().number()) {
      return CompletableFuture.failedFuture(
          new IllegalStateException("this member is on branch " + log.branch().number()));
    }
    return log.admit();
  }

  // ---- the work

  private void round() {
    try {
      meet();
      noticeVotes();
      PairKeeper.Step step;
      PairKeeper.@Nullable Peer other;
      synchronized (keeper) {
        step = keeper.decide(own(), now());
        other = heard;
      }
      if (closing) return;
      if (!step.reason().equals(note) && !step.reason().isEmpty()) {
        LOG.info("pair: {} ({})", step.reason(), step.act());
      }
      note = step.reason();
      act(step, other);
    } catch (LogFailedException e) {
      ground.fail().accept(String.valueOf(e.getMessage()));
    } catch (RuntimeException | Error e) {
      if (closing) return;
      LOG.error("the pair's thread met a fault", e);
    }
  }

  private void meet() {
    try {
      hear(link.meet(state(), MEET_LIMIT));
    } catch (StatusRuntimeException e) {
      LOG.trace("the other member does not answer", e);
      link.hurry();
    } catch (IllegalArgumentException e) {
      LOG.warn("the other member answered something strange: {}", e.getMessage());
    }
  }

  /** Once the log says that both have a vote, both are needed from then on. */
  private void noticeVotes() throws LogFailedException {
    OptionalInt votes = log.votes();
    if (votes.isPresent() && votes.getAsInt() == 2) log.paired();
  }

  private PairKeeper.Own own() {
    LogStatus status = log.status();
    boolean isActive = status.duty() == Duty.ACTIVE;
    boolean isTogether = isActive || status.activeMember().isPresent();
    return new PairKeeper.Own(log.branch(), isTogether, isActive, status.appliedIndex() < 0);
  }

  private void act(PairKeeper.Step step, PairKeeper.@Nullable Peer other)
      throws LogFailedException {
    if (other != null) log.heardOf(other.branch().highest());
    switch (step.act()) {
      case REST -> log.rest();
      case TAKE_PART -> {
        log.run();
        if (log.branch().kind() == Kind.JOINING) askToJoin();
      }
      case GO_ALONE -> {
        log.part();
        log.run();
      }
      case GO_ALONE_BY_FORCE -> {
        log.partByForce();
        log.run();
      }
      case GIVE_WAY -> {
        if (other != null) giveWay(other.branch());
      }
    }
  }

  private void giveWay(Branch others) throws LogFailedException {
    log.rest();
    if (!ground.merging().send(log.branch(), others, link::merge)) return;
    log.join(others);
    log.run();
  }

  private void askToJoin() {
    Future<?> asked = join;
    if (asked != null && !asked.isDone()) return;
    join = joining.submit(this::joinNow);
  }

  private void joinNow() {
    try {
      JoinReply reply = link.join(state());
      if (!reply.getDone()) LOG.info("not taken in yet: {}", reply.getWhy());
      ground.time().pause(PACE.multipliedBy(5));
    } catch (StatusRuntimeException e) {
      LOG.debug("not taken in yet", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing = true;
    link.close();
    thread.shutdownNow();
    joining.shutdownNow();
    try {
      if (!thread.awaitTermination(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("the pair's thread still works; it is left behind");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
