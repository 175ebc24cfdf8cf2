// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.twincell.cell.log.LogApplier;
import org.twincell.history.EventRow;
import org.twincell.time.TimeSource;

/** The store of a member of a simulation, whatever it is made of. Used by one thread. */
public abstract class SimulatedStore implements AutoCloseable {
  /** What the log feeds. */
  public abstract LogApplier applier();

  abstract Entries entries(TimeSource time);

  abstract StoreReader reader();

  /** The designated member of manual mode; empty when none was named. */
  abstract Optional<String> designated();

  /** The process ends at once: some of what was applied last may be gone. */
  public abstract void crash(RandomGenerator chance);

  /** The process starts again on what is left. */
  public abstract void reopen();

  /** The events of the simulation's clients, in the order of their handles. */
  public abstract List<EventRow> content();

  @Override
  public abstract void close();
}
