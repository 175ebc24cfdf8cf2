// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.client;

import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.SynchronizationContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.directory.Address;
import org.twincell.directory.CellEntry;
import org.twincell.event.ClassTable;
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
import org.twincell.protocol.codec.CommandCodec;
import org.twincell.protocol.codec.FaultCodec;
import org.twincell.protocol.codec.QueryCodec;
import org.twincell.protocol.codec.StatusCodec;
import org.twincell.protocol.wire.CellServiceGrpc;
import org.twincell.protocol.wire.Command;
import org.twincell.protocol.wire.ControlRequest;
import org.twincell.protocol.wire.MemberStatus;
import org.twincell.protocol.wire.OpenQueryReply;
import org.twincell.protocol.wire.OpenQueryRequest;
import org.twincell.protocol.wire.Outcome;
import org.twincell.protocol.wire.ReadClassesReply;
import org.twincell.protocol.wire.ReadClassesRequest;
import org.twincell.protocol.wire.ReadRowsReply;
import org.twincell.time.TimeSource;

/**
 * The client: carries out what {@link MemberBoard} and {@link CallDesk} decide. Everything that
 * changes runs one piece at a time in a serial context, on whichever thread brought it: a caller's,
 * one of the transport's, or the client's own timer.
 */
final class FollowingClient implements CellClient {
  private static final Logger LOG = LoggerFactory.getLogger(FollowingClient.class);

  /** How often time-outs are looked at while calls are under way, and while none is. */
  static final Duration BUSY_TICK = Duration.ofMillis(20);

  static final Duration IDLE_TICK = Duration.ofMillis(100);

  /** How long a control word may take; a hand-over waits for the other member to be in step. */
  static final Duration CONTROL_LIMIT = Duration.ofSeconds(60);

  /** How long a control word waits for some member to be active. */
  static final Duration FIND_ACTIVE_LIMIT = Duration.ofSeconds(10);

  private final TimeSource time;
  private final ClientSettings settings;
  private final SynchronizationContext serial = new SynchronizationContext(FollowingClient::report);
  private final Connections connections;
  private final MemberBoard board;
  private final CallDesk desk;
  private final StatusWaits statusWaits;
  private final ClassCache classes;
  private final ScheduledExecutorService timer;
  private volatile boolean reachable;
  private volatile String lineage = "";
  private volatile boolean busy;
  private volatile CellEntry entry;
  private boolean closed;

  /** Makes the opener of connections for a line of the directory; fails when its key is no use. */
  interface Connections {
    MemberLink.Opener open(CellEntry entry, SynchronizationContext serial);
  }

  private MemberLink.Opener opener;

  FollowingClient(
      CellEntry entry,
      ClientSettings settings,
      TimeSource time,
      RandomGenerator chance,
      Connections connections) {
    this(entry, settings, time, chance, connections, timer(entry.name()));
  }

  /** With the timer of someone else; it is ended by {@link #close} all the same. */
  FollowingClient(
      CellEntry entry,
      ClientSettings settings,
      TimeSource time,
      RandomGenerator chance,
      Connections connections,
      ScheduledExecutorService timer) {
    this.time = time;
    this.settings = settings;
    this.entry = entry;
    this.connections = connections;
    this.opener = connections.open(entry, serial);
    this.board =
        new MemberBoard(List.of(), chance, settings.silenceLimit(), settings.connectLimit());
    this.desk = new CallDesk(board, time, settings.pendingLimit());
    this.statusWaits = new StatusWaits(board, time);
    this.classes = new ClassCache(time, () -> lineage, this::readClasses);
    board.replaceMembers(members(entry));
    this.timer = timer;
  }

  private static ScheduledExecutorService timer(String cell) {
    return Executors.newSingleThreadScheduledExecutor(
        work -> {
          Thread thread = new Thread(work, "cell-client-" + cell);
          thread.setDaemon(true);
          return thread;
        });
  }

  private static void report(Thread thread, Throwable failure) {
    LOG.error("client of a cell: a step failed on {}", thread.getName(), failure);
  }

  private List<Member> members(CellEntry line) {
    long now = time.monotonicNanos();
    List<Member> members = new ArrayList<>();
    members.add(
        new Member(
            line.isPair() ? MemberInfo.Role.PRIMARY : MemberInfo.Role.STAND_ALONE,
            line.primary(),
            now));
    line.secondary().ifPresent(at -> members.add(new Member(MemberInfo.Role.SECONDARY, at, now)));
    line.witness().ifPresent(at -> members.add(new Member(MemberInfo.Role.WITNESS, at, now)));
    return members;
  }

  void start() {
    tick();
  }

  private void tick() {
    step();
    try {
      Duration next = busy ? BUSY_TICK : IDLE_TICK;
      var scheduled = timer.schedule(this::tick, next.toNanos(), TimeUnit.NANOSECONDS);
      if (scheduled.isCancelled()) return;
    } catch (java.util.concurrent.RejectedExecutionException closing) {
      LOG.trace("the timer has ended", closing);
    }
  }

  /** Does whatever is due; the timer's work, and what a test steps. */
  void step() {
    serial.execute(this::look);
  }

  private void look() {
    if (closed) return;
    long now = time.monotonicNanos();
    for (Member member : board.members()) {
      if (board.isSilent(member, now)) {
        lost(member, LinkFailure.of("no sign of life"));
      }
      if (board.isDue(member, now)) connect(member);
    }
    desk.tick();
    statusWaits.tick();
    busy = !desk.isEmpty() || !statusWaits.isEmpty();
    reachable = board.active(now).isPresent();
  }

  private void connect(Member member) {
    board.connecting(member, time.monotonicNanos());
    Heard listener = new Heard(member);
    listener.link = opener.open(member.address, listener);
    member.connection = listener.link;
  }

  /** Hears one connection; what comes after it was replaced does not count. */
  private final class Heard implements MemberLink.Listener {
    private final Member member;
    private @Nullable MemberLink link;

    Heard(Member member) {
      this.member = member;
    }

    @Override
    public void heard(MemberStatus status) {
      if (link == null || member.connection != link) return;
      if (!settings.anyName() && !status.getCell().equalsIgnoreCase(entry.name())) {
        FollowingClient.this.lost(
            member, LinkFailure.of("it belongs to the cell '" + status.getCell() + "'"));
        return;
      }
      board.heard(
          member, StatusCodec.fromWire(status, member.address.toString()), time.monotonicNanos());
      changed();
    }

    @Override
    public void alive() {
      if (link != null && member.connection == link) board.alive(member, time.monotonicNanos());
    }

    @Override
    public void lost(LinkFailure failure) {
      if (link != null && member.connection == link) FollowingClient.this.lost(member, failure);
    }
  }

  private void lost(Member member, LinkFailure failure) {
    MemberLink link = member.connection;
    member.connection = null;
    board.lost(member, failure, time.monotonicNanos());
    desk.lost(member);
    if (link != null) link.close();
    changed();
  }

  private void changed() {
    desk.membersChanged();
    statusWaits.tick();
    reachable = board.active(time.monotonicNanos()).isPresent();
    lineage = board.lineage();
  }

  @Override
  public CompletableFuture<CommandOutcome> submit(CellCommand command, Duration patience) {
    return submit(command, patience, true);
  }

  @Override
  public CompletableFuture<CommandOutcome> submitWithoutWaiting(
      CellCommand command, Duration patience) {
    return submit(command, patience, false);
  }

  private CompletableFuture<CommandOutcome> submit(
      CellCommand command, Duration patience, boolean waits) {
    Command wire = CommandCodec.toWire(command);
    Optional<CellException> wrong = CommandLimits.whatIsWrongWith(wire);
    if (wrong.isPresent()) return CompletableFuture.failedFuture(wrong.get());
    Call.Asking<Outcome> asking = (link, attempt) -> link.submit(wire, attempt);
    return begin(
            new Call.Kind<>(true, waits, outcome -> outcome.getDone().getTerm(), asking), patience)
        .thenApply(outcome -> CommandCodec.fromWire(outcome.getDone()));
  }

  private <R> CompletableFuture<R> begin(Call.Kind<R> kind, Duration patience) {
    Duration bounded = patience.compareTo(PATIENCE_LIMIT) < 0 ? patience : PATIENCE_LIMIT;
    Call<R> call = new Call<>(kind, time.monotonicNanos(), Math.max(0, bounded.toNanos()));
    serial.execute(
        () -> {
          if (closed) {
            call.future.completeExceptionally(call.end("the client is closed", ""));
          } else {
            desk.begin(call);
          }
        });
    return call.future;
  }

  private <Q, R> R ask(
      MethodDescriptor<Q, R> method, Q request, ToLongFunction<R> termOf, Duration patience) {
    return await(question(method, request, termOf, patience));
  }

  /** Asks without waiting for the answer. */
  <Q, R> CompletableFuture<R> question(
      MethodDescriptor<Q, R> method, Q request, ToLongFunction<R> termOf, Duration patience) {
    Call.Asking<R> asking = (link, attempt) -> link.ask(method, request, attempt);
    return begin(new Call.Kind<>(false, true, termOf, asking), patience);
  }

  private static <R> R await(CompletableFuture<R> answer) {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CellException refusal) throw again(refusal);
      throw new IllegalStateException("a call to the cell failed in an unknown way", e);
    }
  }

  private static CellException interrupted() {
    return new CellException(
        CellError.UNAVAILABLE,
        "the question was not answered",
        "the thread that asked was interrupted",
        "Ask again.");
  }

  /** The same refusal with the stack of the caller, who would otherwise see only our timer's. */
  private static CellException again(CellException refusal) {
    CellException mine =
        new CellException(
            refusal.error(),
            refusal.what(),
            refusal.why(),
            refusal.mend(),
            refusal.line(),
            refusal.column());
    mine.initCause(refusal);
    return mine;
  }

  @Override
  public OpenedQuery openQuery(ObjectKind kind, String query, Duration patience) {
    OpenQueryRequest request =
        OpenQueryRequest.newBuilder().setKind(CommandCodec.toWire(kind)).setQuery(query).build();
    OpenQueryReply reply =
        ask(CellServiceGrpc.getOpenQueryMethod(), request, OpenQueryReply::getTerm, patience);
    return new OpenedQuery(reply.getCount(), reply.getCommitIndex());
  }

  @Override
  public RowPage readRows(RowRequest request, Duration patience) {
    return QueryCodec.fromWire(
        ask(
            CellServiceGrpc.getReadRowsMethod(),
            QueryCodec.toWire(request),
            ReadRowsReply::getTerm,
            patience));
  }

  private ReadClassesReply readClasses(long knownVersion, Duration patience) {
    return ask(
        CellServiceGrpc.getReadClassesMethod(),
        ReadClassesRequest.newBuilder().setKnownVersion(knownVersion).build(),
        ReadClassesReply::getTerm,
        patience);
  }

  @Override
  public ClassTable classes(Duration patience) {
    return classes.table(patience);
  }

  @Override
  public List<CellCommand.ClassFile> classFiles(Duration patience) {
    return classes.files(patience);
  }

  @Override
  public List<MemberInfo> status(Duration patience) {
    return status(member -> true, patience);
  }

  @Override
  public List<MemberInfo> status(ControlTarget of, Duration patience) {
    return status(member -> isMeant(member, of), patience);
  }

  private List<MemberInfo> status(Predicate<Member> meant, Duration patience) {
    Duration bounded = patience.compareTo(PATIENCE_LIMIT) < 0 ? patience : PATIENCE_LIMIT;
    StatusWaits.Wait wait = statusWaits.begin(entry.name(), meant, bounded);
    serial.execute(() -> statusWaits.add(wait));
    try {
      return wait.answer().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the status of the members could not be put together", e);
    }
  }

  @Override
  public boolean isReachable() {
    return reachable;
  }

  @Override
  public void control(
      ControlTarget target, String word, List<String> arguments, Consumer<String> onLine) {
    String sender = System.getProperty("user.name", "unknown");
    ControlRequest request =
        ControlRequest.newBuilder()
            .setWord(word)
            .addAllArguments(arguments)
            .setSender(sender)
            .build();
    try {
      linkFor(target).control(request, CONTROL_LIMIT, onLine);
    } catch (StatusRuntimeException e) {
      throw controlFailure(word, e);
    }
  }

  private MemberLink linkFor(ControlTarget target) {
    if (target == ControlTarget.ACTIVE) return activeLink();
    status(member -> isMeant(member, target), settings.connectLimit().multipliedBy(2));
    CompletableFuture<Optional<MemberLink>> found = new CompletableFuture<>();
    serial.execute(
        () ->
            found.complete(
                board.members().stream()
                    .filter(member -> isMeant(member, target))
                    .findFirst()
                    .map(member -> member.link == Member.Link.UP ? member.connection : null)));
    return found.join().orElseThrow(() -> noTarget(target));
  }

  /** Waits for a member to be active, as every call does, and asks for its connection only. */
  private MemberLink activeLink() {
    Call.Asking<MemberLink> asking =
        (link, attempt) -> {
          serial.execute(() -> attempt.answered(link));
          return Call.NOTHING;
        };
    return await(begin(new Call.Kind<>(false, true, link -> -1L, asking), FIND_ACTIVE_LIMIT));
  }

  private boolean isMeant(Member member, ControlTarget target) {
    return switch (target) {
      case ACTIVE -> member.isActive();
      case PRIMARY ->
          member.role == MemberInfo.Role.PRIMARY || member.role == MemberInfo.Role.STAND_ALONE;
      case SECONDARY -> member.role == MemberInfo.Role.SECONDARY;
      case WITNESS -> member.role == MemberInfo.Role.WITNESS;
    };
  }

  private CellException noTarget(ControlTarget target) {
    String who = target.name().toLowerCase(Locale.ROOT);
    boolean refused = board.isKeyRefused();
    return new CellException(
        refused ? CellError.NOT_AUTHORISED : CellError.UNAVAILABLE,
        "the " + who + " member of '" + entry.name() + "' cannot be asked",
        board.describe(),
        refused
            ? "The key in mcell.dir must be the same here and there."
            : "Check that the member runs and that mcell.dir has its address.");
  }

  private static CellException controlFailure(String word, StatusRuntimeException e) {
    var trailers = e.getTrailers();
    if (trailers != null) {
      var fault = FaultCodec.fromTrailers(trailers);
      if (fault.isPresent()) return FaultCodec.fromWire(fault.get());
    }
    CellException failure =
        new CellException(
            CellError.OUTCOME_UNKNOWN,
            "the control word '" + word + "' was sent and not answered",
            FailureReading.of(e.getStatus()).why(),
            "Look at the members with mcontrol status.");
    failure.initCause(e);
    return failure;
  }

  @Override
  public void follow(CellEntry newEntry) {
    MemberLink.Opener newOpener = connections.open(newEntry, serial);
    serial.execute(() -> follow(newEntry, newOpener));
  }

  private void follow(CellEntry newEntry, MemberLink.Opener newOpener) {
    if (closed) return;
    boolean sameKey = entry.key().equals(newEntry.key());
    List<Member> next = new ArrayList<>();
    List<Member> gone = new ArrayList<>(board.members());
    for (Member fresh : members(newEntry)) {
      Optional<Member> kept = gone.stream().filter(old -> sameKey && same(old, fresh)).findFirst();
      kept.ifPresent(gone::remove);
      next.add(kept.orElse(fresh));
    }
    entry = newEntry;
    opener = newOpener;
    board.replaceMembers(next);
    gone.forEach(old -> lost(old, LinkFailure.of("it left the directory")));
    look();
  }

  private static boolean same(Member old, Member fresh) {
    return old.role == fresh.role && old.address.equals(fresh.address);
  }

  @Override
  public void close() {
    timer.shutdownNow();
    serial.execute(this::closeAll);
  }

  private void closeAll() {
    if (closed) return;
    closed = true;
    reachable = false;
    desk.close();
    statusWaits.close();
    for (Member member : board.members()) {
      MemberLink link = member.connection;
      member.connection = null;
      if (link != null) link.close();
    }
  }

  /** The addresses that connections go to, for the check of the key. */
  static List<Address> addresses(CellEntry line) {
    List<Address> all = new ArrayList<>(line.addresses());
    line.witness().ifPresent(all::add);
    return all;
  }
}
