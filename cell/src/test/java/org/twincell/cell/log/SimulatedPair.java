// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.twincell.cell.pair.PairKeeper;

/**
 * Two members without a witness on one virtual clock, with a link that loses messages in either
 * direction and members that crash between any two steps. The decisions are those of the program
 * ({@link PairKeeper}, {@link Branch}); the log, the store and the messages are small models. A
 * seed gives the same story each time.
 */
public final class SimulatedPair {
  static final PairKeeper.Times TIMES =
      new PairKeeper.Times(Duration.ofSeconds(5), Duration.ofSeconds(30), true);

  private record Event(long at, long order, Runnable run) {}

  final Random random;
  final List<String> trace = new ArrayList<>();
  final List<String> faults = new ArrayList<>();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          java.util.Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
  private final Map<Long, MemberRole> activeInTerm = new HashMap<>();
  private final Map<String, Set<String>> acknowledged = new HashMap<>();
  private final boolean[] cut = new boolean[2];
  final SimulatedPairMember[] members = new SimulatedPairMember[2];
  private long now;
  private long order;
  private int sent;
  int acknowledgements;
  int partings;
  int merges;

  /**
   * What came of a seed.
   *
   * @param problems what does not hold; empty when all is well
   * @param trace what happened when
   * @param partings how often a member went on alone
   * @param merges how often one gave way that had accepted something
   */
  public record Result(
      long seed,
      List<String> problems,
      List<String> trace,
      int acknowledged,
      int partings,
      int merges) {
    public Result {
      problems = List.copyOf(problems);
      trace = List.copyOf(trace);
    }

    /** All that is needed to look into it; begins with the seed. */
    public String report() {
      return "seed "
          + seed
          + "\n  "
          + String.join("\n  ", trace)
          + "\n"
          + String.join("\n", problems);
    }
  }

  /** Plays a seed: a pair that starts together or not, is tormented, and then left in peace. */
  public static Result play(long seed) {
    SimulatedPair pair =
        new SimulatedPair(seed)
            .start()
            .run(Duration.ofSeconds(seed % 3 == 0 ? 0 : 5))
            .torment(25)
            .heal()
            .start()
            .run(Duration.ofSeconds(90));
    return new Result(
        seed, pair.check(), pair.trace, pair.acknowledgements, pair.partings, pair.merges);
  }

  SimulatedPair(long seed) {
    this.random = new Random(seed);
    members[0] = new SimulatedPairMember(this, MemberRole.PRIMARY);
    members[1] = new SimulatedPairMember(this, MemberRole.SECONDARY);
  }

  long now() {
    return now;
  }

  void later(long millis, Runnable run) {
    events.add(new Event(now + millis * 1_000_000, order++, run));
  }

  SimulatedPairMember other(SimulatedPairMember one) {
    return one == members[0] ? members[1] : members[0];
  }

  /** Delivers something to the other member, or loses it. */
  void send(SimulatedPairMember from, Consumer<SimulatedPairMember> message) {
    int direction = from == members[0] ? 0 : 1;
    SimulatedPairMember to = other(from);
    long before = to.incarnation;
    later(
        1 + random.nextInt(20),
        () -> {
          if (!cut[direction] && to.up && to.incarnation == before) message.accept(to);
        });
  }

  SimulatedPair run(Duration time) {
    long end = now + time.toNanos();
    while (!events.isEmpty() && events.peek().at() <= end) {
      Event next = events.remove();
      now = Math.max(now, next.at());
      next.run().run();
    }
    now = end;
    return this;
  }

  SimulatedPair start() {
    for (SimulatedPairMember each : members) if (!each.up) each.start();
    return this;
  }

  void cut(int direction, boolean isCut) {
    cut[direction] = isCut;
  }

  /** Random faults and load for so many steps of up to a few seconds. */
  SimulatedPair torment(int steps) {
    for (int i = 0; i < steps; i++) {
      switch (random.nextInt(10)) {
        case 0 -> crash(members[random.nextInt(2)]);
        case 1, 2 -> start();
        case 3 -> {
          cut(0, true);
          cut(1, true);
          trace("cut");
        }
        case 4 -> {
          int direction = random.nextInt(2);
          cut(direction, true);
          trace("cut one way " + direction);
        }
        case 5, 6 -> heal();
        default -> {}
      }
      int load = random.nextInt(6);
      for (int n = 0; n < load; n++) later(random.nextInt(3000), this::send);
      run(Duration.ofMillis(200 + random.nextInt(random.nextBoolean() ? 1000 : 12_000)));
    }
    return this;
  }

  SimulatedPair heal() {
    cut(0, false);
    cut(1, false);
    trace("heal");
    return this;
  }

  void crash(SimulatedPairMember member) {
    if (!member.up) return;
    trace(member.role + " crashes");
    member.crash();
  }

  /** A client sends a new event, or modifies one, at whichever member is active for it. */
  void send() {
    SimulatedPairMember to = members[random.nextInt(2)];
    if (!to.isActive()) return;
    boolean isNew = sent == 0 || random.nextInt(3) > 0;
    String id = "e" + (isNew ? sent++ : random.nextInt(sent));
    to.submit(id, "t" + order++);
  }

  void acknowledged(String id, String token) {
    acknowledgements++;
    acknowledged.computeIfAbsent(id, key -> new HashSet<>()).add(token);
  }

  void active(SimulatedPairMember member, long term) {
    trace(member.role + " is active in term " + term);
    MemberRole before = activeInTerm.putIfAbsent(term, member.role);
    if (before != null && before != member.role) {
      faults.add("two members are active in term " + term);
    }
  }

  void trace(String what) {
    trace.add(now / 1_000_000 + " " + what);
  }

  /** What does not hold now that everything is healed and quiet. */
  List<String> check() {
    List<String> found = new ArrayList<>(faults);
    long active = java.util.Arrays.stream(members).filter(SimulatedPairMember::isActive).count();
    if (active != 1) found.add(active + " members are active: " + describe());
    if (!members[0].tokens().equals(members[1].tokens())) found.add("the stores differ");
    for (SimulatedPairMember each : members) {
      acknowledged.forEach(
          (id, tokens) -> {
            Set<String> missing = new HashSet<>(tokens);
            missing.removeAll(each.tokens().getOrDefault(id, Set.of()));
            if (!missing.isEmpty()) found.add(each.role + " lacks " + missing + " of " + id);
          });
    }
    return found;
  }

  private String describe() {
    return members[0] + ", " + members[1];
  }
}
