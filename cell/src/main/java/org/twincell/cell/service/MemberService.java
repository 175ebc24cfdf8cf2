// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import io.grpc.BindableService;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.cell.digest.DigestDesk;
import org.twincell.cell.digest.DigestSettings;
import org.twincell.cell.duty.StartWait;
import org.twincell.cell.duty.SwitchBack;
import org.twincell.cell.log.ReplicatedLog;
import org.twincell.cell.pair.PairOffice;
import org.twincell.cell.store.EntryMaker;
import org.twincell.cell.store.EventStore;
import org.twincell.cell.store.StoreSettings;
import org.twincell.protocol.CellException;
import org.twincell.protocol.MemberInfo;
import org.twincell.protocol.keys.KeyProof;
import org.twincell.time.TimeSource;

/**
 * A member's side towards its callers, above an open store and an open log: the parts of this
 * package, put together. {@link #close} ends them in reverse; the store and the log stay open.
 */
public final class MemberService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MemberService.class);

  /** How often the primary is asked whether it has applied its log. */
  private static final Duration SWITCH_BACK_PACE = Duration.ofSeconds(2);

  private final Core core;
  private final CellEndpoint endpoint;
  private final Farewell farewell;
  private final Optional<PairOffice> pair;
  private final TimeSource time;
  private final CloseStack opened;

  private MemberService(
      Core core,
      CellEndpoint endpoint,
      Farewell farewell,
      Optional<PairOffice> pair,
      TimeSource time,
      CloseStack opened) {
    this.core = core;
    this.pair = pair;
    this.endpoint = endpoint;
    this.farewell = farewell;
    this.time = time;
    this.opened = opened;
  }

  /**
   * What the service stands on.
   *
   * @param store absent on a witness
   * @param pair present on a member of a pair without witness
   */
  public record Ground(
      Members members,
      ReplicatedLog log,
      Optional<EventStore> store,
      Optional<PairOffice> pair,
      MemberHost host,
      TimeSource time) {}

  /**
   * How it is set.
   *
   * @param bind where to listen; port 0 takes a free one
   * @param proof absent for plain text
   * @param classes folder of the operator's class files
   * @param metricsPort loopback port of {@code /metrics}; 0 is off
   */
  public record Setting(
      InetSocketAddress bind,
      Optional<KeyProof> proof,
      Path classes,
      StoreSettings.Retention retention,
      StoreSettings.CleanUp cleanUp,
      DigestSettings digests,
      int metricsPort,
      Duties duties,
      Limits limits) {}

  /**
   * How the duty moves and what is told of the members.
   *
   * @param switchBack the primary gets the duty back by itself
   * @param primaryAway a primary that was not heard for so long was away
   * @param signalTimeOut silence after which a member that was LIVE is DEAD
   * @param startTimeOut how long a secondary that starts waits for the primary
   * @param shared how this member is set where both should be set alike, {@code name=value}
   */
  public record Duties(
      boolean switchBack,
      Duration primaryAway,
      Duration signalTimeOut,
      Duration startTimeOut,
      List<String> shared) {
    /** Copies the list. */
    public Duties {
      shared = List.copyOf(shared);
    }
  }

  /** The named limits; sizes in bytes. */
  public record Limits(
      int commandQueue,
      int entryBytes,
      int entriesInFlight,
      int messageBytes,
      int connections,
      Duration query,
      Duration close) {}

  /** The parts that commands, questions and control words share. */
  private record Core(
      StatusBoard board,
      Batcher batcher,
      Optional<Questions> questions,
      Optional<KnowledgeBase> classes,
      Backlog backlog,
      HandOverDesk handOver,
      Admittance admittance,
      PeerDesk peers,
      StartWait startWait,
      Optional<DigestDesk> digests) {}

  /**
   * Opens the port and takes part.
   *
   * @throws IOException when the port cannot be opened
   */
  public static MemberService open(Ground ground, Setting setting) throws IOException {
    CloseStack opened = new CloseStack();
    try {
      PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      Core core = core(ground, setting, metrics, opened);
      Words words = words(core, ground, metrics, setting, opened);
      CellEndpoint endpoint = endpoint(core, ground, setting, words, opened);
      DutyOffice office =
          opened.push(
              new DutyOffice(
                  ground.log(),
                  duties(core, setting.duties(), ground, words.words()),
                  metrics,
                  ground.time()));
      if (setting.metricsPort() > 0) opened.push(MetricsPage.open(setting.metricsPort(), metrics));
      opened.push(
          MemberBean.show(core.board(), words.words(), core.peers(), ground.host(), ground.time()));
      core.batcher().start();
      office.start();
      core.digests().ifPresent(DigestDesk::start);
      ground.pair().ifPresent(pair -> opened.push(pair).start(core.board()::isActive));
      Farewell farewell = new Farewell(ground.members(), ground.host());
      return new MemberService(core, endpoint, farewell, ground.pair(), ground.time(), opened);
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private static Core core(
      Ground ground, Setting setting, PrometheusMeterRegistry metrics, CloseStack opened) {
    Limits limits = setting.limits();
    ReplicatedLog log = ground.log();
    StatusBoard board =
        new StatusBoard(
            ground.members(),
            log,
            designation(ground),
            counts(ground.store()),
            ground.time(),
            ground.host()::fail);
    StartWait startWait = startWait(ground, setting.duties());
    board.explainBy(ground.pair().<Supplier<String>>map(it -> it::note).orElse(startWait::note));
    StatusFigures.measure(board, metrics);
    Optional<Questions> questions =
        ground.store().map(store -> questions(ground, store, board, limits, metrics));
    questions.ifPresent(opened::push);
    Batcher.Limits batches =
        new Batcher.Limits(
            limits.commandQueue(), limits.entryBytes(), limits.entriesInFlight(), limits.close());
    Batcher batcher =
        opened.push(new Batcher(log, entries(ground, setting), board, batches, metrics));
    Optional<KnowledgeBase> classes =
        ground.store().map(store -> new KnowledgeBase(setting.classes(), store));
    PeerDesk peers =
        new PeerDesk(log, board, batcher, setting.duties().signalTimeOut(), metrics, ground.time());
    Backlog backlog = Backlog.of(board, ground.host(), ground.time());
    HandOverDesk handOver = new HandOverDesk(log, board, batcher, backlog);
    DigestSide side = new DigestSide(board, batcher, handOver, log, setting.duties().shared());
    Optional<DigestDesk> digests =
        ground.store().map(store -> digests(ground, setting, store, side, metrics));
    digests.ifPresent(opened::push);
    return new Core(
        board,
        batcher,
        questions,
        classes,
        backlog,
        handOver,
        new Admittance(board, batcher, ground.store()),
        peers,
        startWait,
        digests);
  }

  /** Where a majority decides; two members alone have waits of their own, in {@link PairOffice}. */
  private static StartWait startWait(Ground ground, Duties duties) {
    Members members = ground.members();
    boolean waits =
        members.mode() == Mode.SAFE && members.self().role() == MemberInfo.Role.SECONDARY;
    return members
        .partner()
        .filter(primary -> waits)
        .map(
            primary ->
                new StartWait(
                    primary.name(), duties.startTimeOut(), ground.time().monotonicNanos()))
        .orElseGet(StartWait::none);
  }

  private static Designation designation(Ground ground) {
    Members members = ground.members();
    return new Designation(
        members.mode(),
        members.self().name(),
        () -> ground.store().flatMap(EventStore::designatedMember),
        () -> isAlone(ground));
  }

  private static boolean isAlone(Ground ground) {
    return ground.pair().map(PairOffice::isAlone).orElse(false);
  }

  private static DutyOffice.Parts duties(
      Core core, Duties duties, Ground ground, ControlWords words) {
    Members members = core.board().members();
    Optional<SwitchBack> switchBack =
        members
            .partner()
            .filter(
                partner ->
                    duties.switchBack()
                        && members.self().role() == MemberInfo.Role.SECONDARY
                        && partner.role() == MemberInfo.Role.PRIMARY)
            .map(primary -> new SwitchBack(primary.name(), duties.primaryAway()));
    Runnable giveBack =
        new OneAtATime(SWITCH_BACK_PACE, words::run, () -> giveBack(core), ground.time());
    return new DutyOffice.Parts(
        core.batcher(),
        core.board(),
        core.classes(),
        core.admittance(),
        core.peers(),
        ground.pair(),
        core.startWait(),
        switchBack,
        giveBack);
  }

  private static void giveBack(Core core) {
    HandOverDesk.Ask ask =
        new HandOverDesk.Ask(false, true, "the primary is in step again", HandOverDesk.LIMIT);
    try {
      core.handOver().toPartner(ask, line -> LOG.info("switch-back: {}", line));
    } catch (CellException refusal) {
      LOG.info("switch-back: not yet: {}", refusal.getMessage());
    }
  }

  private static DigestDesk digests(
      Ground ground,
      Setting setting,
      EventStore store,
      DigestSide side,
      PrometheusMeterRegistry metrics) {
    DigestDesk desk =
        DigestDesk.of(
            ground.members().cell(),
            store.care(),
            ground.members().partner().map(Members.One::address),
            setting.proof(),
            setting.digests(),
            side,
            ground.time());
    desk.measure(metrics);
    return desk;
  }

  private static Entries entries(Ground ground, Setting setting) {
    return ground
        .store()
        .map(
            store ->
                Entries.of(
                    new EntryMaker(
                        store,
                        ground.members().cell(),
                        setting.retention(),
                        setting.cleanUp(),
                        setting.digests().compareEvery(),
                        () -> isAlone(ground),
                        ground.time())))
        .orElseGet(Entries::none);
  }

  private static Questions questions(
      Ground ground,
      EventStore store,
      StatusBoard board,
      Limits limits,
      PrometheusMeterRegistry metrics) {
    Questions.Times times = new Questions.Times(limits.query(), limits.close());
    return new Questions(ground.log(), StoreReader.of(store), board, ground.time(), times, metrics);
  }

  private record Words(ControlWords words, CellEndpoint.Connected connected) {}

  private static Words words(
      Core core,
      Ground ground,
      PrometheusMeterRegistry metrics,
      Setting setting,
      CloseStack opened) {
    CellEndpoint.Connected connected = new CellEndpoint.Connected(setting.limits().connections());
    MemberControls.Parts parts =
        new MemberControls.Parts(
            core.board(),
            core.batcher(),
            core.classes(),
            core.handOver(),
            core.admittance(),
            core.peers(),
            core.startWait(),
            new DrillDesk(ground.log(), core.board(), ground.host(), core.backlog(), metrics),
            core.digests(),
            ground.pair(),
            connected);
    MemberControls actions = new MemberControls(parts, ground.host(), metrics, ground.time());
    ControlWords words = opened.push(new ControlWords(core.board().cell(), actions));
    return new Words(words, connected);
  }

  private static CellEndpoint endpoint(
      Core core, Ground ground, Setting setting, Words words, CloseStack opened)
      throws IOException {
    Limits limits = setting.limits();
    CommandIntake intake = new CommandIntake(core.board(), core.batcher());
    CellCalls calls = new CellCalls(core.board(), intake, core.questions(), words.words());
    CellEndpoint.Port port =
        new CellEndpoint.Port(
            setting.bind(), setting.proof(), limits.messageBytes(), limits.close());
    List<BindableService> services = new ArrayList<>(List.of(calls));
    core.digests().ifPresent(desk -> services.add(desk.calls()));
    ground.pair().ifPresent(pair -> services.add(pair.calls()));
    return opened.push(CellEndpoint.open(port, services, words.connected()));
  }

  private static StatusBoard.Counts counts(Optional<EventStore> store) {
    return new StatusBoard.Counts() {
      @Override
      public long events() {
        return store.map(it -> it.counts().events()).orElse(0L);
      }

      @Override
      public long dataObjects() {
        return store.map(it -> it.counts().dataObjects()).orElse(0L);
      }

      @Override
      public String lineage() {
        return store.map(EventStore::lineage).orElse("");
      }
    };
  }

  /** The version of this program, as members tell it. */
  public static String version() {
    String version = MemberService.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** The port that callers use. */
  public int port() {
    return endpoint.port();
  }

  /** What this member says of itself. */
  public MemberInfo info() {
    return core.board().info();
  }

  /**
   * Before an orderly stop: tells it as an event, hands the duty over where another member can take
   * it, and tells the other members. Never fails; what did not work is in the log.
   */
  public void leave(String reason, Duration limit) {
    long stopMillis = time.wallClock().toEpochMilli();
    if (core.board().isActive()) leaveTheDuty(reason, stopMillis, limit);
    farewell.say(reason, stopMillis, limit.dividedBy(4));
    pair.ifPresent(PairOffice::announceEnd);
  }

  private void leaveTheDuty(String reason, long stopMillis, Duration limit) {
    StatusBoard board = core.board();
    announceStop(board.activeTerm().orElse(0), reason, stopMillis, limit.dividedBy(4));
    if (board.members().partner().isEmpty()) return;
    if (board.designation().isManual()) {
      LOG.warn("stopping with the duty: in manual mode only mcontrol active moves it");
      return;
    }
    HandOverDesk.Ask ask =
        new HandOverDesk.Ask(false, false, "it stops: " + reason, limit.dividedBy(2));
    try {
      core.handOver().toPartner(ask, line -> LOG.info("stopping: {}", line));
    } catch (CellException refusal) {
      LOG.warn("stopping with the duty: {}", refusal.getMessage());
    }
  }

  /** The event has to be in the log before the duty goes: afterwards this member may not append. */
  private void announceStop(long term, String reason, long stopMillis, Duration limit) {
    Members members = core.board().members();
    CellEvents events = new CellEvents(members);
    CompletableFuture<Void> told =
        core.batcher().submitOwnAndTell(events.stopping(members.self(), term, reason, stopMillis));
    try {
      told.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("stopping: the event that tells it is not yet in the log");
    }
  }

  /** Refuses callers from now on, then ends the parts in reverse; twice does no harm. */
  @Override
  public void close() {
    core.board().closing();
    opened.close();
  }
}
