// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.twincell.testkit.CutLink;
import org.twincell.testkit.FreePorts;
import org.twincell.time.SystemTime;

/** Real members on loopback in this process; each speaks to each through a {@link CutLink}. */
final class RatisGroup implements LogGroup {
  /** Small files, and elections that do not happen by themselves on a busy machine. */
  static final LogTuning PATIENT =
      LogTuning.FAST.withElection(Duration.ofMillis(1500), Duration.ofMillis(2200));

  /** For a machine that does much else at the same time. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path root;
  private final LogTuning tuning;
  private final List<String> names;
  private final Map<String, Integer> ports = new LinkedHashMap<>();
  private final Map<String, CutLink> links = new LinkedHashMap<>();
  private final Map<String, RecordingStore> stores = new LinkedHashMap<>();
  private final Map<String, ReplicatedLog> running = new LinkedHashMap<>();

  private LogSecurity security = LogSecurity.PLAIN;
  private boolean direct;

  RatisGroup(Path root, LogTuning tuning, String... names) {
    this.root = root;
    this.tuning = tuning;
    this.names = List.of(names);
    moveAll();
    for (String name : names) stores.put(name, new RecordingStore());
  }

  /** Gives all members, none of which runs, other addresses, as after an edit of the directory. */
  void moveAll() {
    try {
      List<Integer> free = FreePorts.of(names.size());
      for (int i = 0; i < names.size(); i++) ports.put(names.get(i), free.get(i));
      for (CutLink link : links.values()) link.close();
      for (String from : names) {
        for (String to : names) {
          if (!from.equals(to)) links.put(from + ">" + to, new CutLink(ports.get(to)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static MemberRole role(String name) {
    return switch (name) {
      case "a" -> MemberRole.PRIMARY;
      case "b" -> MemberRole.SECONDARY;
      default -> MemberRole.WITNESS;
    };
  }

  LogSettings settings(String self) {
    List<LogMember> members = new ArrayList<>();
    for (String name : names) {
      int port =
          direct || name.equals(self) ? ports.get(name) : links.get(self + ">" + name).port();
      members.add(new LogMember(name, role(name), "127.0.0.1", port));
    }
    return new LogSettings("Alphonse", self, members, folder(self), tuning, security);
  }

  /** Guards what members that are started from now on say to each other. */
  RatisGroup guardedBy(LogSecurity with) {
    security = with;
    return this;
  }

  /** Members that are started from now on connect to each other and not through links. */
  RatisGroup direct() {
    direct = true;
    return this;
  }

  /** The members with a store that run now. */
  List<String> runningStores() {
    return running.keySet().stream().filter(each -> role(each) != MemberRole.WITNESS).toList();
  }

  Path folder(String member) {
    return root.resolve(member);
  }

  @Override
  public void start(String member) {
    try {
      LogApplier applier =
          role(member) == MemberRole.WITNESS ? LogApplier.witness() : stores.get(member);
      running.put(member, ReplicatedLog.open(settings(member), applier, SystemTime.SYSTEM));
    } catch (LogFailedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void crash(String member) {
    log(member).close();
    untilFree(member);
    running.remove(member);
    stores.get(member).crash();
  }

  /** Ratis may still be closing when {@link LogTuning#closeLimit} is over, mostly connections. */
  private void untilFree(String member) {
    until(
        "the log of " + member + " has let go of its folder",
        () -> !DataFolder.isUsedHere(folder(member)));
  }

  @Override
  public void cutOff(String member) {
    links.forEach(
        (name, link) -> {
          if (List.of(name.split(">")).contains(member)) link.cut();
        });
  }

  /** A member that stands still: nothing is refused, nothing comes. */
  void stall(String member) {
    links.forEach(
        (name, link) -> {
          if (List.of(name.split(">")).contains(member)) link.stall();
        });
  }

  @Override
  public void heal(String member) {
    links.forEach(
        (name, link) -> {
          if (List.of(name.split(">")).contains(member)) link.heal();
        });
  }

  /** Heals the links of two members to each other only. */
  void healBetween(String one, String other) {
    for (String name : List.of(one + ">" + other, other + ">" + one)) {
      CutLink link = links.get(name);
      if (link != null) link.heal();
    }
  }

  @Override
  public ReplicatedLog log(String member) {
    ReplicatedLog log = running.get(member);
    if (log == null) throw new AssertionError(member + " does not run");
    return log;
  }

  @Override
  public RecordingStore store(String member) {
    return stores.get(member);
  }

  @Override
  public void until(String what, BooleanSupplier condition) {
    Awaitility.await(what)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(condition::getAsBoolean);
  }

  @Override
  public void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    until("time passes", () -> System.nanoTime() >= end);
  }

  @Override
  public <T> T await(CompletableFuture<T> future) throws LogException {
    try {
      return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LogException log) throw log;
      throw new AssertionError(e);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    running.values().parallelStream().forEach(ReplicatedLog::close);
    running.keySet().forEach(this::untilFree);
    for (CutLink link : links.values()) {
      try {
        link.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
