// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.twincell.cell.service.SimulatedMember;
import org.twincell.client.failover.FailureKind;
import org.twincell.directory.Address;
import org.twincell.directory.CellEntry;
import org.twincell.protocol.CellException;
import org.twincell.protocol.client.SimulatedClient;
import org.twincell.protocol.client.SimulatedClient.Answer;
import org.twincell.protocol.codec.StatusCodec;
import org.twincell.protocol.wire.Command;
import org.twincell.protocol.wire.Fault;
import org.twincell.protocol.wire.OpenQueryReply;
import org.twincell.protocol.wire.OpenQueryRequest;
import org.twincell.protocol.wire.Outcome;
import org.twincell.protocol.wire.ReadRowsReply;
import org.twincell.protocol.wire.ReadRowsRequest;
import org.twincell.testkit.VirtualSchedule.Machine;

/**
 * A gateway's machine: the product's client of the cell, and the table by which a gateway tells its
 * callers what became of a call. Keeps nothing over a crash.
 */
final class SimGateway {
  private final Machine machine;
  private final Machines network;
  private final Map<Address, SimMember> members;
  private final CellEntry entry;
  private final RandomGenerator chance;
  private final Set<Exchange<?>> exchanges = new LinkedHashSet<>();
  private @Nullable SimulatedClient client;

  /** One request of a caller at this gateway. */
  interface Operation<R> {
    CompletableFuture<R> on(SimulatedClient client, Duration patience);
  }

  /** Hears the end of a request. */
  interface Caller<R> {
    void answered(R reply);

    void failed(FailureKind kind);

    void refused(String why);
  }

  SimGateway(
      Machine machine,
      Machines network,
      Map<Address, SimMember> members,
      CellEntry entry,
      RandomGenerator chance) {
    this.machine = machine;
    this.network = network;
    this.members = members;
    this.entry = entry;
    this.chance = chance;
  }

  Machine machine() {
    return machine;
  }

  boolean isUp() {
    return client != null;
  }

  /** Whether it would tell a load balancer that it is ready. */
  boolean isReady() {
    SimulatedClient now = client;
    return now != null && now.isReachable();
  }

  void start() {
    if (isUp()) return;
    SimulatedClient started =
        new SimulatedClient(entry, machine.time(), chance, this::connect, machine.executor());
    client = started;
    started.start();
  }

  void crash() {
    SimulatedClient ended = client;
    if (ended == null) return;
    client = null;
    List<Exchange<?>> open = new ArrayList<>(exchanges);
    exchanges.clear();
    machine.end();
    ended.close();
    open.forEach(Exchange::gatewayEnded);
  }

  /** A request arrives, from a caller that waits that long. */
  <R> void serve(Operation<R> operation, Duration patience, Exchange<R> exchange) {
    SimulatedClient now = client;
    if (now == null) {
      exchange.tell(caller -> caller.failed(FailureKind.NOT_SENT));
      return;
    }
    exchanges.add(exchange);
    var unused =
        operation
            .on(now, patience)
            .whenComplete(
                (reply, failure) -> {
                  if (client != now) return;
                  exchanges.remove(exchange);
                  exchange.tell(
                      caller -> {
                        if (failure == null) caller.answered(reply);
                        else tell(caller, failure);
                      });
                });
  }

  /** As the gateway's table of faults and the SDK's reading of them say together. */
  private static void tell(Caller<?> caller, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (!(cause instanceof CellException cell)) throw new IllegalStateException(failure);
    switch (cell.error()) {
      case NOT_ACTIVE, UNAVAILABLE, BUSY -> caller.failed(FailureKind.CELL_UNAVAILABLE);
      case OUTCOME_UNKNOWN -> caller.failed(FailureKind.CELL_UNCERTAIN);
      default -> caller.refused(cell.error() + ": " + cell.what());
    }
  }

  private SimulatedClient.Connection connect(Address address, SimulatedClient.Listener listener) {
    SimMember member = members.get(address);
    if (member == null) throw new IllegalStateException("no member at " + address);
    return new MemberLink(member, listener).open();
  }

  /** A connection to one process of a member; it never comes back after an end. */
  private final class MemberLink implements SimulatedClient.Connection, SimMember.Link {
    private final SimMember member;
    private final SimulatedClient.Listener listener;
    private final Machines.Pipe there;
    private final Machines.Pipe back;
    private @Nullable SimulatedMember process;
    private Runnable unwatch = () -> {};
    private boolean closed;

    MemberLink(SimMember member, SimulatedClient.Listener listener) {
      this.member = member;
      this.listener = listener;
      this.there = network.new Pipe(machine, member.machine());
      this.back = network.new Pipe(member.machine(), machine);
    }

    MemberLink open() {
      there.send(
          () -> {
            SimulatedMember found = member.process();
            if (closed) return;
            if (found == null) {
              back.send(() -> lost("connection refused"));
              return;
            }
            process = found;
            member.connected(this);
            unwatch =
                found.watch(
                    info -> {
                      var status = StatusCodec.toWire(info);
                      back.send(() -> heard(status));
                    });
          });
      return this;
    }

    private void heard(org.twincell.protocol.wire.MemberStatus status) {
      if (!closed) listener.heard(status);
    }

    private void lost(String why) {
      if (!closed) listener.lost(why);
    }

    @Override
    public void memberEnded() {
      network.send(member.machine(), machine, () -> lost("it closed the connection"));
    }

    /** Does something at the process that this connection was made to, if it is still there. */
    private void atMember(java.util.function.Consumer<SimulatedMember> work) {
      there.send(
          () -> {
            SimulatedMember now = member.process();
            if (now != null && now == process) work.accept(now);
          });
    }

    @Override
    public void submit(Command command, Answer<Outcome> answer) {
      atMember(it -> it.take(command, outcome -> back.send(() -> answer.answered(outcome))));
    }

    @Override
    public void openQuery(OpenQueryRequest request, Answer<OpenQueryReply> answer) {
      atMember(it -> it.openQuery(request, answering(answer)));
    }

    @Override
    public void readRows(ReadRowsRequest request, Answer<ReadRowsReply> answer) {
      atMember(it -> it.readRows(request, answering(answer)));
    }

    private <R> SimulatedMember.Asker<R> answering(Answer<R> answer) {
      return new SimulatedMember.Asker<>() {
        @Override
        public void answer(R reply) {
          back.send(() -> answer.answered(reply));
        }

        @Override
        public void refuse(Fault fault) {
          back.send(() -> answer.refused(fault));
        }
      };
    }

    @Override
    public void close() {
      closed = true;
      member.disconnected(this);
      unwatch.run();
    }
  }
}
