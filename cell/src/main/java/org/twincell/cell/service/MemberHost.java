// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import java.util.List;
import java.util.Optional;
import org.twincell.protocol.CellClient;

/** What a member needs of the process that it lives in. Any thread may call any method. */
public interface MemberHost {
  /** Begins an orderly stop and returns at once. */
  void stop(String reason);

  /** The member cannot go on: it stops without handing over, and the process says so. */
  void fail(String reason);

  /** Ends the process at once, as SIGKILL would: nothing is closed, told or handed over. */
  void halt();

  /**
   * Reads the directory file again.
   *
   * @return what changed, for the operator
   * @throws org.twincell.protocol.CellException REFUSED when the file cannot be used; the old
   *     directory stays
   */
  String reloadDirectory();

  /** Settings and files, one line each, secrets masked. */
  List<String> configuration();

  /** Shows others when the process has ended; empty where it outlives its members. */
  Optional<EndPort> endPort();

  /** Opens a client of this member's own cell. */
  CellClient openClient();
}
