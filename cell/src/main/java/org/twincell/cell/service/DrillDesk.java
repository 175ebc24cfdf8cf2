// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.cell.duty.DrillRules;
import org.twincell.cell.log.ReplicatedLog;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.drill.Drill;

/**
 * What a member does in a drill: says whether it may take part, crashes, cuts its links for some
 * seconds, and keeps the result as metrics. Called on {@code cell-control}.
 */
final class DrillDesk {
  private static final Logger LOG = LoggerFactory.getLogger(DrillDesk.class);

  /** The longest cut; it heals by itself whatever becomes of who asked. */
  static final Duration CUT_LIMIT = Duration.ofSeconds(60);

  /** The answer gets out in this time, then the process halts. */
  private static final Duration LAST_WORDS = Duration.ofMillis(100);

  private static final String YES = "--yes";

  private final ReplicatedLog log;
  private final StatusBoard board;
  private final MemberHost host;
  private final Backlog backlog;
  private final MeterRegistry metrics;
  private final Map<String, AtomicLong> gaps = new ConcurrentHashMap<>();

  DrillDesk(
      ReplicatedLog log,
      StatusBoard board,
      MemberHost host,
      Backlog backlog,
      MeterRegistry metrics) {
    this.log = log;
    this.board = board;
    this.host = host;
    this.backlog = backlog;
    this.metrics = metrics;
  }

  /** Takes one step of a drill. */
  void step(List<String> arguments, Consumer<String> lines) {
    String step = arguments.isEmpty() ? "" : arguments.get(0);
    switch (step) {
      case "check" -> check(kind(arguments), arguments.contains(YES));
      case "crash" -> crash(arguments.contains(YES), lines);
      case "partition" -> partition(arguments, lines);
      case "result" -> result(arguments);
      case "failed" -> failed(arguments);
      default -> throw bad("a drill has no step '" + step + "'");
    }
  }

  private static Drill.Kind kind(List<String> arguments) {
    String wanted = arguments.size() < 2 ? "" : arguments.get(1).toUpperCase(Locale.ROOT);
    for (Drill.Kind kind : Drill.Kind.values()) {
      if (kind.name().equals(wanted)) return kind;
    }
    throw bad("there is no drill '" + wanted.toLowerCase(Locale.ROOT) + "'");
  }

  private static CellException bad(String what) {
    return new CellException(
        CellError.BAD_REQUEST, what, "", "Say mcontrol drill planned, crash or partition.");
  }

  private void check(Drill.Kind kind, boolean confirmed) {
    DrillRules.refusal(board.info(), kind, confirmed)
        .ifPresent(
            why -> {
              throw refused(why.what(), why.mend());
            });
    Members.One partner =
        board.members().partner().orElseThrow(() -> refused("nobody could take the duty", ""));
    try {
      Optional<String> why = backlog.unready(partner, Duration.ZERO, line -> {});
      if (why.isPresent()) {
        throw refused(
            partner.describe() + " is not in step: " + why.get(), "Wait until it has caught up.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw refused("the member is stopping", "");
    }
  }

  private static CellException refused(String why, String mend) {
    return MemberControls.refused("the drill is refused", why, mend);
  }

  private void crash(boolean confirmed, Consumer<String> lines) {
    check(Drill.Kind.CRASH, confirmed);
    LOG.warn("a drill: the process halts now, as with SIGKILL");
    lines.accept(board.members().self().describe() + " halts");
    Executor afterwards =
        CompletableFuture.delayedExecutor(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    afterwards.execute(host::halt);
  }

  private void partition(List<String> arguments, Consumer<String> lines) {
    String seconds = arguments.size() < 2 ? "" : arguments.get(1);
    long wanted = seconds.matches("[0-9]{1,3}") ? Long.parseLong(seconds) : 0;
    if (wanted < 1 || wanted > CUT_LIMIT.toSeconds()) {
      throw bad("a cut lasts 1 to " + CUT_LIMIT.toSeconds() + " s, not '" + seconds + "'");
    }
    check(Drill.Kind.PARTITION, true);
    LOG.warn("a drill: the links to the other members are cut for {} s", wanted);
    log.cutLinks(Duration.ofSeconds(wanted));
    lines.accept(
        board.members().self().describe() + " is cut off for " + wanted + " s and heals by itself");
  }

  /**
   * Of the step that a client tells at the end: kind, gap in ms, acknowledged, failed, lost,
   * doubled.
   */
  private void result(List<String> arguments) {
    Drill.Kind kind = kind(arguments);
    if (arguments.size() != 7
        || !arguments.subList(2, 7).stream().allMatch(each -> each.matches("[0-9]{1,18}"))) {
      throw bad("the result of a drill has five numbers");
    }
    String name = kind.name().toLowerCase(Locale.ROOT);
    boolean clean = arguments.subList(4, 7).stream().allMatch(each -> each.equals("0"));
    metrics.counter("twincell.drills", "kind", name, "clean", clean ? "yes" : "no").increment();
    gaps.computeIfAbsent(name, this::gauge).set(Long.parseLong(arguments.get(2)));
    LOG.info(
        "drill {}: longest gap {} ms, acknowledged {}, failed {}, lost {}, doubled {}",
        name,
        arguments.get(2),
        arguments.get(3),
        arguments.get(4),
        arguments.get(5),
        arguments.get(6));
  }

  /** Of a drill that did not come to its end: kind, gap in ms, acknowledged, failed. */
  private void failed(List<String> arguments) {
    Drill.Kind kind = kind(arguments);
    if (arguments.size() != 5
        || !arguments.subList(2, 5).stream().allMatch(each -> each.matches("[0-9]{1,18}"))) {
      throw bad("a drill that failed has three numbers");
    }
    String name = kind.name().toLowerCase(Locale.ROOT);
    metrics.counter("twincell.drills", "kind", name, "clean", "no").increment();
    gaps.computeIfAbsent(name, this::gauge).set(Long.parseLong(arguments.get(2)));
    LOG.warn(
        "drill {} did not come to its end: gap {} ms, acknowledged {}, failed {}",
        name,
        arguments.get(2),
        arguments.get(3),
        arguments.get(4));
  }

  private AtomicLong gauge(String kind) {
    AtomicLong millis = new AtomicLong();
    metrics.gauge(
        "twincell.drill.longest.gap.seconds",
        List.of(io.micrometer.core.instrument.Tag.of("kind", kind)),
        millis,
        it -> it.get() / 1000.0);
    return millis;
  }
}
