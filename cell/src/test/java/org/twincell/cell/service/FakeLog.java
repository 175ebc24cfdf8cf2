// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.twincell.cell.log.Appended;
import org.twincell.cell.log.Duty;
import org.twincell.cell.log.LogFailedException;
import org.twincell.cell.log.LogStatus;
import org.twincell.cell.log.MemberRole;
import org.twincell.cell.log.ReplicatedLog;

/** A log that holds every entry until the test lets it through. */
final class FakeLog implements ReplicatedLog {
  record Held(byte[] entry, CompletableFuture<Appended> future) {}

  private final List<Held> held = new ArrayList<>();
  private final List<Consumer<LogStatus>> listeners = new CopyOnWriteArrayList<>();
  private final List<String> handOvers = new CopyOnWriteArrayList<>();
  private volatile LogStatus status = status(Duty.STANDBY, 0, Optional.empty());
  private long index;

  static LogStatus status(Duty duty, long term, Optional<String> active) {
    return new LogStatus(
        "primary", MemberRole.PRIMARY, duty, term, active, 0, 0, Instant.EPOCH, List.of());
  }

  void become(Duty duty, long term, Optional<String> active) {
    status = status(duty, term, active);
    listeners.forEach(listener -> listener.accept(status));
  }

  void show(LogStatus newStatus) {
    status = newStatus;
    listeners.forEach(listener -> listener.accept(status));
  }

  /** Active, with another member that has the whole log. */
  void becomeActiveWith(String other, MemberRole role, long term) {
    LogStatus.Peer peer =
        new LogStatus.Peer(
            other, role, OptionalLong.of(0), OptionalLong.of(0), Optional.of(Duration.ZERO));
    status =
        new LogStatus(
            "primary",
            MemberRole.PRIMARY,
            Duty.ACTIVE,
            term,
            Optional.of("primary"),
            0,
            0,
            Instant.EPOCH,
            List.of(peer));
    listeners.forEach(listener -> listener.accept(status));
  }

  /** Standby, hearing the active member and nobody else. */
  void becomeStandbyOf(String active, long term, String unheard) {
    LogStatus.Peer heard =
        new LogStatus.Peer(
            active,
            MemberRole.SECONDARY,
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.of(Duration.ZERO));
    LogStatus.Peer other =
        new LogStatus.Peer(
            unheard,
            MemberRole.WITNESS,
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.empty());
    status =
        new LogStatus(
            "primary",
            MemberRole.PRIMARY,
            Duty.STANDBY,
            term,
            Optional.of(active),
            0,
            0,
            Instant.EPOCH,
            List.of(heard, other));
    listeners.forEach(listener -> listener.accept(status));
  }

  /** To whom the lead was handed over. */
  List<String> handOvers() {
    return handOvers;
  }

  @Override
  public synchronized CompletableFuture<Appended> append(byte[] entry) {
    CompletableFuture<Appended> future = new CompletableFuture<>();
    held.add(new Held(entry, future));
    notifyAll();
    return future;
  }

  synchronized List<Held> held() {
    return List.copyOf(held);
  }

  /** Lets the oldest entry through; what applying it answers is the entry itself. */
  void letThrough() {
    Held first;
    synchronized (this) {
      first = held.remove(0);
    }
    first.future().complete(new Appended(status.term(), ++index, first.entry()));
  }

  void fail(Exception why) {
    Held first;
    synchronized (this) {
      first = held.remove(0);
    }
    first.future().completeExceptionally(why);
  }

  @Override
  public CompletableFuture<Long> confirmActive() {
    return CompletableFuture.completedFuture(index);
  }

  @Override
  public LogStatus status() {
    return status;
  }

  @Override
  public void onChange(Consumer<LogStatus> listener) {
    listeners.add(listener);
  }

  @Override
  public void onFailure(Consumer<LogFailedException> listener) {}

  @Override
  public CompletableFuture<Void> handOver(String toMember, Duration timeout) {
    handOvers.add(toMember);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void cutLinks(Duration length) {}

  @Override
  public CompletableFuture<Long> takeSnapshot() {
    return CompletableFuture.completedFuture(index);
  }

  @Override
  public void close() {}
}
