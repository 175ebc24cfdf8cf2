// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.twincell.client.ClientSettings;
import org.twincell.client.Event;
import org.twincell.client.EventBatch;
import org.twincell.client.ImpactClient;
import org.twincell.client.ImpactException;
import org.twincell.client.OutcomeUnknownException;
import org.twincell.history.Call;
import org.twincell.history.CallKind;
import org.twincell.history.EventRow;
import org.twincell.history.HistoryWriter;
import org.twincell.history.HistoryWriter.OpenCall;
import org.twincell.protocol.CellClient;
import org.twincell.time.TimeSource;

/**
 * The callers of a fault run. Started by the constructor; {@link #close} lets each finish the call
 * that it is in. Every call goes into the history with what its caller was told.
 */
public final class Load implements AutoCloseable {
  private static final int FETCH_ROWS = 50;
  private static final int MODIFY_ONE_IN = 3;
  private static final int OWN_EVENTS_KEPT = 500;
  private static final Duration ASK_PAUSE = Duration.ofMillis(300);

  private final LoadSettings settings;
  private final HistoryWriter history;
  private final TimeSource time;
  private final Acknowledged acknowledged = new Acknowledged();
  private final Queue<String> surprises = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopping;

  /**
   * @param seed of the choices that callers make
   */
  public Load(
      LoadSettings settings, HistoryWriter history, CellClient cell, long seed, TimeSource time) {
    this.settings = settings;
    this.history = history;
    this.time = time;
    Random seeds = new Random(seed);
    for (int i = 0; i < settings.senders(); i++) {
      int number = i;
      Random random = new Random(seeds.nextLong());
      start("sender-" + i, () -> send(number, random));
    }
    for (int i = 0; i < settings.readers(); i++) {
      int number = i;
      Random random = new Random(seeds.nextLong());
      start("reader-" + i, () -> read(number, random));
    }
    start("fetcher", () -> fetch("fetcher"));
    DirectSender direct = DirectSender.toTheActiveOne(settings, history, cell, "direct");
    start("direct", () -> sendDirectly(direct));
    Contender contender = new Contender(settings, history, cell, new Random(seeds.nextLong()));
    start("contender", () -> contend(contender));
    for (LoadSettings.Direct member : settings.members()) {
      Random random = new Random(seeds.nextLong());
      MemberAsker asker = new MemberAsker(settings, member, history, acknowledged, random);
      start("only-" + member.name(), () -> askOne(asker));
    }
  }

  private void start(String name, Runnable work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (RuntimeException e) {
                surprises.add(name + " ended: " + e);
              }
            },
            "faults-" + name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private ImpactClient client(String name, int turn) {
    List<String> urls = settings.gateways();
    ClientSettings.Builder builder =
        ClientSettings.builder(urls.get(turn % urls.size()))
            .cell(settings.cell())
            .clientName(name)
            .returnToPrimaryAfter(Duration.ofSeconds(5))
            .patience(settings.patience());
    for (int n = 1; n < urls.size(); n++) builder.backup(urls.get((turn + n) % urls.size()));
    return ImpactClient.connect(builder.build());
  }

  private void rest() {
    rest(settings.pause());
  }

  private void rest(Duration length) {
    try {
      time.pause(length);
    } catch (InterruptedException e) {
      stopping = true;
    }
  }

  private void send(int number, Random random) {
    String name = "s" + number;
    List<String> own = new ArrayList<>();
    Map<String, Long> versions = new HashMap<>();
    try (ImpactClient client = client(name, number)) {
      for (long sequence = 1; !stopping; sequence++) {
        String id = settings.run() + "-" + name + "-" + sequence;
        Event event = Rows.event(settings.run(), id, name, sequence);
        OpenCall call = history.begin(name, CallKind.SEND, Call.Subject.newEvent(id, sequence));
        if (done(call, () -> client.send(event))) {
          acknowledged.add(id, time.monotonicNanos());
          own.add(id);
          if (own.size() > OWN_EVENTS_KEPT) own.remove(0);
        }
        if (!own.isEmpty() && random.nextInt(MODIFY_ONE_IN) == 0) {
          modify(client, name, own.get(random.nextInt(own.size())), versions);
        }
        rest();
      }
    }
  }

  private void modify(ImpactClient client, String name, String id, Map<String, Long> versions) {
    long version = versions.merge(id, 1L, Long::sum);
    OpenCall call = history.begin(name, CallKind.MODIFY, Call.Subject.version(id, version));
    boolean unused = done(call, () -> client.modify(id, Rows.version(version)));
  }

  /** Carries a call out and takes down what the caller was told. */
  private static boolean done(OpenCall call, Runnable work) {
    try {
      work.run();
      Call unused = call.acknowledged(Call.Answer.NONE);
      return true;
    } catch (OutcomeUnknownException e) {
      Call unused = call.unknown(String.valueOf(e.getMessage()));
    } catch (ImpactException e) {
      Call unused = call.refused(String.valueOf(e.getMessage()));
    }
    return false;
  }

  private void read(int number, Random random) {
    String name = "r" + number;
    try (ImpactClient client = client(name, number)) {
      while (!stopping) {
        acknowledged.any(random).ifPresent(id -> readOne(client, name, id));
        rest();
      }
    }
  }

  private void readOne(ImpactClient client, String name, String id) {
    OpenCall call = history.begin(name, CallKind.QUERY, Call.Subject.event(id));
    try {
      List<EventRow> rows = client.find(id).map(Rows::row).map(List::of).orElse(List.of());
      Call unused = call.acknowledged(Call.Answer.NONE.withRows(rows));
    } catch (ImpactException e) {
      Call unused = call.unknown(String.valueOf(e.getMessage()));
    }
  }

  private void fetch(String name) {
    try (ImpactClient client = client(name, 1)) {
      while (!stopping) {
        OpenCall call = history.begin(name, CallKind.FETCH, Call.Subject.newFor(name));
        try {
          EventBatch batch =
              client.fetchNew("EVENT", Rows.RUN_SLOT + ": == '" + settings.run() + "'", FETCH_ROWS);
          Call unused =
              call.acknowledged(
                  Call.Answer.NONE.withRows(batch.events().stream().map(Rows::row).toList()));
          acknowledge(client, name, batch);
        } catch (ImpactException e) {
          Call unused = call.unknown(String.valueOf(e.getMessage()));
        }
        rest();
      }
    }
  }

  private void acknowledge(ImpactClient client, String name, EventBatch batch) {
    List<OpenCall> calls =
        batch.events().stream()
            .map(
                event ->
                    history.begin(
                        name, CallKind.ACKNOWLEDGE, Call.Subject.acknowledgement(event.id(), name)))
            .toList();
    try {
      client.acknowledge(batch);
      for (OpenCall call : calls) {
        Call unused = call.acknowledged(Call.Answer.NONE);
      }
    } catch (ImpactException e) {
      for (OpenCall call : calls) {
        Call unused = call.unknown(String.valueOf(e.getMessage()));
      }
    }
  }

  private void sendDirectly(DirectSender direct) {
    for (long sequence = 1; !stopping; sequence++) {
      direct.send(sequence).ifPresent(id -> acknowledged.add(id, time.monotonicNanos()));
      rest();
    }
  }

  private void contend(Contender contender) {
    while (!stopping) {
      contender.sendAndModify().ifPresent(id -> acknowledged.add(id, time.monotonicNanos()));
      rest(ASK_PAUSE);
    }
  }

  private void askOne(MemberAsker asker) {
    while (!stopping) {
      asker.askAndSend().ifPresent(id -> acknowledged.add(id, time.monotonicNanos()));
      rest(ASK_PAUSE);
    }
  }

  /** Events that were acknowledged so far. */
  public long acknowledged() {
    return acknowledged.count();
  }

  /** The ids of acknowledged events, from a place on. */
  public List<String> acknowledgedFrom(int place) {
    return acknowledged.from(place);
  }

  /** When events were acknowledged, monotonic, in order. */
  public List<Long> acknowledgementNanos() {
    return acknowledged.nanos();
  }

  /** Callers that ended by themselves: must be none. */
  public List<String> surprises() {
    return List.copyOf(surprises);
  }

  @Override
  public void close() {
    stop();
  }

  /** Lets every caller finish the call that it is in; nothing is sent afterwards. */
  public void stop() {
    stopping = true;
    try {
      for (Thread thread : threads) thread.join(settings.patience().toMillis() * 3);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
