// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.twincell.cell.digest.DigestDesk;
import org.twincell.cell.duty.StartWait;
import org.twincell.cell.pair.PairOffice;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.EndSign;
import org.twincell.protocol.codec.FaultCodec;
import org.twincell.protocol.wire.Command;
import org.twincell.protocol.wire.Outcome;
import org.twincell.time.TimeSource;

/** Carries control words out. */
final class MemberControls implements ControlActions {
  /** How long a reload waits for the cell to take class files over. */
  private static final Duration DEFINE_LIMIT = Duration.ofSeconds(30);

  static final String FORCE = "--force";

  private final StatusBoard board;
  private final Batcher batcher;
  private final Optional<KnowledgeBase> classes;
  private final HandOverDesk handOver;
  private final Admittance admittance;
  private final PeerDesk peers;
  private final StartWait startWait;
  private final DrillDesk drills;
  private final Optional<DigestDesk> digests;
  private final Optional<PairOffice> pair;
  private final CellEndpoint.Connected connected;
  private final MemberHost host;
  private final PrometheusMeterRegistry metrics;
  private final TimeSource time;

  /** The parts that words reach. */
  record Parts(
      StatusBoard board,
      Batcher batcher,
      Optional<KnowledgeBase> classes,
      HandOverDesk handOver,
      Admittance admittance,
      PeerDesk peers,
      StartWait startWait,
      DrillDesk drills,
      Optional<DigestDesk> digests,
      Optional<PairOffice> pair,
      CellEndpoint.Connected connected) {}

  MemberControls(Parts parts, MemberHost host, PrometheusMeterRegistry metrics, TimeSource time) {
    this.board = parts.board();
    this.batcher = parts.batcher();
    this.classes = parts.classes();
    this.handOver = parts.handOver();
    this.admittance = parts.admittance();
    this.peers = parts.peers();
    this.startWait = parts.startWait();
    this.drills = parts.drills();
    this.digests = parts.digests();
    this.pair = parts.pair();
    this.connected = parts.connected();
    this.host = host;
    this.metrics = metrics;
    this.time = time;
  }

  @Override
  public void active(Asked asked, Consumer<String> lines) {
    if (!board.members().self().keepsStore()) {
      throw refused("a witness has no store, so it cannot be active", "", "Name another member.");
    }
    if (board.isActive()) {
      lines.accept(board.members().self().describe() + " is active already");
      return;
    }
    if (startWait.end()) {
      lines.accept(board.members().self().describe() + " does not wait for the primary any longer");
      return;
    }
    if (board.info().activeAddress().isEmpty()) {
      if (asked.arguments().contains(FORCE)) checkNoMajorityIsNeeded();
      if (pair.isPresent() && !handOver.leads()) {
        goAlone(pair.get(), asked.arguments().contains(FORCE), lines);
        return;
      }
      if (board.designation().isManual()) {
        handOver.takeDuty(HandOverDesk.LIMIT, lines);
        return;
      }
    }
    try (CellClient client = host.openClient()) {
      client.control(CellClient.ControlTarget.ACTIVE, "standby", asked.passedOn("active"), lines);
    }
  }

  private void checkNoMajorityIsNeeded() {
    if (!board.members().hasWitness() || handOver.leads()) return;
    throw refused(
        board.members().self().describe() + " cannot go on alone",
        "it takes two of three members, and --force does not change that: from here a lost member"
            + " looks like one that is cut off, and then two would be active",
        "Start another member. Where both others are lost for good, take the witness out of the"
            + " directory, restart this member and say it again: docs/RELIABILITY.md has the steps.");
  }

  private void goAlone(PairOffice office, boolean anyway, Consumer<String> lines) {
    String self = board.members().self().describe();
    Optional<String> risk = office.risk();
    if (risk.isPresent() && !anyway) {
      throw refused(
          self + " does not go on alone",
          risk.get(),
          "Start the other member, or say mcontrol active --force: then events that only the other"
              + " one has are missing until it is back.");
    }
    office.goAlone();
    lines.accept(self + " carries on alone");
  }

  @Override
  public void standby(Asked asked, Consumer<String> lines) {
    boolean patient = asked.arguments().contains(FORCE);
    Duration limit = patient ? HandOverDesk.PATIENT_LIMIT : HandOverDesk.LIMIT;
    String reason = asked.firstReason().orElse(asked.reason("standby"));
    handOver.toPartner(new HandOverDesk.Ask(patient, false, reason, limit), lines);
  }

  @Override
  public void pause(boolean paused, Asked asked, Consumer<String> lines) {
    if (!board.isActive()) {
      throw refused(
          board.members().self().describe()
              + " is not active, and only the active member can "
              + (paused ? "pause" : "resume")
              + " the cell",
          board.notActive().getWhy(),
          "Ask the active member, or name the cell without #.");
    }
    boolean before = board.isPaused();
    admittance.change(paused, asked.sender());
    if (before != paused) {
      var events = new CellEvents(board.members());
      batcher.submitOwn(events.admittance(paused, asked.sender(), time.wallClock().toEpochMilli()));
    }
    lines.accept(
        paused
            ? "the cell admits no new events, also after a takeover, until mcontrol resume;"
                + " queries and changes of existing events go on"
            : "the cell admits events");
  }

  @Override
  public void drill(Asked asked, Consumer<String> lines) {
    drills.step(asked.arguments(), lines);
  }

  @Override
  public void closing(Asked asked) {
    List<String> arguments = asked.arguments();
    if (arguments.size() != 3 || !arguments.get(1).matches("[0-9]{1,18}")) {
      throw new CellException(
          CellError.BAD_REQUEST,
          "'" + Farewell.WORD + "' needs the member, the time and the reason",
          "members say it to each other",
          "To end a member say mcontrol terminate.");
    }
    board
        .members()
        .named(arguments.get(0))
        .filter(one -> !one.equals(board.members().self()))
        .ifPresent(one -> peers.closes(one, arguments.get(2), Long.parseLong(arguments.get(1))));
  }

  @Override
  public void terminate(Asked asked, Consumer<String> lines) {
    lines.accept(board.members().self().describe() + " stops");
    if (asked.arguments().contains(EndSign.ARGUMENT)) {
      host.endPort().ifPresent(port -> port.offer(lines));
    }
  }

  @Override
  public void stop() {
    host.stop("mcontrol terminate");
  }

  @Override
  public void reload(List<String> what, Consumer<String> lines) {
    List<String> done = new ArrayList<>();
    for (String each : what.isEmpty() ? List.of("all") : what) {
      if (each.equals(FORCE)) continue;
      reload(each, done, lines);
    }
    if (board.isActive()) {
      var events = new CellEvents(board.members());
      batcher.submitOwn(events.reloaded(done, time.wallClock().toEpochMilli()));
    }
  }

  private void reload(String what, List<String> done, Consumer<String> lines) {
    boolean all = what.equals("all");
    if (!all && !List.of("dir", "kb", "conf").contains(what)) {
      throw new CellException(
          CellError.BAD_REQUEST,
          "'" + what + "' cannot be reloaded",
          "",
          "Write dir, kb, conf or all.");
    }
    if (all || what.equals("dir")) {
      lines.accept("dir: " + host.reloadDirectory());
      done.add("dir");
    }
    if (all || what.equals("kb")) {
      classes.ifPresent(files -> lines.accept("kb: " + reload(files)));
      done.add("kb");
    }
    if (what.equals("conf")) lines.accept("conf: mcell.conf is read at the start of the member");
  }

  private String reload(KnowledgeBase files) {
    int count = files.read().size();
    if (count == 0) return "there are no class files here";
    if (!board.isActive()) {
      return count + " class files can be used; the active member's become the cell's";
    }
    Command proposal = files.proposal();
    CompletableFuture<Outcome> decided = new CompletableFuture<>();
    batcher.submit(proposal, decided::complete);
    Outcome outcome = await(decided);
    if (outcome.hasFault()) throw FaultCodec.fromWire(outcome.getFault());
    return outcome.getDone().getExisted()
        ? "the cell knows these " + count + " class files already"
        : count + " class files are the cell's now";
  }

  private static Outcome await(CompletableFuture<Outcome> decided) {
    try {
      return decided.get(DEFINE_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unknown("the member is stopping");
    } catch (TimeoutException | ExecutionException e) {
      throw unknown("no outcome after " + DEFINE_LIMIT.toSeconds() + " s");
    }
  }

  private static CellException unknown(String why) {
    return new CellException(
        CellError.OUTCOME_UNKNOWN,
        "it is not known whether the class files were taken over",
        why,
        "Say mcontrol reload kb again.");
  }

  @Override
  public void digest(Consumer<String> lines) {
    digests().digest(lines);
  }

  @Override
  public void diff(Consumer<String> lines) {
    digests().diff(lines);
  }

  private DigestDesk digests() {
    return digests.orElseThrow(
        () -> refused("a witness has no store to compare", "", "Name another member."));
  }

  @Override
  public void connections(Consumer<String> lines) {
    List<String> in = connected.addresses();
    List<String> out = board.heardMembers().stream().map(Members.One::describe).toList();
    lines.accept(in.size() + out.size() + " connections");
    in.forEach(each -> lines.accept("in  " + each));
    out.forEach(each -> lines.accept("out " + each));
  }

  @Override
  public void config(Consumer<String> lines) {
    host.configuration().forEach(lines);
    classes.ifPresent(files -> classFiles(files, lines));
  }

  private static void classFiles(KnowledgeBase files, Consumer<String> lines) {
    try {
      files.files().forEach(file -> lines.accept("class file=" + file));
    } catch (IOException e) {
      lines.accept("class files=not readable: " + e.getMessage());
    }
  }

  @Override
  public void metrics(Consumer<String> lines) {
    metrics.scrape().lines().forEach(lines);
  }

  static CellException refused(String what, String why, String mend) {
    return new CellException(CellError.REFUSED, what, why, mend);
  }
}
