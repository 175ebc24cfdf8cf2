// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.twincell.faults.disk.HurtLibrary;
import org.twincell.faults.load.Load;
import org.twincell.faults.load.LoadSettings;
import org.twincell.faults.load.StoreContent;
import org.twincell.faults.site.LoopbackSite;
import org.twincell.faults.site.NamespaceSite;
import org.twincell.faults.site.Party;
import org.twincell.faults.site.Site;
import org.twincell.faults.site.TapLinks;
import org.twincell.faults.site.Tool;
import org.twincell.history.EventRow;
import org.twincell.history.HistoryException;
import org.twincell.history.HistoryWriter;
import org.twincell.history.check.CheckLimits;
import org.twincell.history.check.HistoryChecker;
import org.twincell.history.check.Promise;
import org.twincell.history.check.Rule;
import org.twincell.history.check.Verdict;
import org.twincell.protocol.CellClient;
import org.twincell.time.TimeSource;

/**
 * One run: starts everything, fires the plan, heals and checks after each fault, judges the whole
 * history at the end. {@link #close} ends and takes back whatever it made; any thread may call it.
 */
public final class FaultRun implements AutoCloseable {
  private static final String RUN = "faults";
  private static final Duration PACE = Duration.ofMillis(40);
  private static final Duration WARM_UP = Duration.ofMinutes(1);
  private static final Duration STEADY_PACE = Duration.ofMillis(200);
  private static final int SENDERS = 4;
  private static final int READERS = 2;

  private final RunSettings settings;
  private final Consumer<String> out;
  private final TimeSource time;
  private final Path folder;
  private final Site site;
  private final Optional<HurtLibrary> hurt;
  private final CellUnderTest cell;
  private final Tally tally = new Tally();
  private final List<String> violations = new ArrayList<>();
  private final Map<FaultKind, Stroke> otherStrokes = new EnumMap<>(FaultKind.class);
  private final Interruption interruption;
  private final Wholeness wholeness;
  private boolean loadBegan;
  private String pairFigures = "";
  private int checkedEvents;

  /**
   * The outcome of a run.
   *
   * @param clean nothing that must hold was broken
   * @param interrupted it ended before its time, because a user wished so
   * @param line the last line, with all figures
   */
  public record Result(boolean clean, boolean interrupted, String line) {}

  private FaultRun(
      RunSettings settings, Path folder, Site site, Consumer<String> out, TimeSource time)
      throws IOException {
    this.settings = settings;
    this.folder = folder;
    this.site = site;
    this.out = out;
    this.time = time;
    this.hurt = HurtLibrary.compile(folder.resolve("hurt"));
    this.cell = new CellUnderTest(folder, site, hurt, settings, time);
    this.interruption = new Interruption(time);
    this.wholeness = new Wholeness(cell, interruption, time);
  }

  /**
   * Makes the folder and the site; no process runs yet.
   *
   * @param out gets every line of progress
   */
  public static FaultRun prepare(RunSettings settings, Consumer<String> out, TimeSource time)
      throws IOException {
    Path folder = settings.root().resolve("run/faults/seed-" + settings.seed());
    Leftovers.end(settings.root().resolve("run/faults"), out);
    Folders.delete(folder);
    Files.createDirectories(folder);
    Site site = site(settings, folder, out, time);
    try {
      return new FaultRun(settings, folder, site, out, time);
    } catch (IOException | RuntimeException e) {
      site.close();
      throw e;
    }
  }

  private static Site site(RunSettings settings, Path folder, Consumer<String> out, TimeSource time)
      throws IOException {
    List<String> missing = NamespaceSite.missing();
    if (!settings.rootless() && missing.isEmpty()) {
      return NamespaceSite.make(new TapLinks(folder.resolve("links")));
    }
    if (!settings.rootless()) {
      out.accept("relays on loopback instead of namespaces: " + String.join(", ", missing));
    }
    return LoopbackSite.open(new Random(settings.seed() ^ folder.hashCode()), time);
  }

  /** Lets a kind strike in another way: to see that a run finds what it is there to find. */
  FaultRun striking(FaultKind kind, Stroke stroke) {
    otherStrokes.put(kind, stroke);
    return this;
  }

  /**
   * Lets the run heal what it hurts now, fire nothing more, judge what it has, and end. Any thread
   * may ask; {@link #run} returns soon after.
   */
  public void interrupt() {
    interruption.ask();
  }

  /** The kinds that can be fired here; says which cannot, and why. */
  private List<FaultKind> kinds() {
    List<FaultKind> able = new ArrayList<>();
    for (FaultKind kind : FaultKind.all()) {
      if (!settings.only().isEmpty() && !settings.only().contains(kind.word())) continue;
      Optional<String> missing = settings.pair() ? kind.missingInPair() : Optional.empty();
      if (missing.isEmpty()) missing = kind.missing(site, hurt.isPresent());
      if (missing.isEmpty()) able.add(kind);
      else out.accept("cannot fire " + kind.word() + ": " + missing.get());
    }
    List<Tool> used = settings.rootless() ? List.of(Tool.GCC) : List.of(Tool.values());
    List<Tool> lacking = used.stream().filter(tool -> !tool.isThere()).toList();
    if (!lacking.isEmpty()) out.accept("for all kinds of fault: " + Tool.install(lacking));
    return able;
  }

  /**
   * Runs to the end.
   *
   * @throws IllegalStateException when the cell does not become whole before the load begins; what
   *     fails later is in the result
   */
  public Result run() throws IOException, InterruptedException {
    String what = settings.pair() ? ", a pair without witness" : "";
    out.accept("seed " + settings.seed() + what + ", " + site.describe() + ", folder " + folder);
    List<FaultKind> kinds = kinds();
    FaultPlan plan = new FaultPlan(settings.seed(), kinds);
    out.accept(kinds.size() + " kinds of fault");
    List<Party> everyone = cell.everyone();
    if (kinds.equals(List.of(FaultKind.ROLLING_UPGRADE))) {
      for (Party party : everyone) {
        CellUnderTest.previousLauncher().ifPresent(launcher -> cell.useLauncher(party, launcher));
      }
    }
    for (Party party : everyone) cell.start(party);
    Path file = folder.resolve("history.jsonl");
    try (CellClient client = cell.client();
        CellClient asking = cell.client();
        CellClient primary = cell.clientOf(Party.PRIMARY);
        CellClient secondary = cell.clientOf(Party.SECONDARY);
        Watch watch = new Watch(asking, time)) {
      wholeness.await(watch, loadBegan);
      if (interruption.isAsked()) {
        return new Result(true, true, "interrupted before the load began: nothing was tried");
      }
      loadBegan = true;
      out.accept("the cell is whole, the load begins");
      long started = time.monotonicNanos();
      List<Long> acknowledged;
      Optional<String> failure;
      LoadSettings settled =
          load(
              List.of(
                  new LoadSettings.Direct(Party.PRIMARY.word(), primary),
                  new LoadSettings.Direct(Party.SECONDARY.word(), secondary)));
      try (HistoryWriter history = HistoryWriter.create(file, RUN, settings.seed(), time);
          Load load = new Load(settled, history, client, settings.seed(), time)) {
        failure = torment(plan, watch, client, load, history);
        load.stop();
        acknowledged = load.acknowledgementNanos();
      }
      return result(file, watch, acknowledged, started, failure);
    }
  }

  /** Hurts the cell and reads it at the end; what ended that before its time, if something did. */
  private Optional<String> torment(
      FaultPlan plan, Watch watch, CellClient client, Load load, HistoryWriter history)
      throws InterruptedException {
    try {
      if (settings.steady()) beSteady(watch);
      else fire(plan, watch, client, load);
      load.stop();
      judgeEnd(watch, client, load, history);
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      // Whatever it was, the run is not clean, and what there is of it is judged all the same.
      violations.add("the run ended before its time: " + e);
      return Optional.of(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  private LoadSettings load(List<LoadSettings.Direct> alone) {
    return new LoadSettings(
        RUN,
        CellUnderTest.CELL,
        Party.GATEWAYS.stream().map(cell::url).toList(),
        alone,
        SENDERS,
        READERS,
        settings.steady() ? STEADY_PACE : PACE,
        Duration.ofSeconds(30));
  }

  private void fire(FaultPlan plan, Watch watch, CellClient client, Load load)
      throws IOException, InterruptedException {
    long begin = time.monotonicNanos();
    for (int number = 1; goesOn(begin, number); number++) {
      FaultPlan.Blow blow = plan.next();
      interruption.pause(blow.quiet());
      if (interruption.isAsked()) return;
      Scene scene =
          new Scene(cell, site, hurt, client, watch, load::acknowledged, blow, interruption, time);
      long before = load.acknowledged();
      long struck = time.monotonicNanos();
      Effect effect = otherStrokes.getOrDefault(blow.kind(), blow.kind().stroke()).strike(scene);
      tally.count(blow.kind(), effect);
      effect.broken().forEach(what -> violations.add(blow.kind().word() + ": " + what));
      double lasted = seconds(struck);
      long healed = time.monotonicNanos();
      wholeness.await(watch, loadBegan);
      check(client, load);
      out.accept(
          String.format(
              Locale.ROOT,
              "#%d %s%s: %s; %.1f s, whole after %.1f s, %d acknowledged",
              number,
              blow.kind().word(),
              effect.seen() ? "" : " (took no effect)",
              effect.what(),
              lasted,
              (time.monotonicNanos() - healed) / 1e9,
              load.acknowledged() - before));
    }
  }

  private void beSteady(Watch watch) throws IOException, InterruptedException {
    out.accept("a minute of load, so that the programs are warm");
    interruption.pause(WARM_UP);
    out.accept("pauses and lost packets for " + settings.length().toSeconds() + " s");
    Nuisance nuisance = new Nuisance(cell, site, watch, interruption, time, settings.seed());
    Nuisance.Outcome outcome = nuisance.run(settings.length());
    out.accept(outcome.summary());
    if (outcome.changes() == 0) return;
    violations.add(
        (outcome.isMachineToBlame()
                ? "the duty moved in a pause that the busy machine made longer; this says nothing"
                : "the duty moved without need")
            + cell.tails());
  }

  private boolean goesOn(long beginNanos, int number) {
    return time.monotonicNanos() - beginNanos < settings.length().toNanos()
        && (settings.mostFaults() == 0 || number <= settings.mostFaults())
        && violations.isEmpty()
        && !interruption.isAsked();
  }

  private double seconds(long since) {
    return (time.monotonicNanos() - since) / 1e9;
  }

  /** Every event that was acknowledged since the last check is there. */
  private void check(CellClient client, Load load) {
    List<String> fresh = load.acknowledgedFrom(checkedEvents);
    Set<String> stored =
        StoreContent.of(client, RUN).stream().map(EventRow::id).collect(Collectors.toSet());
    List<String> lost = fresh.stream().filter(id -> !stored.contains(id)).toList();
    if (!lost.isEmpty()) {
      violations.add(lost.size() + " acknowledged events are lost: " + lost.get(0) + " ...");
    }
    checkedEvents += fresh.size();
  }

  private void judgeEnd(Watch watch, CellClient client, Load load, HistoryWriter history)
      throws IOException, InterruptedException {
    wholeness.await(watch, loadBegan);
    violations.addAll(load.surprises());
    if (settings.pair()) pairFigures = "; " + PairFigures.of(client, RUN).text();
    StoreReading stores = new StoreReading(client, watch::active, time, CellUnderTest.patience());
    violations.addAll(stores.read(history, RUN));
  }

  /** A history that cannot be judged is no reason to end without the figures that there are. */
  private Verdict verdict(Path file) {
    try {
      Promise promise = settings.pair() ? Promise.AVAILABLE : Promise.SAFE;
      return HistoryChecker.check(file, promise, CheckLimits.DEFAULT);
    } catch (HistoryException e) {
      violations.add("the history cannot be judged: " + e.getMessage());
      return new Verdict(0, 0, 0, 0, Map.of(), List.of());
    }
  }

  private Result result(
      Path file, Watch watch, List<Long> acknowledged, long started, Optional<String> failure) {
    Verdict verdict = verdict(file);
    if (!verdict.isClean()) violations.add(verdict.report());
    watch
        .termsWithTwoActive()
        .forEach(term -> violations.add("two members active in term " + term));
    List<Long> heard =
        watch.claims().stream().map(Watch.Claim::nanos).filter(at -> at > started).toList();
    Takeovers takeovers = Takeovers.of(heard, acknowledged);
    violations.forEach(out);
    if (!tally.inVain().isEmpty()) out.accept("tried without effect: " + tally.inVain());
    boolean interrupted = interruption.isAsked();
    String line =
        failure.map(what -> "ended by a failure (" + what + "); ").orElse("")
            + (interrupted ? "interrupted; " : "")
            + "faults fired "
            + tally.total()
            + " of "
            + tally.kinds()
            + " kinds ("
            + tally.byKind()
            + "); calls "
            + verdict.calls()
            + ", acknowledged "
            + verdict.acknowledged()
            + ", lost "
            + verdict.count(Rule.LOST)
            + ", doubled "
            + verdict.count(Rule.DOUBLED)
            + "; "
            + takeovers.summary()
            + pairFigures;
    out.accept(
        "processes that ended outside a fault's hands and were started again: "
            + wholeness.restarts());
    return new Result(violations.isEmpty(), interrupted, line);
  }

  /** Where logs and history are. */
  public Path folder() {
    return folder;
  }

  /** Ends every process and takes the site back; twice without harm. */
  @Override
  public void close() {
    cell.close();
    site.close();
  }

  /** Ends every process and deletes the folder. */
  public void endAndDelete() throws IOException {
    close();
    Folders.delete(folder);
  }
}
