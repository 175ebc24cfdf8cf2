// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.twincell.cell.log.LogApplier;
import org.twincell.cell.log.ReplicatedLog;
import org.twincell.cell.log.SimulatedLogGroup;
import org.twincell.cell.service.Members;
import org.twincell.cell.service.SimulatedMember;
import org.twincell.cell.service.SimulatedStore;
import org.twincell.protocol.MemberInfo;
import org.twincell.testkit.VirtualSchedule.Machine;

/** A member's machine: the process may end and start again, the store stays. */
final class SimMember {
  private final Members members;
  private final SimulatedLogGroup group;
  private final Optional<SimulatedStore> store;
  private final Machine machine;
  private final RandomGenerator chance;
  private final UnaryOperator<ReplicatedLog> twin;
  private final List<Link> links = new ArrayList<>();
  private Consumer<MemberInfo> observer = info -> {};
  private @Nullable SimulatedMember process;
  private @Nullable ReplicatedLog log;

  /** A connection of a gateway that ends with the process. */
  interface Link {
    void memberEnded();
  }

  SimMember(
      Members members,
      SimulatedLogGroup group,
      Optional<SimulatedStore> store,
      RandomGenerator chance,
      UnaryOperator<ReplicatedLog> twin) {
    this.members = members;
    this.group = group;
    this.store = store;
    this.machine = group.machine(name(members));
    this.chance = chance;
    this.twin = twin;
  }

  /** In the log. */
  static String name(Members members) {
    return members.self().name();
  }

  String name() {
    return name(members);
  }

  Machine machine() {
    return machine;
  }

  Optional<SimulatedStore> store() {
    return store;
  }

  /** The process, or null while there is none. */
  @Nullable SimulatedMember process() {
    return process;
  }

  @Nullable ReplicatedLog log() {
    return log;
  }

  boolean isUp() {
    return process != null;
  }

  void start() {
    if (isUp()) return;
    store.ifPresent(SimulatedStore::reopen);
    LogApplier applier = store.map(SimulatedStore::applier).orElseGet(LogApplier::witness);
    ReplicatedLog opened = group.open(name(), applier);
    // The program of a member whose log has stopped ends, and is started again when it is mended.
    opened.onFailure(failure -> machine.later(0, this::crash));
    ReplicatedLog used = twin.apply(opened);
    log = used;
    SimulatedMember started = new SimulatedMember(members, used, store, machine, chance);
    process = started;
    var unused = started.watch(info -> observer.accept(info));
    started.start();
  }

  void crash() {
    SimulatedMember ended = process;
    if (ended == null) return;
    process = null;
    log = null;
    ended.crash();
    group.crash(name());
    store.ifPresent(it -> it.crash(chance));
    List<Link> open = new ArrayList<>(links);
    links.clear();
    open.forEach(Link::memberEnded);
  }

  /** Hears whatever this member says of itself, at once. */
  void observe(Consumer<MemberInfo> hears) {
    observer = hears;
  }

  void connected(Link link) {
    links.add(link);
  }

  void disconnected(Link link) {
    links.remove(link);
  }
}
