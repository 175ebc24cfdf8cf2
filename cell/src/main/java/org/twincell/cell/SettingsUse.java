// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.twincell.cell.digest.DigestSettings;
import org.twincell.cell.log.LogTuning;
import org.twincell.cell.service.MemberService;
import org.twincell.cell.service.Members;
import org.twincell.cell.settings.CellSettings;
import org.twincell.cell.store.StoreSettings;
import org.twincell.directory.CellEntry;
import org.twincell.protocol.keys.KeySettings;
import org.twincell.protocol.keys.PemFiles;

/** What the settings of a member mean to each of its parts. */
final class SettingsUse {
  /** Room in an entry of the log beside its commands: shipped classes, orders to tidy up. */
  private static final int ENTRY_RESERVE_BYTES = 256 << 10;

  /** An entry may also hold one command that alone has the limit, so twice the limit must fit. */
  private static final int SEGMENT_BYTES = 16 << 20;

  /** Where Java was told to find the settings of its log. */
  private static final String LOGGING = "java.util.logging.config.file";

  private SettingsUse() {}

  /**
   * What does not go together with the directory.
   *
   * @return what the operator should read at start
   * @throws CellStartException for what this version cannot do
   */
  static Optional<String> check(CellSettings settings, CellEntry entry) {
    if (!entry.isPair() || entry.witness().isPresent()) return Optional.empty();
    String advice =
        " Add a line 'witness "
            + entry.name()
            + " <key> <host:port>' with a third machine's address.";
    if (!settings.takeover().automatic()) {
      return Optional.of(
          "the pair has no witness, and its duty moves by hand: no event is lost, but the cell waits"
              + " while one of its two members is away, until mcontrol active."
              + advice);
    }
    return Optional.of(
        "the pair has no witness: a member that loses the other carries on alone after "
            + settings.takeover().timeOut().toSeconds()
            + " s, and both may, until they meet again. Nothing is lost, but each may lack what the"
            + " other has accepted meanwhile."
            + advice);
  }

  static KeySettings keys(CellSettings settings) {
    CellSettings.Keys keys = settings.keys();
    return new KeySettings(pem(keys), keys.allowPlainText(), keys.requireStrong());
  }

  private static Optional<PemFiles> pem(CellSettings.Keys keys) {
    Optional<Path> certificate = keys.certificate();
    if (certificate.isEmpty() || keys.privateKey().isEmpty() || keys.trusted().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new PemFiles(
            certificate.get(), keys.privateKey().orElseThrow(), keys.trusted().orElseThrow()));
  }

  static LogTuning log(CellSettings settings) {
    CellSettings.Limits limits = settings.limits();
    LogTuning shipped = LogTuning.DEFAULT;
    // The active member gives up after the longest, which must not be before a standby would ask.
    Duration silence = settings.takeover().heartbeatTimeOut();
    int entryBytes = limits.entryBytes() + ENTRY_RESERVE_BYTES;
    return new LogTuning(
        silence,
        silence.multipliedBy(2),
        shipped.requestLimit(),
        limits.stopTimeOut().dividedBy(2),
        Math.max(SEGMENT_BYTES, 2L * entryBytes),
        shipped.cachedSegments(),
        entryBytes,
        shipped.pendingLimit(),
        limits.snapshotEvery(),
        limits.logKeepEntries());
  }

  static StoreSettings store(CellSettings settings) {
    StoreSettings shipped = StoreSettings.DEFAULTS;
    return new StoreSettings(
        settings.limits().storeCacheBytes(),
        shipped.writeBufferBytes(),
        shipped.rowCacheBytes(),
        shipped.openFilesLimit());
  }

  static StoreSettings.Retention retention(CellSettings settings) {
    StoreSettings.Retention shipped = StoreSettings.Retention.DEFAULTS;
    return new StoreSettings.Retention(
        settings.limits().queryHistory(),
        shipped.historyLimitRows(),
        settings.limits().commandMemory(),
        settings.limits().commandMemoryLimit(),
        shipped.tidyEvery());
  }

  static StoreSettings.CleanUp cleanUp(CellSettings settings) {
    CellSettings.OldEvents old = settings.oldEvents();
    return new StoreSettings.CleanUp(
        old.every(),
        old.keepClosed(),
        old.keepNonClosed(),
        old.onDateReception(),
        new StoreSettings.SizeLimit(old.size(), old.freePercent(), old.preferClosed()),
        old.neverClosed(),
        old.neverNonClosed());
  }

  static DigestSettings digests(CellSettings settings) {
    CellSettings.StoreCheck check = settings.storeCheck();
    return new DigestSettings(
        check.compareEvery(), check.scrubEvery(), check.scrubBytesPerSecond());
  }

  static MemberService.Limits limits(CellSettings settings) {
    CellSettings.Limits limits = settings.limits();
    return new MemberService.Limits(
        limits.commandQueue(),
        limits.entryBytes(),
        limits.entriesInFlight(),
        limits.messageBytes(),
        settings.network().connectionLimit(),
        limits.queryTime(),
        Duration.ofSeconds(2));
  }

  static MemberService.Duties duties(CellSettings settings) {
    CellSettings.Takeover takeover = settings.takeover();
    return new MemberService.Duties(
        takeover.automatic() && takeover.switchBack(),
        log(settings).electionMax(),
        takeover.signalTimeOut(),
        takeover.startTimeOut(),
        shared(takeover));
  }

  /** What an operator wants to read at start; the key is never among it. */
  static List<String> describe(CellSettings settings, Members members) {
    List<String> lines = new ArrayList<>();
    lines.add("cell=" + members.cell());
    lines.add("role=" + members.self().role());
    lines.add("home=" + settings.folders().home());
    lines.add(
        "configuration=" + settings.folders().configuration().map(Path::toString).orElse("none"));
    lines.add("directory=" + settings.folders().directoryFile());
    lines.add("data=" + settings.folders().data());
    lines.add("classes=" + settings.folders().classes());
    lines.add("logging=" + System.getProperty(LOGGING, "none"));
    members.all().forEach(one -> lines.add("member=" + one.describe()));
    lines.add("mode=" + members.modeWord());
    lines.addAll(takeover(settings.takeover()));
    lines.add("limits=" + settings.limits());
    lines.add("store check=" + settings.storeCheck());
    lines.add("old events=" + settings.oldEvents());
    return lines;
  }

  /** What decides about a takeover, as it is in force, under the names of {@code mcell.conf}. */
  private static List<String> takeover(CellSettings.Takeover takeover) {
    List<String> lines = new ArrayList<>(shared(takeover));
    lines.add("CellDuplicateFailOverTimeOut=" + text(takeover.timeOut()));
    lines.add("CellDuplicateFailOverStartTimeOut=" + text(takeover.startTimeOut()));
    lines.add("SignalTimeOut=" + text(takeover.signalTimeOut()));
    return lines;
  }

  /** What of it both members of a pair should be set alike in. */
  private static List<String> shared(CellSettings.Takeover takeover) {
    return List.of(
        "CellDuplicateAutoFailOver=" + yes(takeover.automatic()),
        "CellDuplicateAutoSwitchBack=" + yes(takeover.switchBack()),
        "CellDuplicateProfile=" + takeover.profile(),
        "CellDuplicateHeartbeatTimeOut=" + text(takeover.heartbeatTimeOut()));
  }

  private static String text(Duration duration) {
    long millis = duration.toMillis();
    return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
  }

  private static String yes(boolean is) {
    return is ? "Yes" : "No";
  }
}
