// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.twincell.cell.pair.PairKeeper;

/**
 * One member of a {@link SimulatedPair}: Raft of one or two in a few lines, a store of sets, and
 * the steps that {@link BranchedLog} takes, each of which a crash may be the last.
 */
final class SimulatedPairMember {
  private static final long BEAT_MILLIS = 100;
  private static final long QUORUM_NANOS = 1_000_000_000L;

  /** One entry; {@code ids} says which objects get which tokens. */
  private record Entry(long term, Map<String, Set<String>> changes, boolean both) {}

  private record Stored(long modifiedIndex, Set<String> tokens) {}

  private record Waiting(long index, Runnable acknowledge) {}

  private final SimulatedPair pair;
  final MemberRole role;

  // On the disk.
  private Branch branch = Branch.FIRST;
  private long term;
  private @Nullable MemberRole votedFor;
  private long logStart = -1;
  private long startTerm;
  private boolean startBoth = true;
  private List<Entry> log = new ArrayList<>();
  private Map<String, Stored> store = new TreeMap<>();
  private long appliedIndex = -1;
  private long appliedTerm;

  // Gone with the process.
  boolean up;
  long incarnation;
  private PairKeeper keeper;
  private boolean open;
  private boolean busy;
  private boolean leads;
  private boolean leaderHeard;
  private long heardNanos;
  private long deadline;
  private long commit;
  private long match;
  private long activeFrom;
  private final List<Waiting> waiting = new ArrayList<>();
  private PairKeeper.@Nullable Peer heard;

  SimulatedPairMember(SimulatedPair pair, MemberRole role) {
    this.pair = pair;
    this.role = role;
    this.keeper = new PairKeeper(SimulatedPair.TIMES, role == MemberRole.PRIMARY, 0);
  }

  void start() {
    up = true;
    incarnation++;
    keeper = new PairKeeper(SimulatedPair.TIMES, role == MemberRole.PRIMARY, pair.now());
    heard = null;
    close();
    busy = false;
    if (branch.kind() == Branch.Kind.PARTING) {
      busy = true;
      step(this::leave);
    }
    tick(incarnation);
  }

  void crash() {
    up = false;
    incarnation++;
    close();
  }

  private void close() {
    open = false;
    leads = false;
    leaderHeard = false;
    waiting.clear();
  }

  private void open() {
    if (open) return;
    open = true;
    commit = appliedTerm >= branch.baseTerm() ? Math.max(logStart, appliedIndex) : logStart;
    deadline = nextDeadline();
  }

  private long nextDeadline() {
    return pair.now() + (500 + pair.random.nextInt(500)) * 1_000_000L;
  }

  private boolean both() {
    for (int i = log.size() - 1; i >= 0; i--) if (log.get(i).both()) return true;
    return startBoth;
  }

  /**
   * Whether this member's own vote is enough: it is alone, or began the branch and does not know
   * yet that the entry which takes the other in is on both disks.
   */
  private boolean needsOneVote() {
    if (!both()) return true;
    if (startBoth || !branch.isBegunBy(role)) return false;
    for (long i = commit + 1; i <= last(); i++) {
      if (i > logStart && log.get((int) (i - logStart - 1)).both()) return true;
    }
    return false;
  }

  /** Whether the log says that this member has a vote. */
  private boolean votes() {
    return branch.number() == 0 || branch.isBegunBy(role) || both();
  }

  private long last() {
    return logStart + log.size();
  }

  private long termAt(long index) {
    return index == logStart ? startTerm : log.get((int) (index - logStart - 1)).term();
  }

  boolean isActive() {
    return up && open && leads && commit >= activeFrom;
  }

  private void step(Runnable next) {
    long mine = incarnation;
    pair.later(
        1 + pair.random.nextInt(300),
        () -> {
          if (up && incarnation == mine) next.run();
        });
  }

  // ---- the pair

  private void tick(long mine) {
    if (!up || incarnation != mine) return;
    Branch told = branch;
    boolean active = isActive();
    pair.send(this, it -> it.met(new PairKeeper.Peer(told, active, false), true));
    if (!busy) decide();
    if (open) raft();
    pair.later(BEAT_MILLIS, () -> tick(mine));
  }

  private void met(PairKeeper.Peer peer, boolean answers) {
    keeper.hear(peer, pair.now());
    heard = peer;
    PairKeeper.Peer own = new PairKeeper.Peer(branch, isActive(), false);
    if (answers) pair.send(this, it -> it.met(own, false));
  }

  private void decide() {
    if (open && votes() && both() && branch.kind() != Branch.Kind.PAIR) branch = branch.paired();
    boolean isTogether = isActive() || (open && leaderHeard);
    PairKeeper.Step step =
        keeper.decide(
            new PairKeeper.Own(branch, isTogether, isActive(), appliedIndex < 0), pair.now());
    if (heard != null) branch = branch.knowing(heard.branch().highest());
    switch (step.act()) {
      case REST -> close();
      case TAKE_PART -> {
        open();
        if (branch.kind() == Branch.Kind.JOINING) askToJoin();
      }
      case GO_ALONE, GO_ALONE_BY_FORCE -> {
        pair.partings++;
        pair.trace(role + " goes alone: " + step.reason());
        close();
        busy = true;
        step(
            () -> {
              branch = branch.parting(role);
              step(this::leave);
            });
      }
      case GIVE_WAY -> giveWay();
    }
  }

  private void leave() {
    if (!branch.hasLeft()) {
      boolean isOfBranch = appliedIndex < 0 || appliedTerm >= branch.baseTerm();
      if (isOfBranch) applyUpTo(last());
      branch = branch.leaving(isOfBranch ? Math.max(last(), appliedIndex) : -1);
    }
    step(
        () -> {
          Branch next = branch.alone();
          appliedIndex = Math.max(next.beginsBehind(), appliedIndex);
          appliedTerm = Math.max(appliedTerm, next.baseTerm());
          step(() -> begin(next));
        });
  }

  private void begin(Branch next) {
    branch = next;
    newLog(appliedIndex, next.baseTerm());
    busy = false;
    pair.trace(role + " is on branch " + next);
  }

  private void newLog(long start, long startTermOfLog) {
    logStart = start;
    startTerm = startTermOfLog;
    startBoth = false;
    log = new ArrayList<>();
    if (startTermOfLog < term) pair.faults.add(role + ": the term goes back");
    term = startTermOfLog;
    votedFor = null;
  }

  private void giveWay() {
    close();
    if (heard == null) return;
    Branch others = heard.branch();
    long shared = branch.sharedWith(others);
    if (appliedIndex <= shared) {
      join(others);
      return;
    }
    Map<String, Set<String>> changes = new HashMap<>();
    store.forEach(
        (id, stored) -> {
          if (stored.modifiedIndex() > shared) changes.put(id, Set.copyOf(stored.tokens()));
        });
    long from = branch.number();
    long mine = incarnation;
    pair.send(
        this,
        it ->
            it.merge(
                from,
                changes,
                () -> {
                  boolean isStill = incarnation == mine && branch.number() == from && !open;
                  if (!isStill || busy || branch.kind() == Branch.Kind.JOINING) return;
                  pair.merges++;
                  join(others);
                }));
  }

  private void merge(long from, Map<String, Set<String>> changes, Runnable acknowledge) {
    if (!isActive() || from >= branch.number()) return;
    append(changes, false, () -> pair.send(this, it -> acknowledge.run()));
  }

  private void join(Branch others) {
    branch = branch.joining(others);
    newLog(-1, Math.max(term, others.baseTerm()));
    pair.trace(role + " joins " + others.number());
  }

  private void askToJoin() {
    long number = branch.number();
    if (appliedTerm < branch.baseTerm() || !both()) pair.send(this, it -> it.joinAsked(number));
  }

  private void joinAsked(long number) {
    if (!leads || branch.number() != number || (both() && match >= logStart)) return;
    Map<String, Stored> copy = new TreeMap<>(store);
    long index = appliedIndex;
    long indexTerm = Math.max(appliedTerm, branch.baseTerm());
    pair.send(this, it -> it.copied(number, copy, index, indexTerm));
  }

  private void copied(long number, Map<String, Stored> copy, long index, long indexTerm) {
    if (busy || branch.kind() != Branch.Kind.JOINING || branch.number() != number) return;
    if (!log.isEmpty() || !open) return;
    store = new TreeMap<>(copy);
    appliedIndex = index;
    appliedTerm = indexTerm;
    logStart = index;
    startTerm = indexTerm;
    commit = index;
    pair.send(this, it -> it.admit(number, index));
  }

  private void admit(long number, long index) {
    if (!leads || branch.number() != number) return;
    match = Math.max(match, index);
    heardNanos = pair.now();
    if (!both()) append(Map.of(), true, () -> {});
  }

  // ---- Raft

  private void raft() {
    long now = pair.now();
    if (leads) {
      if (both() && now - heardNanos > QUORUM_NANOS) {
        leads = false;
        waiting.clear();
        deadline = nextDeadline();
      } else {
        replicate();
      }
    } else if (now > deadline && votes()) {
      leaderHeard = false;
      deadline = nextDeadline();
      term++;
      votedFor = role;
      if (needsOneVote()) lead();
      else askForVotes();
    } else if (now > deadline) {
      leaderHeard = false;
    }
  }

  private void askForVotes() {
    long number = branch.number();
    long asked = term;
    long lastTerm = termAt(last());
    long last = last();
    pair.send(this, it -> it.voteAsked(number, asked, lastTerm, last));
  }

  private void voteAsked(long number, long asked, long lastTerm, long last) {
    if (!open || busy || branch.number() != number || !votes()) return;
    newTerm(asked);
    boolean isUpToDate =
        lastTerm > termAt(last()) || (lastTerm == termAt(last()) && last >= last());
    if (asked < term || votedFor == role || !isUpToDate || leads) return;
    votedFor = pair.other(this).role;
    deadline = nextDeadline();
    pair.send(
        this,
        it -> {
          if (it.open && it.branch.number() == number && it.term == asked && !it.leads) it.lead();
        });
  }

  private void newTerm(long seen) {
    if (seen <= term) return;
    term = seen;
    votedFor = null;
    leads = false;
    waiting.clear();
  }

  private void lead() {
    leads = true;
    leaderHeard = false;
    heardNanos = pair.now();
    match = -1;
    long elected = term;
    append(Map.of(), false, () -> {});
    activeFrom = last();
    long mine = incarnation;
    waiting.add(
        new Waiting(
            last(),
            () -> {
              if (incarnation == mine && leads) pair.active(this, elected);
            }));
    advance();
  }

  void submit(String id, String token) {
    append(Map.of(id, Set.of(token)), false, () -> pair.acknowledged(id, token));
  }

  private void append(Map<String, Set<String>> changes, boolean withBoth, Runnable acknowledge) {
    log.add(new Entry(term, changes, withBoth));
    waiting.add(new Waiting(last(), acknowledge));
    advance();
    replicate();
  }

  private void advance() {
    if (!leads) return;
    long reached = both() ? Math.min(match, last()) : last();
    if (reached <= commit || reached <= logStart || termAt(reached) != term) return;
    commit = reached;
    applyUpTo(commit);
    List<Waiting> done = waiting.stream().filter(each -> each.index() <= commit).toList();
    waiting.removeAll(done);
    done.forEach(each -> each.acknowledge().run());
  }

  private void applyUpTo(long index) {
    for (long i = Math.max(appliedIndex, logStart) + 1; i <= index; i++) {
      if (appliedTerm < branch.baseTerm() && appliedIndex >= 0) {
        pair.faults.add(role + " applies entry " + i + " to a store of another branch");
      }
      Entry entry = log.get((int) (i - logStart - 1));
      long at = i;
      entry
          .changes()
          .forEach(
              (id, tokens) -> {
                Set<String> all = new TreeSet<>(tokens);
                Stored old = store.get(id);
                if (old != null) all.addAll(old.tokens());
                store.put(id, new Stored(at, all));
              });
      appliedIndex = i;
      appliedTerm = Math.max(entry.term(), branch.baseTerm());
    }
  }

  private void replicate() {
    if (!leads || !both()) return;
    long number = branch.number();
    long asked = term;
    long from = Math.max(match, logStart);
    long fromTerm = termAt(from);
    List<Entry> entries = List.copyOf(log.subList((int) (from - logStart), log.size()));
    long committed = commit;
    pair.send(this, it -> it.appended(number, asked, from, fromTerm, entries, committed));
  }

  private void appended(
      long number, long asked, long from, long fromTerm, List<Entry> entries, long committed) {
    if (!open || busy || branch.number() != number || asked < term) return;
    newTerm(asked);
    leads = false;
    leaderHeard = true;
    deadline = nextDeadline();
    if (from < logStart) {
      if (log.isEmpty() && appliedTerm < branch.baseTerm()) return;
      long first = logStart - from;
      if (first > entries.size()) return;
      entries = entries.subList((int) first, entries.size());
      from = logStart;
      fromTerm = startTerm;
    }
    if (from > last() || termAt(from) != fromTerm) {
      pair.send(this, it -> it.behind(number, asked, logStart));
      return;
    }
    for (int i = 0; i < entries.size(); i++) {
      long index = from + 1 + i;
      if (index <= last() && termAt(index) == entries.get(i).term()) continue;
      if (index <= last()) {
        if (index <= commit) pair.faults.add(role + " drops a committed entry");
        log = new ArrayList<>(log.subList(0, (int) (index - logStart - 1)));
      }
      log.add(entries.get(i));
    }
    commit = Math.max(commit, Math.min(committed, last()));
    applyUpTo(commit);
    long held = from + entries.size();
    pair.send(this, it -> it.held(number, asked, held));
  }

  private void behind(long number, long asked, long start) {
    if (!leads || branch.number() != number || term != asked) return;
    heardNanos = pair.now();
    match = start;
  }

  private void held(long number, long asked, long index) {
    if (!leads || branch.number() != number || term != asked) return;
    heardNanos = pair.now();
    match = Math.max(match, index);
    advance();
  }

  /** The tokens of every object. */
  Map<String, Set<String>> tokens() {
    return store.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().tokens()));
  }

  @Override
  public String toString() {
    return role + (up ? "" : " (down)") + " " + branch + " term " + term + " " + isActive();
  }
}
