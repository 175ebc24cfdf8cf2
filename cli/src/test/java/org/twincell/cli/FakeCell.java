// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.twincell.directory.CellEntry;
import org.twincell.event.ClassTable;
import org.twincell.event.SlotValue;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.CommandOutcome;
import org.twincell.protocol.MemberInfo;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.OpenedQuery;
import org.twincell.protocol.RowPage;
import org.twincell.protocol.RowRequest;
import org.twincell.protocol.keys.KeySettings;

/** A cell in memory that stores what it is told and refuses what a test asks it to refuse. */
final class FakeCell implements CellClient {
  final List<CellCommand> commands = new ArrayList<>();
  final Map<String, Long> stored = new LinkedHashMap<>();
  final List<String> controls = new ArrayList<>();
  final List<RowPage.Row> rows = new ArrayList<>();
  final List<MemberInfo> members = new ArrayList<>();
  final Deque<Optional<CellException>> refusals = new ArrayDeque<>();
  final Map<String, List<String>> answers = new HashMap<>();
  final Map<String, CellException> refusedWords = new HashMap<>();
  Optional<CellEntry> opened = Optional.empty();
  Optional<CellException> openFailure = Optional.empty();
  Optional<CellException> queryFailure = Optional.empty();
  KeySettings keys = KeySettings.DEFAULTS;
  String query = "";
  ObjectKind kind = ObjectKind.EVENT;
  List<String> slots = List.of();
  List<String> badSlots = List.of();
  boolean reachable = true;
  boolean repeatsPages;
  boolean outlivesItsEnd;
  int closed;

  CellClient open(CellEntry cell, KeySettings asked) {
    if (openFailure.isPresent()) throw openFailure.get();
    opened = Optional.of(cell);
    keys = asked;
    return this;
  }

  static CellException refusal(CellError error) {
    return new CellException(error, "the thing failed", "because of " + error, "Mend it.");
  }

  /** The next command fails so; a queue, one for each command. */
  void refuseNext(CellError error) {
    refusals.addLast(Optional.of(refusal(error)));
  }

  void acceptNext() {
    refusals.addLast(Optional.empty());
  }

  static MemberInfo member(MemberInfo.Role role, MemberInfo.Duty duty, boolean answers) {
    return member(role, duty, answers, "safe", peer(MemberInfo.Role.WITNESS, true, 120), false);
  }

  /** A member that sees this other one so. */
  static MemberInfo seeing(
      MemberInfo.Role role,
      MemberInfo.Duty duty,
      MemberInfo.Role other,
      boolean reachable,
      long silentMillis) {
    return member(role, duty, true, "safe", peer(other, reachable, silentMillis), false);
  }

  /** A member of a pair without witness that went on without the other. */
  static MemberInfo alone(MemberInfo.Role role, MemberInfo.Duty duty) {
    MemberInfo.Role other =
        role == MemberInfo.Role.PRIMARY ? MemberInfo.Role.SECONDARY : MemberInfo.Role.PRIMARY;
    return member(role, duty, true, "available", peer(other, false, -1), true);
  }

  private static MemberInfo.Peer peer(MemberInfo.Role role, boolean reachable, long silentMillis) {
    return new MemberInfo.Peer(
        role,
        "host" + role.ordinal() + ":1828",
        reachable,
        2,
        silentMillis,
        1500,
        MemberInfo.Signal.LIVE,
        Optional.empty(),
        "");
  }

  private static MemberInfo member(
      MemberInfo.Role role,
      MemberInfo.Duty duty,
      boolean answers,
      String mode,
      MemberInfo.Peer peer,
      boolean alone) {
    return new MemberInfo(
        "Alphonse",
        role,
        "host" + role.ordinal() + ":1828",
        answers,
        duty,
        7,
        mode,
        Optional.empty(),
        41,
        40,
        List.of(peer),
        Instant.EPOCH,
        "elected",
        false,
        12,
        3,
        "1.0",
        "",
        Optional.empty(),
        MemberInfo.StoreComparison.NOT_COMPARED,
        alone);
  }

  @Override
  public CompletableFuture<CommandOutcome> submit(CellCommand command, Duration patience) {
    commands.add(command);
    if (!refusals.isEmpty()) {
      Optional<CellException> refusal = refusals.removeFirst();
      if (refusal.isPresent()) return CompletableFuture.failedFuture(refusal.get());
    }
    String id =
        command instanceof CellCommand.NewObject create
            ? create.objectId()
            : command.origin().commandId();
    boolean existed = stored.containsKey(id);
    if (!existed) stored.put(id, stored.size() + 1L);
    return CompletableFuture.completedFuture(
        new CommandOutcome(id, stored.get(id), existed, true, 1, 1, badSlots));
  }

  @Override
  public CompletableFuture<CommandOutcome> submitWithoutWaiting(
      CellCommand command, Duration patience) {
    return submit(command, patience);
  }

  void row(String className, Map<String, SlotValue> values) {
    rows.add(new RowPage.Row(className, rows.size() + 1L, values));
  }

  @Override
  public OpenedQuery openQuery(ObjectKind askedKind, String askedQuery, Duration patience) {
    kind = askedKind;
    query = askedQuery;
    if (queryFailure.isPresent()) throw queryFailure.get();
    return new OpenedQuery(rows.size(), 5);
  }

  @Override
  public RowPage readRows(RowRequest request, Duration patience) {
    slots = request.slots();
    if (repeatsPages) return new RowPage(rows, 0, false);
    long after = request.cursor().afterHandle();
    List<RowPage.Row> found =
        rows.stream().filter(row -> row.handle() > after).limit(request.limit()).toList();
    long last = found.isEmpty() ? after : found.get(found.size() - 1).handle();
    return new RowPage(found, last, last >= rows.size());
  }

  @Override
  public ClassTable classes(Duration patience) {
    return ClassTable.EMPTY;
  }

  @Override
  public List<CellCommand.ClassFile> classFiles(Duration patience) {
    return List.of();
  }

  @Override
  public List<MemberInfo> status(Duration patience) {
    return members;
  }

  @Override
  public boolean isReachable() {
    return reachable;
  }

  @Override
  public void follow(CellEntry entry) {
    opened = Optional.of(entry);
  }

  @Override
  public void control(
      ControlTarget target, String word, List<String> arguments, Consumer<String> onLine) {
    String asked = target + " " + word;
    controls.add(asked + (arguments.isEmpty() ? "" : " " + arguments));
    if (refusedWords.containsKey(asked)) throw refusedWords.get(asked);
    if (word.equals("terminate") && !outlivesItsEnd) {
      members.replaceAll(m -> MemberTool.target(m) == target ? gone(m) : m);
    }
    answers.getOrDefault(asked, List.of(word + " done")).forEach(onLine);
  }

  private static MemberInfo gone(MemberInfo member) {
    return member(member.role(), member.duty(), false);
  }

  @Override
  public void close() {
    closed++;
  }
}
