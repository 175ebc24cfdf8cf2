// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import java.util.List;

/**
 * One member over JMX: {@code org.twincell:type=Member,cell=<cell>,role=<role>} on the platform's
 * server, so for who may attach to the process (the same user on the same machine), unless the JVM
 * was started with a port for JMX. The same words as {@code mcontrol} and {@code mgetinfo} have,
 * with the same refusals.
 *
 * <p>Sends notifications: {@code org.twincell.duty} when the duty of this member changed, {@code
 * org.twincell.signal.LIVE}, {@code .DEAD} and {@code .CLOSE} of another member; the message is the
 * line that the log has.
 *
 * <p>An operation that is refused throws an {@code IllegalStateException} with what, why and how to
 * mend; one that is done returns the lines that {@code mcontrol} prints.
 */
public interface MemberMXBean {
  String getCell();

  /** STAND_ALONE, PRIMARY, SECONDARY or WITNESS. */
  String getRole();

  String getAddress();

  /** STANDBY, LIMITED or ACTIVE. */
  String getDuty();

  long getTerm();

  /** safe, available, manual or stand-alone. */
  String getMode();

  /** host:port of the active member, empty when none is known. */
  String getActiveAddress();

  /** When the duty changed last, as ISO 8601. */
  String getSince();

  /** Why the duty changed last. */
  String getReason();

  boolean isPaused();

  long getCommitIndex();

  long getAppliedIndex();

  long getEvents();

  long getDataObjects();

  /**
   * Of a pair without witness: this member is on a branch that it began alone, so that each of the
   * two may have accepted what the other lacks.
   */
  boolean isAlone();

  /** NOT_COMPARED, EQUAL or DIFFERENT. */
  String getStores();

  /** What takes long, empty when the member is in step. */
  String getProgress();

  /**
   * One line for each other member: role, address, signal, {@code lag=} entries, {@code
   * lag_millis=} age of the oldest entry that it lacks, {@code silent_millis=} since it was heard;
   * what is not known is left out. Settings that are other there follow {@code differs:}.
   */
  List<String> getPeers();

  String getVersion();

  /** Gets this member the duty. */
  List<String> active(boolean force);

  /** Gives the duty to the other member of the pair. */
  List<String> standby(boolean force);

  /** Admits no new events, on the active member. */
  List<String> pause();

  /** Admits events again, on the active member. */
  List<String> resume();

  /** Ends this member in good order; returns at once. */
  List<String> terminate();

  /** Reads files again: dir, kb or all. */
  List<String> reload(String what);

  /** Whether the stores are equal, and how this one is. */
  List<String> digest();

  /** Names records that differ; on a standby it compares now, and entries wait for it there. */
  List<String> diff();

  /** Name, files and settings, {@code name=value}, secrets left out. */
  List<String> config();

  /** Open connections: {@code in} of clients, {@code out} to members that are heard now. */
  List<String> connect();

  /** The page of {@code /metrics}. */
  List<String> metrics();

  /**
   * Practises a change of duty while canary events flow; returns when it has ended, which takes up
   * to some minutes, with what {@code mcontrol drill} prints. A drill whose canaries failed, were
   * lost or doubled throws, with the figures.
   *
   * @param kind planned, crash or partition; a crash of the member that is asked is refused, for it
   *     could not answer any more
   * @param seconds how long a partition lasts, 1 to 60; the others do not mind
   * @param confirmed of a crash: the member stays down until its supervisor, or you, start it
   */
  List<String> drill(String kind, int seconds, boolean confirmed);
}
