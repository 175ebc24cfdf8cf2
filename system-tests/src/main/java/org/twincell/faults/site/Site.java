// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults.site;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Where the parties live and how the links between them are hurt. One thread drives it. {@link
 * #close} takes back whatever was made, twice without harm.
 */
public interface Site extends AutoCloseable {
  /** Port of each member; the replicated log listens on the next one up. */
  int MEMBER_PORT = 21_828;

  /** Port of each gateway. */
  int GATEWAY_PORT = 29_080;

  /** One sentence for the report: what the parties live in. */
  String describe();

  /** Why this site cannot do something to links, and what would help; empty when it can. */
  Optional<String> lacks(Ability ability);

  /** The address under which the others reach a party. */
  String host(Party party);

  /** The address on which a party listens. */
  String bindHost(Party party);

  /** What comes before the command of a party, so that it runs in its place. */
  List<String> enter(Party party);

  /** Tells who a process is, once it was started. */
  void started(Party party, long pid);

  /**
   * Nothing of what {@code from} sends arrives at {@code to} any more; the other direction stays.
   *
   * @throws IOException when the machine refuses
   */
  Wound cut(Party from, Party to) throws IOException;

  /** Every connection between the two, new or old, is reset. */
  Wound reset(Party one, Party other) throws IOException;

  /**
   * Everything that a party sends and gets passes a worse link.
   *
   * @throws IOException when the machine refuses, or the site cannot do this
   */
  Wound worsen(Party party, Quality quality) throws IOException;

  @Override
  void close();

  /** What a site may be able to do; a fault that needs one that is missing is not fired. */
  enum Ability {
    CUT,
    RESET,
    DELAY,
    SLOW,
    CUT_IN_MESSAGE,
    LOSS,
    REORDER,
    DUPLICATE,
    MOUNT
  }
}
