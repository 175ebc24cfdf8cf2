// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.client;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.SynchronizationContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.twincell.directory.Address;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.codec.FaultCodec;
import org.twincell.protocol.wire.Command;
import org.twincell.protocol.wire.ControlRequest;
import org.twincell.protocol.wire.Done;
import org.twincell.protocol.wire.Duty;
import org.twincell.protocol.wire.MemberStatus;
import org.twincell.protocol.wire.OpenQueryReply;
import org.twincell.protocol.wire.Outcome;
import org.twincell.protocol.wire.PeerStatus;
import org.twincell.protocol.wire.ReadClassesReply;
import org.twincell.protocol.wire.Role;

/**
 * A member that does what a test says, on the other side of the seam {@link MemberLink}. It answers
 * nothing by itself: {@link #answer} decides what waits.
 */
final class ScriptedMember {
  final String cell;
  boolean refusesConnections;
  @Nullable LinkFailure keyFailure;
  int connections;
  @Nullable Connection connection;
  final Map<Command, Attempt<Outcome>> commands = new LinkedHashMap<>();
  final List<Attempt<Message>> questions = new ArrayList<>();
  final List<String> received = new ArrayList<>();

  ScriptedMember(String cell) {
    this.cell = cell;
  }

  private SynchronizationContext serial = new SynchronizationContext((thread, failure) -> {});

  /** The connections of a client, each to the member that the test has at its address. */
  static FollowingClient.Connections among(Map<Address, ScriptedMember> members) {
    return (line, serial) -> (address, listener) -> members.get(address).open(serial, listener);
  }

  private MemberLink open(SynchronizationContext context, MemberLink.Listener listener) {
    serial = context;
    connections++;
    Connection made = new Connection(listener);
    connection = made;
    return made;
  }

  /** Refusals come after the opening, as they do from a transport. */
  void settle() {
    serial.execute(() -> settleNow());
  }

  private void settleNow() {
    Connection now = connection;
    if (now == null || now.closed) return;
    if (keyFailure != null) now.listener.lost(keyFailure);
    else if (refusesConnections) now.listener.lost(LinkFailure.of("connection refused"));
  }

  void says(Duty duty, long term) {
    says(duty, term, "", true);
  }

  /** As a member of a history of the cell, which hears the other members or does not. */
  void says(Duty duty, long term, String lineage, boolean hearsOthers) {
    serial.execute(() -> saysNow(duty, term, lineage, hearsOthers));
  }

  private void saysNow(Duty duty, long term, String lineage, boolean hearsOthers) {
    Connection now = connection;
    if (now == null || now.closed) return;
    now.listener.heard(
        MemberStatus.newBuilder()
            .setCell(cell)
            .setRole(Role.PRIMARY)
            .setDuty(duty)
            .setTerm(term)
            .setLineage(lineage)
            .addPeers(PeerStatus.newBuilder().setRole(Role.SECONDARY).setReachable(hearsOthers))
            .build());
  }

  void breaks(String why) {
    serial.execute(() -> breaksNow(why));
  }

  private void breaksNow(String why) {
    Connection now = connection;
    if (now == null || now.closed) return;
    List<Attempt<Outcome>> broken = new ArrayList<>(commands.values());
    commands.clear();
    broken.forEach(each -> each.broken(LinkFailure.of(why)));
    now.listener.lost(LinkFailure.of(why));
  }

  /** Answers all commands that wait, as carried out in this term. */
  void answer(long term) {
    serial.execute(() -> answerNow(term));
  }

  private void answerNow(long term) {
    Map<Command, Attempt<Outcome>> waiting = new LinkedHashMap<>(commands);
    commands.clear();
    Connection now = connection;
    if (now != null && !now.closed && !waiting.isEmpty()) now.listener.alive();
    waiting.forEach(
        (command, attempt) ->
            attempt.answered(
                Outcome.newBuilder()
                    .setCommandId(command.getCommandId())
                    .setDone(Done.newBuilder().setObjectId(command.getCommandId()).setTerm(term))
                    .build()));
  }

  void refuse(CellError error) {
    serial.execute(() -> refuseNow(error));
  }

  private void refuseNow(CellError error) {
    Map<Command, Attempt<Outcome>> waiting = new LinkedHashMap<>(commands);
    commands.clear();
    CellException refusal = new CellException(error, "refused", "by the script", "");
    waiting.values().forEach(attempt -> attempt.refused(FaultCodec.toWire(refusal)));
  }

  void answerQuery(long count, long term) {
    serial.execute(() -> answerQueryNow(count, term));
  }

  private void answerQueryNow(long count, long term) {
    List<Attempt<Message>> waiting = new ArrayList<>(questions);
    questions.clear();
    OpenQueryReply reply = OpenQueryReply.newBuilder().setCount(count).setTerm(term).build();
    waiting.forEach(attempt -> attempt.answered(reply));
  }

  void answerClasses(ReadClassesReply reply) {
    serial.execute(() -> answerClassesNow(reply));
  }

  private void answerClassesNow(ReadClassesReply reply) {
    List<Attempt<Message>> waiting = new ArrayList<>(questions);
    questions.clear();
    waiting.forEach(attempt -> attempt.answered(reply));
  }

  final class Connection implements MemberLink {
    final Listener listener;
    boolean closed;

    Connection(Listener listener) {
      this.listener = listener;
    }

    @Override
    public Runnable submit(Command command, Attempt<Outcome> attempt) {
      received.add(command.getCommandId());
      commands.put(command, attempt);
      return () -> commands.remove(command, attempt);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <Q, R> Runnable ask(MethodDescriptor<Q, R> method, Q request, Attempt<R> attempt) {
      questions.add((Attempt<Message>) attempt);
      return () -> questions.remove(attempt);
    }

    @Override
    public void control(ControlRequest request, Duration limit, Consumer<String> onLine) {
      onLine.accept(request.getWord());
    }

    @Override
    public void close() {
      closed = true;
      commands.clear();
      questions.clear();
    }
  }
}
