// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Decides which member may have the duty. In manual mode that is the designated one, whom the
 * operator named and an entry of the log recorded; a member that the others merely chose to lead
 * the log serves nothing and keeps the log going until the designated one is back.
 *
 * <p>A cell in which nobody was designated yet is taken by the first that leads.
 */
final class Designation {
  private final Mode mode;
  private final String self;
  private final Supplier<Optional<String>> recorded;
  private final BooleanSupplier alone;

  /** What a member that leads the log does with the duty. */
  enum Step {
    /** Serve. */
    TAKE,
    /** Record that this member is the designated one, then serve. */
    DESIGNATE_AND_TAKE,
    /** Serve nothing; give the lead back once the designated member is in step. */
    WAIT
  }

  /**
   * @param self name of this member in the log
   * @param recorded the designated member, as the store has it from the log
   * @param alone this member carries on alone, which in manual mode is the operator's word
   */
  Designation(Mode mode, String self, Supplier<Optional<String>> recorded, BooleanSupplier alone) {
    this.mode = mode;
    this.self = self;
    this.recorded = recorded;
    this.alone = alone;
  }

  /** For a cell whose duty moves by itself. */
  static Designation none() {
    return new Designation(Mode.SAFE, "", Optional::empty, () -> false);
  }

  boolean isManual() {
    return mode == Mode.MANUAL;
  }

  /**
   * Whether this member is on a branch of the cell's history that it began alone, so that each of
   * the two members may have accepted what the other lacks.
   */
  boolean isAlone() {
    return alone.getAsBoolean();
  }

  /** The designated member; empty when the duty moves by itself or nobody was named yet. */
  Optional<String> member() {
    if (!isManual()) return Optional.empty();
    return alone.getAsBoolean() ? Optional.of(self) : recorded.get();
  }

  /** What this member does when it leads the log. */
  Step whenLeading() {
    if (!isManual()) return Step.TAKE;
    Optional<String> named = recorded.get();
    if (named.isEmpty()) return Step.DESIGNATE_AND_TAKE;
    if (named.get().equals(self)) return Step.TAKE;
    return alone.getAsBoolean() ? Step.DESIGNATE_AND_TAKE : Step.WAIT;
  }

  /** Whether a member that leads the log serves. */
  boolean permits(String member) {
    return member().map(member::equals).orElse(true);
  }
}
