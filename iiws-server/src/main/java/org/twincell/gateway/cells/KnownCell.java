// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.cells;

import java.time.Duration;
import java.util.Comparator;
import java.util.function.Supplier;
import org.twincell.directory.CellEntry;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.MemberInfo;

/** A cell of the directory with the client that reaches it. */
public final class KnownCell {
  private final CellEntry entry;
  private final CellClient client;
  private final Supplier<HandleSeal> seal;

  /**
   * @param seal made when it is first needed, because making it takes a while
   */
  KnownCell(CellEntry entry, CellClient client, Supplier<HandleSeal> seal) {
    this.entry = entry;
    this.client = client;
    this.seal = seal;
  }

  public String name() {
    return entry.name();
  }

  public CellEntry entry() {
    return entry;
  }

  public CellClient client() {
    return client;
  }

  /**
   * What decides about a takeover of the cell: {@code safe}, {@code available}, {@code manual} or
   * {@code stand-alone}, as its active member said last, else any; {@code unknown} when none is
   * heard. Does not wait.
   */
  public String mode() {
    return client.status(Duration.ZERO).stream()
        .filter(MemberInfo::reachable)
        .max(Comparator.comparing(MemberInfo::duty).thenComparing(MemberInfo::term))
        .map(MemberInfo::mode)
        .filter(mode -> !mode.isEmpty())
        .orElse("unknown");
  }

  /** The token that stands for a query of this cell on every gateway. */
  public String seal(QueryHandle handle) {
    return seal().seal(handle);
  }

  HandleSeal seal() {
    return seal.get();
  }
}
