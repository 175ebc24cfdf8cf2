// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.digest;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.cell.digest.Judge.Judgement;
import org.twincell.cell.digest.Judge.Step;
import org.twincell.cell.store.DigestMark;
import org.twincell.cell.store.StoreCare;
import org.twincell.cell.store.StoreCare.MendingException;
import org.twincell.cell.store.StoreCare.ScrubReport;
import org.twincell.directory.Address;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.MemberInfo.StoreComparison;
import org.twincell.protocol.keys.KeyProof;
import org.twincell.time.TimeSource;

/**
 * Looks after a member's store: compares its digest with the other member's every few seconds,
 * reads the disk a little at a time, and does what {@link Judge} decides about what it finds.
 *
 * <p>Owns the thread {@code cell-digest-<cell>}, which may wait for the other member and the disk;
 * nothing waits for it.
 */
public final class DigestDesk implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DigestDesk.class);

  /** The disk is read in slices of so long. */
  static final Duration SLICE = Duration.ofMillis(250);

  /** How often the other member is asked; cheap, for it answers from memory. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** The first pass over the disk waits for the start to be over. */
  private static final Duration FIRST_SCRUB = Duration.ofMinutes(1);

  /** More buckets than this are no case for single records: the store is copied. */
  static final int MEND_BUCKETS_LIMIT = 256;

  /** Entries may take so long to reach the other member's index. */
  private static final Duration REACH_LIMIT = Duration.ofSeconds(30);

  /** Mending records that failed so often in a row gives way to a copy. */
  private static final int MEND_TRIES = 5;

  private static final Duration HAND_OVER_AGAIN = Duration.ofSeconds(10);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
  private static final Duration DIFF_LIMIT = Duration.ofMinutes(2);

  private final String cell;
  private final StoreCare care;
  private final Optional<Partner> partner;
  private final DigestSettings settings;
  private final DigestHost host;
  private final TimeSource time;
  private final FindingLog findings;
  private final ScheduledExecutorService thread;
  private final StoreCalls calls;
  private volatile Seen seen = Seen.NOTHING;
  private volatile @Nullable PassEnd lastPass;
  private long lookedNanos;
  private long markWantedNanos;
  private long scrubbedNanos;
  private long handedOverNanos;
  private boolean scrubbing;
  private boolean mayBeActive = true;
  private int failures;
  private Step told = Step.NOTHING;

  /** What was seen at the last look. */
  private record Seen(Judgement judgement, Optional<Standing> other, Optional<Instant> compared) {
    static final Seen NOTHING =
        new Seen(
            new Judgement(StoreComparison.NOT_COMPARED, -1, Step.NOTHING),
            Optional.empty(),
            Optional.empty());
  }

  /** The last pass over the disk that came to its end. */
  private record PassEnd(Instant at, ScrubReport report) {}

  DigestDesk(
      String cell,
      StoreCare care,
      Optional<Partner> partner,
      DigestSettings settings,
      DigestHost host,
      TimeSource time) {
    this.cell = cell;
    this.care = care;
    this.partner = partner;
    this.settings = settings;
    this.host = host;
    this.time = time;
    this.findings = new FindingLog(host, time);
    this.calls = new StoreCalls(cell, care, this::standing);
    this.lookedNanos = time.monotonicNanos();
    this.markWantedNanos = lookedNanos;
    this.handedOverNanos = lookedNanos - HAND_OVER_AGAIN.toNanos();
    long first = Math.min(FIRST_SCRUB.toNanos(), settings.scrubEvery().toNanos());
    this.scrubbedNanos = lookedNanos - settings.scrubEvery().toNanos() + first;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread made = new Thread(work, "cell-digest-" + cell);
              made.setDaemon(true);
              return made;
            });
  }

  /**
   * Makes the desk of a member; {@link #start} begins its work.
   *
   * @param other where the other member is that keeps a store; empty for a cell that is alone
   */
  public static DigestDesk of(
      String cell,
      StoreCare care,
      Optional<Address> other,
      Optional<KeyProof> proof,
      DigestSettings settings,
      DigestHost host,
      TimeSource time) {
    return new DigestDesk(
        cell, care, other.map(at -> new GrpcPartner(at, proof)), settings, host, time);
  }

  /** What answers the other member, for the cell's port. */
  public StoreCalls calls() {
    return calls;
  }

  /** Shows in {@code /metrics} what this desk finds. */
  public void measure(MeterRegistry metrics) {
    metrics.gauge("twincell.digest.equal", this, it -> it.comparisonNumber());
    metrics.gauge("twincell.digest.entry", this, it -> it.seen.judgement().index());
    metrics.gauge("twincell.store.whole", care, it -> it.doubt().isWhole() ? 1 : 0);
    metrics.gauge("twincell.store.findings", findings, FindingLog::count);
    metrics.gauge("twincell.store.mends", findings, FindingLog::mends);
    metrics.gauge("twincell.scrub.passes", findings, FindingLog::passes);
    metrics.gauge("twincell.scrub.bytes", this, it -> it.lastPassBytes());
  }

  private double comparisonNumber() {
    return switch (seen.judgement().comparison()) {
      case NOT_COMPARED -> -1;
      case DIFFERENT -> 0;
      case EQUAL -> 1;
    };
  }

  private double lastPassBytes() {
    PassEnd pass = lastPass;
    return pass == null ? 0 : pass.report().bytes();
  }

  /** Begins to look. */
  public void start() {
    var unused =
        thread.scheduleWithFixedDelay(
            this::step, SLICE.toMillis(), SLICE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** One slice of the work; a fault in it must not end what comes after. */
  void step() {
    try {
      long now = time.monotonicNanos();
      if (now - lookedNanos >= LOOK.toNanos()) {
        lookedNanos = now;
        look();
      }
      scrub(now);
    } catch (RuntimeException fault) {
      LOG.error("looking after the store met a fault of the program", fault);
    }
  }

  // ---- comparing ----

  Standing standing() {
    List<Standing.Root> roots =
        care.marks().stream()
            .map(mark -> new Standing.Root(mark.term(), mark.index(), mark.root()))
            .toList();
    return new Standing(
        host.duty(),
        host.term(),
        care.digest().index(),
        roots,
        care.doubt(),
        findings.tell(),
        host.sharedSettings());
  }

  /** The log may have brought a whole store before this desk asked for one. */
  private boolean tellReplaced() {
    String reason = care.takeDamageReplaced();
    if (reason.isEmpty()) return false;
    LOG.warn("the damaged store was replaced by a copy: {}", reason);
    findings.mended(List.of("the whole store, by a copy: " + reason));
    return true;
  }

  /** Asks the other member, decides, and acts. */
  void look() {
    tellReplaced();
    Optional<Standing> other = partner.flatMap(this::ask);
    Standing own = standing();
    Judgement judgement = Judge.judge(own, other);
    boolean isCompared = judgement.comparison() != StoreComparison.NOT_COMPARED;
    seen = new Seen(judgement, other, isCompared ? Optional.of(time.wallClock()) : seen.compared());
    host.compared(judgement.comparison());
    other.ifPresent(it -> host.othersSettings(it.sharedSettings()));
    wantMark(own, other, isCompared);
    leaveOutOfElections(own);
    findings.raise(own, other, judgement);
    act(judgement, own, other);
    // A store that is whole again may get the duty at once, not a second later.
    if (!mayBeActive) leaveOutOfElections(standing());
  }

  private Optional<Standing> ask(Partner asked) {
    try {
      return Optional.of(asked.standing(false));
    } catch (MendingException e) {
      LOG.debug("the other member does not say how its store is", e);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      LOG.warn("what the other member says of its store makes no sense here", e);
      return Optional.empty();
    }
  }

  /** A quiet cell has no entries at which digests could be compared: one is made now and then. */
  private void wantMark(Standing own, Optional<Standing> other, boolean isCompared) {
    long now = time.monotonicNanos();
    if (isCompared || other.isEmpty() || settings.compareEvery().isZero()) return;
    if (now - markWantedNanos < settings.compareEvery().toNanos()) return;
    markWantedNanos = now;
    if (own.isActive()) care.wantMark();
    else if (other.get().isActive()) askForMark();
  }

  private void askForMark() {
    try {
      if (partner.isPresent()) {
        var unused = partner.get().standing(true);
      }
    } catch (MendingException e) {
      LOG.debug("the other member makes no mark", e);
    }
  }

  private void leaveOutOfElections(Standing own) {
    boolean may = partner.isEmpty() || own.doubt().state() != StoreCare.State.UNREADABLE;
    if (may == mayBeActive) return;
    mayBeActive = may;
    host.mayBecomeActive(may);
  }

  // ---- acting ----

  private void act(Judgement judgement, Standing own, Optional<Standing> other) {
    Step step = judgement.step();
    if (step != told) report(step, own);
    told = step;
    if (step == Step.NOTHING || partner.isEmpty()) return;
    switch (step) {
      case MEND_RECORDS -> mendRecords(judgement, own, partner.get());
      case TAKE_COPY -> takeCopy(own.doubt().reason(), partner.get());
      case HAND_OVER -> handOver(own, partner.get());
      case NOTHING, BOTH_IN_DOUBT, ALONE_IN_DOUBT -> LOG.trace("{} {}", step, other);
    }
  }

  private static void report(Step step, Standing own) {
    String reason = own.doubt().reason();
    switch (step) {
      case BOTH_IN_DOUBT ->
          LOG.error(
              "the stores of both members are damaged ({}); nothing is changed: bring one back from"
                  + " a backup, or see mcontrol diff",
              reason);
      case ALONE_IN_DOUBT ->
          LOG.error(
              "this store is damaged ({}) and no other member can be asked; start the other one",
              reason);
      case HAND_OVER -> LOG.error("this store is damaged ({}); the duty is handed over", reason);
      case TAKE_COPY -> LOG.warn("this store is damaged ({}); a copy is fetched", reason);
      case MEND_RECORDS -> LOG.warn("this store differs from the active member's; it is mended");
      case NOTHING -> LOG.info("nothing is left to do about the store");
    }
  }

  private void mendRecords(Judgement judgement, Standing own, Partner whole) {
    try {
      Set<Integer> buckets = new TreeSet<>(own.doubt().buckets());
      if (judgement.comparison() == StoreComparison.DIFFERENT) {
        buckets.addAll(differing(judgement.index(), whole));
      }
      if (buckets.size() > MEND_BUCKETS_LIMIT || failures >= MEND_TRIES) {
        takeCopy(buckets.size() + " parts of it differ", whole);
        return;
      }
      List<String> names = care.mend(buckets, whole, true, REACH_LIMIT);
      failures = 0;
      LOG.warn("the store was mended, {} records: {}", names.size(), names);
      findings.mended(names.isEmpty() ? List.of("sums of the digest alone") : names);
    } catch (MendingException e) {
      failures++;
      LOG.warn("the store was not mended: {}", e.getMessage());
    }
  }

  private Set<Integer> differing(long index, Partner whole) throws MendingException {
    DigestMark theirs = whole.mark(index);
    for (DigestMark mine : care.marks()) {
      if (mine.index() == index) return mine.differing(theirs);
    }
    throw new MendingException("entry " + index + " is not remembered any more", false);
  }

  private void takeCopy(String reason, Partner whole) {
    try {
      care.takeCopy(folder -> copyOfThisBranch(whole, folder));
      failures = 0;
      if (!tellReplaced()) findings.mended(List.of("the whole store, by a copy: " + reason));
      host.takeSnapshot();
    } catch (MendingException e) {
      LOG.warn("no copy of the store was taken: {}", e.getMessage());
    }
  }

  /** Branches only grow: one that is still the same after the copy was it all the time. */
  private void copyOfThisBranch(Partner whole, Path folder) throws MendingException {
    whole.copyInto(folder);
    if (!whole.standing(false).isOnBranchOf(standing())) {
      throw new MendingException("the members went on without each other meanwhile", false);
    }
  }

  private void handOver(Standing own, Partner whole) {
    long now = time.monotonicNanos();
    if (now - handedOverNanos < HAND_OVER_AGAIN.toNanos()) return;
    handedOverNanos = now;
    try {
      // That one reads what is in doubt here, and says so should it have the same damage.
      if (!own.doubt().buckets().isEmpty()) {
        var unused = whole.read(own.doubt().buckets(), 0);
      }
    } catch (MendingException e) {
      LOG.error("the duty stays: the other member's store is no better: {}", e.getMessage());
      return;
    }
    if (!host.handOver("its store is damaged: " + own.doubt().reason())) {
      LOG.error("the store is damaged and the other member did not take the duty");
    }
  }

  // ---- reading the disk ----

  private void scrub(long now) {
    if (settings.scrubEvery().isZero() || care.isAwaitingCopy()) return;
    if (!scrubbing && now - scrubbedNanos < settings.scrubEvery().toNanos()) return;
    scrubbing = true;
    long slice = Math.max(1, settings.scrubBytesPerSecond() * SLICE.toMillis() / 1000);
    try {
      Optional<ScrubReport> report = care.scrub(slice);
      if (report.isEmpty()) return;
      lastPass = new PassEnd(time.wallClock(), report.get());
      findings.passed(report.get());
    } catch (IOException e) {
      LOG.warn("the store could not be read from the disk: {}", e.getMessage());
    }
    scrubbing = false;
    scrubbedNanos = time.monotonicNanos();
  }

  // ---- for operators ----

  /** {@code mcontrol digest}. */
  public void digest(Consumer<String> lines) {
    Seen now = seen;
    lines.accept("digest " + care.digest());
    lines.accept("stores " + comparison(now));
    StoreCare.Doubt doubt = care.doubt();
    lines.accept("store " + doubt.state() + (doubt.isWhole() ? "" : ": " + doubt.reason()));
    now.other()
        .ifPresent(
            other ->
                lines.accept(
                    "other "
                        + other.duty()
                        + ", applied "
                        + other.applied()
                        + ", store "
                        + other.doubt().state()
                        + (other.doubt().isWhole() ? "" : ": " + other.doubt().reason())));
    PassEnd pass = lastPass;
    lines.accept(
        pass == null
            ? "disk not read since the start"
            : "disk read until "
                + pass.at()
                + ", "
                + pass.report().keys()
                + " keys, "
                + pass.report().bytes()
                + " bytes: "
                + pass.report().found().state());
    lines.accept("findings " + findings.count() + " since the start");
    findings.last().forEach(line -> lines.accept("  " + line));
  }

  private String comparison(Seen now) {
    if (partner.isEmpty()) return "not compared: the cell is alone";
    if (now.judgement().comparison() == StoreComparison.NOT_COMPARED) {
      if (now.other().filter(other -> !other.isOnBranchOf(standing())).isPresent()) {
        return "not compared: the members are apart, each on a branch of its own, until they merge";
      }
      if (now.other().isEmpty() && host.isAlone()) {
        return "not compared: this member carries on alone, and the other one does not answer";
      }
      return "not compared yet"
          + now.compared().map(at -> " since " + at).orElse("")
          + (now.other().isEmpty() ? ": the other member does not answer" : "");
    }
    return now.judgement().comparison() + " at entry " + now.judgement().index();
  }

  /**
   * {@code mcontrol diff}: names the records that differ. On a standby it compares now, and entries
   * wait for it there.
   *
   * @throws CellException when it cannot be said now
   */
  public void diff(Consumer<String> lines) {
    lines.accept("stores " + comparison(seen));
    List<String> names =
        host.duty() == org.twincell.protocol.MemberInfo.Duty.STANDBY
            ? onThread(this::compareNow)
            : List.of();
    names.forEach(lines);
    if (names.isEmpty()) findings.last().forEach(line -> lines.accept("last finding: " + line));
    seen.other()
        .ifPresent(
            other ->
                other
                    .findings()
                    .last()
                    .forEach(line -> lines.accept("last finding of the other: " + line)));
  }

  private List<String> compareNow() throws MendingException {
    Judgement judgement = seen.judgement();
    Set<Integer> buckets = new TreeSet<>(care.doubt().buckets());
    if (partner.isEmpty()) return List.of();
    if (judgement.comparison() == StoreComparison.DIFFERENT) {
      buckets.addAll(differing(judgement.index(), partner.get()));
    }
    if (buckets.isEmpty()) return List.of();
    return new ArrayList<>(care.mend(buckets, partner.get(), false, REACH_LIMIT));
  }

  private <T> T onThread(Callable<T> work) {
    try {
      return thread.submit(work).get(DIFF_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notNow("the member is stopping");
    } catch (ExecutionException | TimeoutException e) {
      Throwable cause = e.getCause();
      throw notNow(cause == null ? "it takes too long" : String.valueOf(cause.getMessage()));
    }
  }

  private static CellException notNow(String why) {
    return new CellException(
        CellError.UNAVAILABLE, "the stores could not be compared now", why, "Ask again.");
  }

  /** Ends the thread; a pass over the disk goes on after the next start. */
  @Override
  public void close() {
    thread.shutdownNow();
    calls.close();
    partner.ifPresent(Partner::close);
    try {
      if (thread.awaitTermination(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) care.close();
      else LOG.warn("looking after the store of {} still goes on; it is left behind", cell);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
