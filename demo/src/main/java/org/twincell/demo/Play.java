// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.twincell.client.ClientSettings;
import org.twincell.client.Event;
import org.twincell.client.EventBatch;
import org.twincell.client.ImpactClient;
import org.twincell.client.Query;
import org.twincell.processes.Program;
import org.twincell.time.TimeSource;

/** What happens in the demonstration, from the first process to the count. */
final class Play {
  /** The whole of it ends within this time, with or without success. */
  static final Duration WHOLE_LIMIT = Duration.ofMinutes(10);

  private static final Duration READY_LIMIT = Duration.ofSeconds(180);
  private static final Duration CATCH_UP_LIMIT = Duration.ofSeconds(60);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
  private static final int FETCH_BATCH = 500;

  private final Stage stage;
  private final Narrator narrator;
  private final int events;
  private final int senderCount;
  private final TimeSource time;
  private final Deadline deadline;
  private final Tally tally;
  private final Gaps gaps = new Gaps();
  private final List<Program> players = new ArrayList<>();
  private final String runName;
  private Member victim = Member.PRIMARY;

  Play(Stage stage, Narrator narrator, int events, int senderCount) {
    this.stage = stage;
    this.narrator = narrator;
    this.events = events;
    this.senderCount = senderCount;
    this.time = narrator.time();
    this.deadline = Deadline.in(WHOLE_LIMIT, time);
    this.tally = new Tally(events);
    this.runName = "demo-" + time.wallClock().getEpochSecond();
  }

  /** True when everything that was acknowledged is there once. */
  boolean run() throws InterruptedException {
    startAll();
    narrator.tell("the " + findActive().word() + " is active");
    Duration takeover = sendUnderFire();
    Program back = restart(victim);
    fetchAll();
    countStored();
    showCatchUp(victim, back);
    return tellResult(takeover);
  }

  // ---- the cast

  private void startAll() throws InterruptedException {
    narrator.tell("writing " + stage.folder().resolve("etc/mcell.dir"));
    for (Member member : Member.values())
      tellStarted(stage.start(member), stage.port(member.word()));
    for (String gateway : List.of("gateway1", "gateway2")) {
      tellStarted(stage.startGateway(gateway), stage.port(gateway));
    }
    for (String gateway : List.of("gateway1", "gateway2")) {
      awaitOrFail(
          READY_LIMIT,
          gateway + " does not become ready",
          () -> {
            stage.checkAlive(players);
            return stage.isReady(gateway);
          });
      narrator.tell(gateway + " is ready: " + stage.url(gateway));
    }
  }

  /** For whoever goes on alone: both gateways again. */
  void restartGateway() throws InterruptedException {
    Program gateway = stage.startGateway("gateway1");
    tellStarted(gateway, stage.port("gateway1"));
    awaitOrFail(
        READY_LIMIT,
        "gateway1 does not become ready",
        () -> {
          stage.checkAlive(List.of(gateway));
          return stage.isReady("gateway1");
        });
  }

  private void tellStarted(Program running, int port) {
    players.add(running);
    narrator.tell("started " + running.name() + ", pid " + running.pid() + ", port " + port);
  }

  /** Asks until one of the pair says that it is active: the duty may just be moving. */
  private Member findActive() throws InterruptedException {
    Deadline patience = deadline.within(READY_LIMIT);
    try (Duties duties = Duties.open(stage.directoryFile(), time)) {
      while (!patience.isOver()) {
        stage.checkAlive(players);
        Optional<Member> active = duties.active();
        if (active.isPresent()) return active.get();
        time.pause(LOOK_AGAIN);
      }
    }
    throw new DemoException(
        "neither the primary nor the secondary is active within " + READY_LIMIT.toSeconds() + " s");
  }

  // ---- the load and the kills

  private Duration sendUnderFire() throws InterruptedException {
    LogLines lines = LogLines.read(events);
    narrator.tell(
        "sending " + events + " events from " + senderCount + " senders: " + lines.describe());
    ClientSettings settings =
        ClientSettings.builder(stage.url("gateway1"))
            .backup(stage.url("gateway2"))
            .cell(Stage.CELL)
            .clientName("demo")
            .build();
    try (ImpactClient client = ImpactClient.connect(settings);
        Senders senders =
            new Senders(client, lines, runName, new Senders.Work(events, tally, gaps), deadline)) {
      senders.openUpTo(2 * events / 3);
      senders.start(senderCount);
      awaitAcknowledged(senders, events / 6);
      victim = findActive(); // again: under load the duty may have moved
      awaitAcknowledged(senders, events / 3);
      long killed = kill(victim.word());
      senders.openUpTo(9 * events / 10);
      awaitAcknowledged(senders, 3 * events / 4);
      long gatewayKilled = kill("gateway1");
      senders.openUpTo(events);
      awaitAcknowledged(senders, events);
      narrator.tell(
          "all acknowledged; the SDK tried "
              + client.status().retries()
              + " calls again, and now uses "
              + client.status().gateway().getAuthority());
      return gaps.longestAfter(killed, gatewayKilled);
    }
  }

  private void awaitAcknowledged(Senders senders, int wanted) throws InterruptedException {
    awaitOrFail(
        WHOLE_LIMIT,
        "only " + tally.acknowledgedCount() + " events were acknowledged",
        () -> {
          stage.checkAlive(players);
          senders.failure().ifPresent(why -> fail("sending ended early: " + why));
          return tally.acknowledgedCount() >= wanted;
        });
  }

  private static void fail(String why) {
    throw new DemoException(why);
  }

  /** Kills and answers when, on the monotonic clock. */
  private long kill(String name) throws InterruptedException {
    Program victim = players.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
    players.remove(victim);
    long now = time.monotonicNanos();
    victim.kill();
    narrator.tell(
        "SIGKILL to "
            + name
            + ", pid "
            + victim.pid()
            + ", after "
            + tally.acknowledgedCount()
            + " acknowledged events");
    return now;
  }

  private Program restart(Member member) {
    Program back = stage.start(member);
    players.add(back);
    narrator.tell("started the killed " + member.word() + " again, pid " + back.pid());
    return back;
  }

  // ---- the count

  private ClientSettings viewerSettings() {
    return ClientSettings.builder(stage.url("gateway1"))
        .backup(stage.url("gateway2"))
        .cell(Stage.CELL)
        .clientName("demo-viewer")
        .build();
  }

  /** Gateway 1 is dead: the SDK finds the other one by itself. */
  private void fetchAll() throws InterruptedException {
    try (ImpactClient client = ImpactClient.connect(viewerSettings())) {
      int batches = 0;
      while (true) {
        if (deadline.isOver()) fail("fetching took too long: " + tally.fetchedCount() + " so far");
        EventBatch batch = client.fetchNew(Events.CLASS, Events.ofRun(runName), FETCH_BATCH);
        if (batch.isEmpty()) break;
        for (Event event : batch) tally.fetched(Events.number(event));
        client.acknowledge(batch);
        batches++;
      }
      narrator.tell(
          "fetched and acknowledged "
              + tally.fetchedCount()
              + " events in "
              + batches
              + " batches through "
              + client.status().gateway().getAuthority());
    }
  }

  private void countStored() {
    try (ImpactClient client = ImpactClient.connect(viewerSettings());
        Query<Event> query =
            client.query(Events.CLASS + " where [ " + Events.ofRun(runName) + " ]")) {
      while (query.hasNext()) tally.stored(Events.number(query.next()));
      narrator.tell("the cell has " + query.count() + " events of this run");
    }
  }

  private void showCatchUp(Member member, Program back) throws InterruptedException {
    boolean caughtUp;
    try (Duties duties = Duties.open(stage.directoryFile(), time)) {
      caughtUp =
          deadline
              .within(CATCH_UP_LIMIT)
              .await(
                  () -> {
                    stage.checkAlive(List.of(back));
                    return duties.hasCaughtUp(member);
                  });
    }
    narrator.tell(
        caughtUp
            ? "the killed " + member.word() + " is back as standby and has caught up"
            : "the killed " + member.word() + " has not caught up within " + CATCH_UP_LIMIT);
  }

  private boolean tellResult(Duration takeover) {
    Tally.Result result = tally.result();
    narrator.line(
        String.format(
            Locale.ROOT,
            "demo: sent %d acknowledged %d stored %d fetched %d lost %d doubled %d takeover %.1f s",
            result.sent(),
            result.acknowledged(),
            result.stored(),
            result.fetched(),
            result.lost(),
            result.doubled(),
            takeover.toMillis() / 1000.0));
    if (result.isGood(events)) return true;
    fail(
        "the numbers do not agree"
            + (tally.missing().isEmpty() ? "" : "; missing for instance " + tally.missing()));
    return false;
  }

  private void awaitOrFail(Duration wait, String what, Deadline.Condition condition)
      throws InterruptedException {
    if (!deadline.within(wait).await(condition)) {
      throw new DemoException(what + " within " + wait.toSeconds() + " s");
    }
  }
}
