// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.cell.log.BranchedLog;
import org.twincell.cell.log.LogApplier;
import org.twincell.cell.log.LogFailedException;
import org.twincell.cell.log.LogSecurity;
import org.twincell.cell.log.LogSettings;
import org.twincell.cell.log.MemberRole;
import org.twincell.cell.log.ReplicatedLog;
import org.twincell.cell.pair.MergeDesk;
import org.twincell.cell.pair.PairKeeper;
import org.twincell.cell.pair.PairOffice;
import org.twincell.cell.service.CloseStack;
import org.twincell.cell.service.EndPort;
import org.twincell.cell.service.MemberHost;
import org.twincell.cell.service.MemberService;
import org.twincell.cell.service.Members;
import org.twincell.cell.settings.CellSettings;
import org.twincell.cell.store.EventStore;
import org.twincell.cell.store.StoreFailedException;
import org.twincell.cell.store.StoreSettings;
import org.twincell.directory.CellEntry;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellException;
import org.twincell.protocol.MemberInfo;
import org.twincell.protocol.client.CellClients;
import org.twincell.protocol.client.ClientSettings;
import org.twincell.protocol.keys.CellKeys;
import org.twincell.protocol.keys.KeyProof;
import org.twincell.time.SystemTime;
import org.twincell.time.TimeSource;

/**
 * One member of a cell: its store, its end of the replicated log, and its port.
 *
 * <pre>{@code
 * try (Cell cell = Cell.start(CellSettings.load(options))) {
 *   cell.ended().join();
 * }
 * }</pre>
 *
 * <p>Any thread may call any method. A member that meets a failing disk or a fault of its own stops
 * by itself: {@link #ended} says so, and it starts again once the cause is gone.
 */
public final class Cell implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Cell.class);

  private final CellSettings settings;
  private final TimeSource time;
  private final Runnable halt;
  private final boolean isProcess;
  private final CloseStack opened = new CloseStack();
  private final CompletableFuture<End> ended = new CompletableFuture<>();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final KnownDirectory directory;
  private final Members members;
  private final EndPort endPort;
  private @Nullable MemberService service;

  /**
   * How a member ended.
   *
   * @param failed it could not go on; otherwise it was asked to stop
   * @param reason for the operator
   */
  public record End(boolean failed, String reason) {}

  private Cell(CellSettings settings, TimeSource time, Runnable halt, boolean isProcess) {
    this.settings = settings;
    this.time = time;
    this.halt = halt;
    this.isProcess = isProcess;
    this.directory = KnownDirectory.load(settings, time);
    this.members = directory.members();
    this.endPort = new EndPort(host(settings, members));
  }

  /**
   * Starts a member that the process is there for, and ends with. Returns once it listens; whether
   * it is active is decided with the others.
   *
   * @throws CellStartException with what is wrong and how to mend it; nothing stays open
   */
  public static Cell start(CellSettings settings) {
    Runnable halt = () -> Runtime.getRuntime().halt(McellExit.AS_IF_KILLED);
    return started(new Cell(settings, SystemTime.SYSTEM, halt, true));
  }

  /**
   * The same for tests, in which several members share a process.
   *
   * @param halt ends this member as a SIGKILL of its process would
   */
  static Cell start(CellSettings settings, TimeSource time, Runnable halt) {
    return started(new Cell(settings, time, halt, false));
  }

  private static Cell started(Cell cell) {
    try {
      cell.open();
      return cell;
    } catch (RuntimeException | Error e) {
      cell.opened.close();
      throw e;
    }
  }

  private void open() {
    CellEntry entry = directory.entry();
    settings.warnings().forEach(LOG::warn);
    CellKeys.warning(entry.name(), entry.key()).ifPresent(LOG::warn);
    opened.push(directory);
    SettingsUse.check(settings, entry).ifPresent(LOG::warn);
    Optional<KeyProof> proof = proof(entry);
    Optional<EventStore> store = openStore();
    store.ifPresent(opened::push);
    ReplicatedLog log = openLog(proof, store);
    opened.push(log);
    log.onFailure(failure -> host().fail(String.valueOf(failure.getMessage())));
    Optional<PairOffice> pair = pair(log, store, proof);
    service = opened.push(openService(proof, store, log, pair));
    LOG.info(
        "{} of {} listens on port {}; {}",
        members.self().describe(),
        members.cell(),
        port(),
        String.join(", ", configuration()));
  }

  private Optional<KeyProof> proof(CellEntry entry) {
    try {
      return CellKeys.proof(
          entry.name(), entry.key(), directory.addresses(), SettingsUse.keys(settings));
    } catch (CellException e) {
      throw new CellStartException(CellStartException.Kind.CONFIGURATION, e);
    }
  }

  private Optional<EventStore> openStore() {
    if (members.self().role() == MemberInfo.Role.WITNESS) return Optional.empty();
    try {
      Path folder = settings.folders().data().resolve("store");
      StoreSettings limits = SettingsUse.store(settings);
      // One of several can get from another what its own disk lost.
      return Optional.of(
          members.all().size() > 1
              ? EventStore.openMendable(folder, limits)
              : EventStore.open(folder, limits));
    } catch (StoreFailedException e) {
      throw new CellStartException(CellStartException.Kind.DATA, e);
    }
  }

  private ReplicatedLog openLog(Optional<KeyProof> proof, Optional<EventStore> store) {
    LogSettings logSettings =
        new LogSettings(
            members.cell(),
            members.self().name(),
            members.inLog(settings.network().replicationPortOffset()),
            settings.folders().data().resolve("log"),
            SettingsUse.log(settings),
            proof.map(it -> LogSecurity.tls(it.own(), it.others())).orElse(LogSecurity.PLAIN),
            settings.network().bindAddress().orElse(""));
    LogApplier applier = store.isPresent() ? store.get() : LogApplier.witness();
    try {
      return members.isPairAlone()
          ? BranchedLog.open(logSettings, applier, time)
          : ReplicatedLog.open(logSettings, applier, time);
    } catch (LogFailedException e) {
      throw new CellStartException(
          e.isAboutPort() ? CellStartException.Kind.PORT : CellStartException.Kind.DATA, e);
    }
  }

  private Optional<PairOffice> pair(
      ReplicatedLog log, Optional<EventStore> store, Optional<KeyProof> proof) {
    if (!(log instanceof BranchedLog branched) || store.isEmpty()) return Optional.empty();
    CellSettings.Takeover takeover = settings.takeover();
    PairOffice.Ground ground =
        new PairOffice.Ground(
            members.cell(),
            branched,
            members.partnerAddress().orElseThrow(),
            proof.map(KeyProof::clientContext),
            new PairKeeper.Times(takeover.timeOut(), takeover.startTimeOut(), takeover.automatic()),
            new MergeDesk(members.cell(), store.get(), branched, settings.folders().data(), time),
            reason -> host().fail(reason),
            time);
    boolean isPrimary = members.self().role() == MemberInfo.Role.PRIMARY;
    return Optional.of(
        new PairOffice(ground, isPrimary ? MemberRole.PRIMARY : MemberRole.SECONDARY));
  }

  private MemberService openService(
      Optional<KeyProof> proof,
      Optional<EventStore> store,
      ReplicatedLog log,
      Optional<PairOffice> pair) {
    String host = host(settings, members);
    InetSocketAddress bind = new InetSocketAddress(host, members.self().address().port());
    try {
      return MemberService.open(
          new MemberService.Ground(members, log, store, pair, host(), time),
          new MemberService.Setting(
              bind,
              proof,
              settings.folders().classes(),
              SettingsUse.retention(settings),
              SettingsUse.cleanUp(settings),
              SettingsUse.digests(settings),
              settings.network().metricsPort(),
              SettingsUse.duties(settings),
              SettingsUse.limits(settings)));
    } catch (IOException e) {
      throw new CellStartException(
          CellStartException.Kind.PORT,
          new IOException(
              "the member cannot listen on "
                  + host
                  + ":"
                  + bind.getPort()
                  + " ("
                  + e.getMessage()
                  + "). Check that no other program has the port and that the address is this"
                  + " machine's, or set BindAddress",
              e));
    }
  }

  private static String host(CellSettings settings, Members members) {
    return settings.network().bindAddress().orElse(members.self().address().host());
  }

  /** The member as its parts see the process. */
  private MemberHost host() {
    return new MemberHost() {
      @Override
      public void stop(String reason) {
        requestStop(reason);
      }

      @Override
      public void fail(String reason) {
        LOG.error("the member stops: {}", reason);
        begin(new End(true, reason));
      }

      @Override
      public void halt() {
        halt.run();
      }

      @Override
      public String reloadDirectory() {
        return directory.reload();
      }

      @Override
      public List<String> configuration() {
        return Cell.this.configuration();
      }

      @Override
      public Optional<EndPort> endPort() {
        return isProcess ? Optional.of(endPort) : Optional.empty();
      }

      @Override
      public CellClient openClient() {
        return CellClients.open(
            directory.entry(), ClientSettings.DEFAULTS.withKeys(SettingsUse.keys(settings)), time);
      }
    };
  }

  private List<String> configuration() {
    return SettingsUse.describe(settings, members);
  }

  /** The port that callers use. */
  public int port() {
    MemberService open = service;
    return open == null ? members.self().address().port() : open.port();
  }

  /** What this member says of itself. */
  public MemberInfo info() {
    MemberService open = service;
    if (open == null) throw new IllegalStateException("the member has not started");
    return open.info();
  }

  /** Reads the directory file again and says what changed. */
  public String reloadDirectory() {
    return directory.reload();
  }

  /** Completes once the member has ended, by itself or because it was asked to. */
  public CompletableFuture<End> ended() {
    return ended.copy();
  }

  /**
   * Begins an orderly stop: hands the duty over where another member can take it, then closes.
   * Returns at once; {@link #ended} completes within {@code StopTimeOut}.
   */
  public void requestStop(String reason) {
    LOG.info("stopping: {}", reason);
    begin(new End(false, reason));
  }

  private void begin(End end) {
    if (!stopping.compareAndSet(false, true)) return;
    Thread stopper = new Thread(() -> end(end), "cell-stop-" + members.cell());
    stopper.start();
  }

  private void end(End end) {
    try {
      MemberService open = service;
      if (open != null && !end.failed()) open.leave(end.reason(), leaveLimit());
      closeAll();
    } finally {
      ended.complete(end);
    }
  }

  /** Half of the time for a stop; the other half is for closing files. */
  private Duration leaveLimit() {
    return settings.limits().stopTimeOut().dividedBy(2);
  }

  private void closeAll() {
    try {
      opened.close();
    } catch (IllegalStateException e) {
      LOG.warn("something did not close well; the files are safe", e);
    }
    LOG.info("{} of {} has stopped", members.self().describe(), members.cell());
  }

  /** Closes without handing the duty over, as a crash would leave it; twice does no harm. */
  @Override
  public void close() {
    if (stopping.compareAndSet(false, true)) {
      closeAll();
      ended.complete(new End(false, "closed"));
    } else {
      ended.join();
    }
  }
}
