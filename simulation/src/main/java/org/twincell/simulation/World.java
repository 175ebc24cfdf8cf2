// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.simulation;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.twincell.cell.log.LogTuning;
import org.twincell.cell.log.SimulatedLogGroup;
import org.twincell.cell.service.Members;
import org.twincell.cell.service.ModelCellStore;
import org.twincell.cell.service.RocksCellStore;
import org.twincell.cell.service.SimulatedStore;
import org.twincell.directory.Address;
import org.twincell.directory.CellEntry;
import org.twincell.directory.EntryKey;
import org.twincell.history.Call;
import org.twincell.history.CallKind;
import org.twincell.history.HistoryWriter;
import org.twincell.protocol.MemberInfo;
import org.twincell.protocol.MemberInfo.Role;
import org.twincell.testkit.VirtualSchedule;
import org.twincell.testkit.VirtualSchedule.Machine;

/** All machines of a simulation and what is between them. */
final class World implements AutoCloseable {
  /** Names in the log. */
  static final String PRIMARY = "primary";

  static final String SECONDARY = "secondary";
  static final String WITNESS = "witness";

  private static final int GATEWAYS = 2;
  private static final LogTuning TUNING =
      LogTuning.FAST
          .withElection(Duration.ofMillis(200), Duration.ofMillis(400))
          .withSnapshots(40, 10);

  private final VirtualSchedule schedule = new VirtualSchedule();
  private final boolean isManual;
  private final Random chance;
  private final Machines network;
  private final SimulatedLogGroup group;
  private final Map<Path, List<Object>> copies = new HashMap<>();
  private final List<SimMember> members = new ArrayList<>();
  private final List<SimGateway> gateways = new ArrayList<>();
  private final List<Worker> workers = new ArrayList<>();
  private final List<Worker.Sender> senders = new ArrayList<>();
  private final List<Machine> machines = new ArrayList<>();

  World(long seed, Simulation.Plan plan) {
    this.isManual = plan.isManual();
    this.chance = new Random(seed * 0x9E3779B97F4A7C15L + 1);
    this.network = new Machines(schedule, chance);
    this.group =
        new SimulatedLogGroup(
            chance.nextLong(), plan.folder(), TUNING, schedule, PRIMARY, SECONDARY, WITNESS);
    Map<Address, SimMember> byAddress = new LinkedHashMap<>();
    CellEntry entry = entry();
    for (Role role : List.of(Role.PRIMARY, Role.SECONDARY, Role.WITNESS)) {
      Members seen = Members.of(entry, role);
      if (isManual) seen = seen.withManualDuty();
      Optional<SimulatedStore> store =
          role == Role.WITNESS ? Optional.empty() : Optional.of(store(seen.self().name(), plan));
      SimMember member = new SimMember(seen, group, store, chance, plan.twin());
      members.add(member);
      byAddress.put(seen.self().address(), member);
      machines.add(member.machine());
    }
    for (int i = 1; i <= GATEWAYS; i++) {
      Machine machine = schedule.machine("gateway-" + i);
      machines.add(machine);
      gateways.add(new SimGateway(machine, network, byAddress, entry, chance));
    }
  }

  private static CellEntry entry() {
    Address systemA = new Address("system-a", 1828);
    Address systemB = new Address("system-b", 1828);
    return CellEntry.of("Alphonse", new EntryKey("mc"), systemA, systemB)
        .withWitness(new Address("system-1", 1828));
  }

  private SimulatedStore store(String member, Simulation.Plan plan) {
    return plan.isRealStore()
        ? new RocksCellStore(plan.folder().resolve("store-" + member), "Alphonse")
        : new ModelCellStore(copies);
  }

  /** What a member says of itself is a call of the history when it says that it is active. */
  private static void observe(SimMember member, HistoryWriter history) {
    String name = member.name();
    member.observe(
        info -> {
          if (info.duty() != MemberInfo.Duty.ACTIVE) return;
          history
              .begin("observer", CallKind.STATUS, Call.Subject.NOTHING)
              .acknowledged(Call.Answer.of(name, info.term(), name));
        });
  }

  /** Brings the clients; they do nothing yet. */
  void addClients(HistoryWriter history) {
    members.forEach(member -> observe(member, history));
    for (int i = 1; i <= 3; i++) {
      Machine machine = schedule.machine("client-" + i);
      machines.add(machine);
      List<SimGateway> own = new ArrayList<>(gateways);
      // Not all have the same primary: what is said on two sides of a split meets.
      if (i == 2) Collections.reverse(own);
      SdkClient sdk = new SdkClient(machine, network, own, chance);
      if (i < 3) {
        Worker.Sender sender = new Worker.Sender(sdk, history, chance);
        senders.add(sender);
        workers.add(sender);
      } else {
        workers.add(new Worker.Receiver(sdk, history, chance));
      }
    }
  }

  VirtualSchedule schedule() {
    return schedule;
  }

  /** Whether only the operator moves the duty. */
  boolean isManual() {
    return isManual;
  }

  RandomGenerator chance() {
    return chance;
  }

  List<SimMember> members() {
    return members;
  }

  List<SimGateway> gateways() {
    return gateways;
  }

  List<Worker> workers() {
    return workers;
  }

  List<Worker.Sender> senders() {
    return senders;
  }

  List<Machine> machines() {
    return machines;
  }

  void startAll() {
    members.forEach(SimMember::start);
    gateways.forEach(SimGateway::start);
  }

  /** Nothing passes in this direction any more. */
  void cut(String from, String to) {
    network.cut(from, to);
    group.cutOneWay(from, to);
  }

  void slow(long factor) {
    network.slow(factor);
    group.slow(factor);
  }

  void breakDisk(String member) {
    group.breakDisk(member);
  }

  /** Links and disks are well again, and what had ended starts. */
  void mend() {
    network.mend();
    group.healAll();
    group.slow(1);
    members.forEach(member -> group.mendDisk(member.name()));
    startAll();
  }

  /** Whether so much has ended that nothing can go on. */
  boolean isDown() {
    return members.stream().filter(SimMember::isUp).count() < 2
        || gateways.stream().noneMatch(SimGateway::isUp);
  }

  /** One member is active, and both stores stand where it stands. */
  boolean isInStep() {
    long active = 0;
    for (SimMember member : members) {
      var process = member.process();
      if (process != null && process.isActive()) active++;
    }
    List<Long> applied =
        members.stream()
            .flatMap(member -> member.store().stream())
            .map(store -> store.applier().appliedIndex())
            .distinct()
            .toList();
    return active == 1 && applied.size() == 1;
  }

  /** How the members are, for a message. */
  String describe() {
    StringBuilder text = new StringBuilder();
    for (SimMember member : members) {
      var process = member.process();
      text.append(member.name()).append(": ");
      text.append(
          process == null ? "ended" : process.info().duty() + " term " + process.info().term());
      member.store().ifPresent(it -> text.append(", applied ").append(it.applier().appliedIndex()));
      text.append("; ");
    }
    return text.toString();
  }

  @Override
  public void close() {
    members.forEach(member -> member.store().ifPresent(SimulatedStore::close));
  }
}
