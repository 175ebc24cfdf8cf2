// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.settings;

import java.util.Locale;
import java.util.Optional;

/**
 * The parameters of {@code mcell.conf}, by their original names where the original has them. The
 * table {@code docs/SETTINGS.md} is tested against this one.
 */
enum Parameter {
  CellDuplicateMode(Kind.NUMBER, "0", "0 stand-alone, 1 primary, 2 secondary, 3 witness (ours)"),
  CellDuplicateAutoFailOver(
      Kind.YES_NO,
      "Yes",
      "a standby takes the duty over by itself; No: only mcontrol active moves it"),
  CellDuplicateAutoSwitchBack(
      Kind.YES_NO, "No", "the primary takes the duty back once it is in step"),
  CellDuplicateFailOverTimeOut(
      Kind.DURATION,
      "5s",
      "without a witness: how long a member waits for its lost peer before it carries on alone"),
  CellDuplicateFailOverStartTimeOut(
      Kind.DURATION,
      "30s",
      "how long a secondary that starts waits for the primary before it takes the duty; without a"
          + " witness: how long a new member waits for the other at its first start"),
  CellDuplicateProfile(
      Kind.TEXT,
      "standard",
      "standard: bears short pauses and lost packets; fast: CellDuplicateHeartbeatTimeOut is"
          + " 250ms unless it is given, for members on quiet machines near each other (ours)"),
  CellDuplicateHeartbeatTimeOut(
      Kind.DURATION,
      "750ms",
      "silence of the active member from which on a standby may ask for votes; it does so at the"
          + " latest after twice that, a witness after four times; a process that has"
          + " ended is noticed at once"),
  SignalTimeOut(Kind.DURATION, "2s", "silence after which a member that was LIVE is DEAD (ours)"),
  ServerDirectoryName(Kind.PATH, "mcell.dir", "the directory file"),
  SystemVarDirName(Kind.PATH, "", "folder of the data; empty: var/<cell> under the home folder"),
  RequireStrongKey(Kind.YES_NO, "No", "refuse the shipped key and keys under 16 characters (ours)"),
  AllowPlainText(Kind.YES_NO, "No", "allow the key 0 on other addresses than loopback (ours)"),
  TlsCertificateFileName(Kind.PATH, "", "PEM certificate chain for the key *TLS (ours)"),
  TlsKeyFileName(Kind.PATH, "", "PEM private key, PKCS#8, for the key *TLS (ours)"),
  TlsTrustFileName(Kind.PATH, "", "PEM certificates that are trusted, for the key *TLS (ours)"),
  BindAddress(Kind.TEXT, "", "address to listen on; empty: the host of the directory entry (ours)"),
  ReplicationPortOffset(
      Kind.NUMBER, "1", "port of the replicated log, counted from the member's port (ours)"),
  CommandQueueLimit(
      Kind.NUMBER, "10000", "commands that may wait; further ones are answered BUSY (ours)"),
  EntryBytesLimit(Kind.NUMBER, "1048576", "bytes of commands in one log entry (ours)"),
  EntriesInFlight(Kind.NUMBER, "4", "log entries under way at one moment (ours)"),
  MessageBytesLimit(Kind.NUMBER, "16777216", "bytes of one request (ours)"),
  ConnectionLimit(Kind.NUMBER, "1000", "connections of clients at one moment (ours)"),
  QueryTimeLimit(Kind.DURATION, "60s", "the longest that a query may run (ours)"),
  QueryHistoryKeep(
      Kind.DURATION,
      "30m",
      "how long the pages of a query can be read after it was opened; longer while a member without"
          + " witness is alone, for the merge needs the old versions (ours)"),
  CommandMemoryKeep(Kind.DURATION, "1h", "how long a command's outcome is remembered (ours)"),
  CommandMemoryLimit(
      Kind.NUMBER, "20000000", "commands remembered at most; beyond, the oldest go early (ours)"),
  SnapshotEvery(Kind.NUMBER, "100000", "log entries between two snapshots (ours)"),
  LogKeepEntries(
      Kind.NUMBER, "50000", "log entries kept behind a snapshot for a member that was away (ours)"),
  StoreCacheBytes(Kind.NUMBER, "67108864", "memory for the store's blocks (ours)"),
  DigestInterval(
      Kind.DURATION,
      "5s",
      "how often members compare the digests of their stores; 0 compares nothing (ours)"),
  ScrubInterval(
      Kind.DURATION,
      "6h",
      "pause between two passes that read the whole store from the disk; 0 reads nothing (ours)"),
  ScrubBytesPerSecond(
      Kind.NUMBER, "8388608", "the most that such a pass reads, before compression (ours)"),
  EventDBSize(
      Kind.NUMBER,
      "2000000",
      "above so many events the oldest go; 0 sets no limit (original: 100000)"),
  EventDBCleanupPercentage(
      Kind.NUMBER, "10", "share of EventDBSize that is free after the oldest went"),
  EventDBCleanupPreferClosed(
      Kind.YES_NO, "No", "closed events go first when there are more than EventDBSize"),
  EventDBCleanupInterval(Kind.DURATION, "60s", "how often old events are looked for"),
  EventDBKeepClosed(Kind.DURATION, "3d", "closed events go at this age; 0 keeps them"),
  EventDBKeepNonClosed(Kind.DURATION, "30d", "other events go at this age; 0 keeps them"),
  EventDBCleanupOnDateReception(
      Kind.YES_NO, "No", "ages count from the reception instead of the last modification"),
  EventDBNoCleanupClosed(
      Kind.TEXT, "", "classes, with their subclasses, whose closed events stay; comma-separated"),
  EventDBNoCleanupNonClosed(
      Kind.TEXT, "", "classes, with their subclasses, whose other events stay; comma-separated"),
  StopTimeOut(Kind.DURATION, "20s", "the longest that an orderly stop may take (ours)"),
  MetricsPort(Kind.NUMBER, "0", "loopback port of /metrics; 0 is off (ours)"),

  CellDuplicateHeartbeatEnabled(Kind.NOT_USED, "", "members cannot do without hearing each other"),
  Encryption(Kind.NOT_USED, "", "the key in the directory decides"),
  ForceEncryption(Kind.NOT_USED, "", "the key in the directory decides"),
  EncryptionKey(Kind.NOT_USED, "", "the key in the directory decides"),
  CellOperationLevel(Kind.NOT_USED, "", "there are no licence levels"),
  ConnectionPortRange(Kind.NOT_USED, "", "the system chooses the ports of outgoing connections"),
  ConnectionPortReuse(Kind.NOT_USED, "", "the system chooses the ports of outgoing connections"),
  HeartbeatEnabled(Kind.NOT_USED, "", "cells do not watch each other yet"),
  HeartbeatInterval(Kind.NOT_USED, "", "cells do not watch each other yet"),
  HeartbeatMissedWarning(Kind.NOT_USED, "", "cells do not watch each other yet"),
  HeartbeatMissedMinor(Kind.NOT_USED, "", "cells do not watch each other yet"),
  HeartbeatMissedCritical(Kind.NOT_USED, "", "cells do not watch each other yet"),
  ReportConnectClients(Kind.NOT_USED, "", "clients are not reported as events yet"),
  ReportModifyClients(Kind.NOT_USED, "", "clients are not reported as events yet"),
  EventDBCleanupDurationLimit(Kind.NOT_USED, "", "events go in small pieces between commands"),
  EventAutoClose(Kind.NOT_USED, "", "duplicates are not closed yet"),
  DestinationBufferReconnectInterval(Kind.NOT_USED, "", "events are not propagated yet"),
  DestinationBufferKeepWait(Kind.NOT_USED, "", "events are not propagated yet"),
  DestinationBufferKeepSent(Kind.NOT_USED, "", "events are not propagated yet"),
  DestinationBufferResendCount(Kind.NOT_USED, "", "events are not propagated yet"),
  StateBuildInterval(Kind.NOT_USED, "", "the store needs no state builder"),
  StateBuildSize(Kind.NOT_USED, "", "the store needs no state builder"),
  StateBuildConfigFileName(Kind.NOT_USED, "", "the store needs no state builder"),
  StateBuildAtTerminate(Kind.NOT_USED, "", "the store needs no state builder"),
  StateBuildRunTimeOut(Kind.NOT_USED, "", "the store needs no state builder"),
  Trace(Kind.NOT_USED, "", "logging.properties decides what is logged"),
  TraceSrc(Kind.NOT_USED, "", "logging.properties decides what is logged"),
  TraceConfigFileName(Kind.NOT_USED, "", "logging.properties decides what is logged"),
  TraceDefaultFileName(Kind.NOT_USED, "", "logging.properties decides what is logged"),
  TraceRuleLevel(Kind.NOT_USED, "", "there are no rules yet"),
  TraceRulePhases(Kind.NOT_USED, "", "there are no rules yet"),
  TraceRuleNames(Kind.NOT_USED, "", "there are no rules yet"),
  SystemLogDirName(Kind.NOT_USED, "", "logging.properties decides where the log goes"),
  SystemTmpDirName(Kind.NOT_USED, "", "no temporary files are kept");

  /** What a value may be. */
  enum Kind {
    TEXT,
    NUMBER,
    DURATION,
    YES_NO,
    PATH,
    /**
     * The original has it, this cell does not act on it: taken, and named in a warning at start.
     */
    NOT_USED
  }

  private final Kind kind;
  private final String fallback;
  private final String meaning;

  Parameter(Kind kind, String fallback, String meaning) {
    this.kind = kind;
    this.fallback = fallback;
    this.meaning = meaning;
  }

  Kind kind() {
    return kind;
  }

  /** The value where the file gives none, spelled as the file would. */
  String fallback() {
    return fallback;
  }

  /** For a used one what it decides, for an unused one why it decides nothing. */
  String meaning() {
    return meaning;
  }

  /** Names are compared without regard to case. */
  static Optional<Parameter> named(String name) {
    for (Parameter parameter : values()) {
      if (parameter.name().equalsIgnoreCase(name)) return Optional.of(parameter);
    }
    return Optional.empty();
  }

  /** The name that a reader most likely meant, if one is near. */
  static Optional<Parameter> near(String name) {
    Parameter best = null;
    int least = Math.max(2, name.length() / 4) + 1;
    for (Parameter parameter : values()) {
      int distance =
          distance(name.toLowerCase(Locale.ROOT), parameter.name().toLowerCase(Locale.ROOT));
      if (distance < least) {
        least = distance;
        best = parameter;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Levenshtein's distance: insertions, deletions and replacements of one character. */
  private static int distance(String a, String b) {
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) above[j] = j;
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
      }
      above = row;
    }
    return above[b.length()];
  }
}
