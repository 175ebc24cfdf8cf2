// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.twincell.protocol.MemberInfo.Role;

/**
 * Everything that a member is told at its start. Immutable; what can change while it runs (the
 * directory) is not here.
 *
 * @param cell name of the cell; compared without regard to case
 * @param role from {@code CellDuplicateMode}
 * @param folders where its files are
 * @param takeover when and how the duty moves
 * @param keys what the directory's keys are allowed to be
 * @param network where it listens
 * @param limits what may wait, and how long things are kept
 * @param storeCheck how the store is compared and read
 * @param oldEvents which events go by themselves
 * @param warnings what the operator should read at start; nothing to stop for
 */
public record CellSettings(
    String cell,
    Role role,
    Folders folders,
    Takeover takeover,
    Keys keys,
    Network network,
    Limits limits,
    StoreCheck storeCheck,
    OldEvents oldEvents,
    List<String> warnings) {
  private static final Duration DAY = Duration.ofDays(1);

  /** What the profile {@code fast} takes for CellDuplicateHeartbeatTimeOut. */
  private static final Duration FAST_HEARTBEAT_TIME_OUT = Duration.ofMillis(250);

  private static final Duration LONGEST_KEPT = Duration.ofDays(36_500);

  public CellSettings {
    warnings = List.copyOf(warnings);
  }

  /**
   * What {@code mcell} was given.
   *
   * @param cell {@code -n}
   * @param home {@code -l}: the folder with {@code etc}, {@code kb} and {@code var}
   * @param configFile {@code -c}; where it is missing, {@code etc/<cell>/mcell.conf} and then
   *     {@code etc/mcell.conf} under the home folder are tried
   * @param parameters {@code -p Parameter=Value}, each over the file
   */
  public record Options(
      String cell, Path home, Optional<Path> configFile, List<String> parameters) {
    public Options {
      parameters = List.copyOf(parameters);
    }
  }

  /**
   * Where the files are.
   *
   * @param directoryFile {@code ServerDirectoryName}
   * @param data {@code SystemVarDirName}: the log and the store of this member alone
   * @param classes {@code kb/classes}: {@code .load} and class files; need not exist
   * @param configuration {@code mcell.conf}, where there is one
   */
  public record Folders(
      Path home, Path directoryFile, Path data, Path classes, Optional<Path> configuration) {}

  /** When and how the duty moves; see the parameters {@code CellDuplicate...}. */
  public record Takeover(
      boolean automatic,
      boolean switchBack,
      Duration timeOut,
      Duration startTimeOut,
      Duration heartbeatTimeOut,
      Duration signalTimeOut,
      String profile) {}

  /** {@code DigestInterval}, {@code ScrubInterval}, {@code ScrubBytesPerSecond}. */
  public record StoreCheck(Duration compareEvery, Duration scrubEvery, long scrubBytesPerSecond) {}

  /** PEM files for the key {@code *TLS}, each missing or named. */
  public record Keys(
      boolean requireStrong,
      boolean allowPlainText,
      Optional<Path> certificate,
      Optional<Path> privateKey,
      Optional<Path> trusted) {}

  /**
   * Where the member listens.
   *
   * @param bindAddress {@code BindAddress}; missing: the host of its directory entry
   * @param replicationPortOffset from the member's port to the port of the replicated log
   * @param metricsPort loopback port of {@code /metrics}; 0 is off
   */
  public record Network(
      Optional<String> bindAddress,
      int replicationPortOffset,
      int metricsPort,
      int connectionLimit) {}

  /** What may wait, and how long things are kept. Sizes in bytes. */
  public record Limits(
      int commandQueue,
      int entryBytes,
      int entriesInFlight,
      int messageBytes,
      Duration queryTime,
      Duration queryHistory,
      Duration commandMemory,
      long commandMemoryLimit,
      long snapshotEvery,
      long logKeepEntries,
      long storeCacheBytes,
      Duration stopTimeOut) {}

  /** Which events go by themselves; see the parameters {@code EventDB...}. Zero keeps all. */
  public record OldEvents(
      long size,
      int freePercent,
      boolean preferClosed,
      Duration every,
      Duration keepClosed,
      Duration keepNonClosed,
      boolean onDateReception,
      List<String> neverClosed,
      List<String> neverNonClosed) {
    public OldEvents {
      neverClosed = List.copyOf(neverClosed);
      neverNonClosed = List.copyOf(neverNonClosed);
    }
  }

  /**
   * Reads the parameter file and the options.
   *
   * @throws SettingsException with all problems at once
   */
  public static CellSettings load(Options options) {
    ParameterReader reader = new ParameterReader();
    Optional<Path> file = configFile(options);
    file.ifPresent(path -> readFile(reader, path));
    Path here = Path.of("").toAbsolutePath();
    options.parameters().forEach(parameter -> reader.option(parameter, here));
    CellSettings settings = build(options, reader);
    if (!reader.problems().isEmpty()) throw new SettingsException(reader.problems());
    return settings;
  }

  private static Optional<Path> configFile(Options options) {
    if (options.configFile().isPresent()) return options.configFile();
    Path etc = options.home().resolve("etc");
    return List.of(etc.resolve(options.cell()).resolve("mcell.conf"), etc.resolve("mcell.conf"))
        .stream()
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private static void readFile(ParameterReader reader, Path file) {
    try {
      List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
      for (int i = 0; i < lines.size(); i++) reader.line(file, i + 1, lines.get(i));
    } catch (IOException e) {
      reader.problem(
          file.toString(),
          "the parameter file cannot be read (" + e.getClass().getSimpleName() + ")",
          "Check its path, its rights and that it is UTF-8");
    }
  }

  private static CellSettings build(Options options, ParameterReader reader) {
    if (!options.cell().matches("[A-Za-z0-9_][A-Za-z0-9_.-]*")) {
      reader.problem(
          "option -n", "'" + options.cell() + "' is no cell name", "Use letters, digits and _");
    }
    Role role = role(reader);
    Path etc = options.home().resolve("etc");
    Path data =
        reader
            .path(Parameter.SystemVarDirName, options.home())
            .orElse(options.home().resolve("var").resolve(options.cell()));
    Folders folders =
        new Folders(
            options.home(),
            reader.path(Parameter.ServerDirectoryName, etc).orElse(etc.resolve("mcell.dir")),
            data.toAbsolutePath().normalize(),
            options.home().resolve("kb").resolve("classes"),
            configFile(options));
    return new CellSettings(
        options.cell(),
        role,
        folders,
        takeover(reader),
        keys(reader, etc),
        network(reader),
        limits(reader),
        new StoreCheck(
            reader.duration(Parameter.DigestInterval, Duration.ZERO, DAY),
            reader.duration(Parameter.ScrubInterval, Duration.ZERO, LONGEST_KEPT),
            reader.number(Parameter.ScrubBytesPerSecond, 1 << 16, 10L << 30)),
        oldEvents(reader),
        new ArrayList<>(reader.warnings()));
  }

  private static Role role(ParameterReader reader) {
    int mode = (int) reader.number(Parameter.CellDuplicateMode, 0, 3);
    return switch (mode) {
      case 1 -> Role.PRIMARY;
      case 2 -> Role.SECONDARY;
      case 3 -> Role.WITNESS;
      default -> Role.STAND_ALONE;
    };
  }

  private static Takeover takeover(ParameterReader reader) {
    // Read once: each reading of a wrong value is a problem of its own.
    String profile = reader.choice(Parameter.CellDuplicateProfile, List.of("standard", "fast"));
    return new Takeover(
        reader.yes(Parameter.CellDuplicateAutoFailOver),
        reader.yes(Parameter.CellDuplicateAutoSwitchBack),
        reader.duration(Parameter.CellDuplicateFailOverTimeOut, Duration.ofSeconds(1), DAY),
        reader.duration(Parameter.CellDuplicateFailOverStartTimeOut, Duration.ofSeconds(1), DAY),
        heartbeatTimeOut(reader, profile),
        reader.duration(Parameter.SignalTimeOut, Duration.ofSeconds(1), Duration.ofHours(1)),
        profile);
  }

  private static Duration heartbeatTimeOut(ParameterReader reader, String profile) {
    Duration given =
        reader.duration(
            Parameter.CellDuplicateHeartbeatTimeOut, Duration.ofMillis(100), Duration.ofMinutes(5));
    boolean isGiven = reader.isGiven(Parameter.CellDuplicateHeartbeatTimeOut);
    return profile.equals("fast") && !isGiven ? FAST_HEARTBEAT_TIME_OUT : given;
  }

  private static Keys keys(ParameterReader reader, Path etc) {
    return new Keys(
        reader.yes(Parameter.RequireStrongKey),
        reader.yes(Parameter.AllowPlainText),
        reader.path(Parameter.TlsCertificateFileName, etc),
        reader.path(Parameter.TlsKeyFileName, etc),
        reader.path(Parameter.TlsTrustFileName, etc));
  }

  private static Network network(ParameterReader reader) {
    String bind = reader.text(Parameter.BindAddress);
    return new Network(
        bind.isEmpty() ? Optional.empty() : Optional.of(bind),
        (int) reader.number(Parameter.ReplicationPortOffset, 1, 10_000),
        (int) reader.number(Parameter.MetricsPort, 0, 65_535),
        (int) reader.number(Parameter.ConnectionLimit, 1, 100_000));
  }

  private static OldEvents oldEvents(ParameterReader reader) {
    return new OldEvents(
        reader.number(Parameter.EventDBSize, 0, 1_000_000_000),
        (int) reader.number(Parameter.EventDBCleanupPercentage, 0, 99),
        reader.yes(Parameter.EventDBCleanupPreferClosed),
        reader.duration(Parameter.EventDBCleanupInterval, Duration.ofSeconds(1), DAY),
        reader.duration(Parameter.EventDBKeepClosed, Duration.ZERO, LONGEST_KEPT),
        reader.duration(Parameter.EventDBKeepNonClosed, Duration.ZERO, LONGEST_KEPT),
        reader.yes(Parameter.EventDBCleanupOnDateReception),
        names(reader.text(Parameter.EventDBNoCleanupClosed)),
        names(reader.text(Parameter.EventDBNoCleanupNonClosed)));
  }

  private static List<String> names(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).filter(n -> !n.isEmpty()).toList();
  }

  private static Limits limits(ParameterReader reader) {
    return new Limits(
        (int) reader.number(Parameter.CommandQueueLimit, 1, 1_000_000),
        (int) reader.number(Parameter.EntryBytesLimit, 1 << 16, 4 << 20),
        (int) reader.number(Parameter.EntriesInFlight, 1, 64),
        (int) reader.number(Parameter.MessageBytesLimit, 1 << 16, 64 << 20),
        reader.duration(Parameter.QueryTimeLimit, Duration.ofMillis(100), Duration.ofHours(1)),
        reader.duration(Parameter.QueryHistoryKeep, Duration.ofSeconds(1), DAY),
        reader.duration(Parameter.CommandMemoryKeep, Duration.ofMinutes(1), DAY),
        reader.number(Parameter.CommandMemoryLimit, 1000, 1_000_000_000),
        reader.number(Parameter.SnapshotEvery, 10, 100_000_000),
        reader.number(Parameter.LogKeepEntries, 0, 100_000_000),
        reader.number(Parameter.StoreCacheBytes, 1 << 20, 64L << 30),
        reader.duration(Parameter.StopTimeOut, Duration.ofSeconds(1), Duration.ofMinutes(10)));
  }
}
