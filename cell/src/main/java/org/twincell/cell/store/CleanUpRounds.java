// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.twincell.cell.store.StoreSettings.CleanUp;
import org.twincell.cell.store.wire.CleanUpEvents;
import org.twincell.cell.store.wire.CleanUpPosition;
import org.twincell.cell.store.wire.EntryResult;
import org.twincell.time.TimeSource;

/**
 * Decides on the active member when a clean-up of events is due and what its next piece is: first
 * events that are too old, then, above the size limit, the oldest. One piece is under way at a
 * time; the entries between keep callers from waiting.
 */
final class CleanUpRounds {
  /** Events that one entry looks at. */
  static final int PIECE_EVENTS = 200;

  /** A piece whose outcome was not heard of for so long was lost with the duty. */
  private static final Duration LOST_AFTER = Duration.ofMinutes(1);

  private final CleanUp settings;
  private final TimeSource time;
  private Step step = Step.RESTING;
  private long sinceNanos;
  private boolean underWay;

  /** Too many are left, because their classes stay: no reason to begin again at once. */
  private boolean fruitless;

  private @Nullable CleanUpPosition after;

  private enum Step {
    RESTING,
    TOO_OLD,
    TOO_MANY_CLOSED,
    TOO_MANY
  }

  CleanUpRounds(CleanUp settings, TimeSource time) {
    this.settings = settings;
    this.time = time;
    this.sinceNanos = time.monotonicNanos();
  }

  /**
   * The next piece, if one is due now.
   *
   * @param events how many there are
   */
  synchronized Optional<CleanUpEvents> next(long events) {
    if (settings.isNever()) return Optional.empty();
    long silentNanos = time.monotonicNanos() - sinceNanos;
    if (underWay && silentNanos < LOST_AFTER.toNanos()) return Optional.empty();
    if (underWay) rest();
    if (step == Step.RESTING) {
      boolean mayHurry = isOver(events) && !fruitless;
      if (silentNanos < settings.every().toNanos() && !mayHurry) return Optional.empty();
      go(Step.TOO_OLD);
    }
    underWay = true;
    sinceNanos = time.monotonicNanos();
    return Optional.of(order());
  }

  /** What the store answered to an entry. */
  synchronized void take(EntryResult result, long events) {
    if (!result.getCleanedUp()) return;
    underWay = false;
    if (result.hasCleanUpAfter()) {
      after = result.getCleanUpAfter();
      return;
    }
    switch (step) {
      case RESTING -> rest();
      case TOO_MANY -> {
        rest();
        fruitless = isOver(events);
      }
      case TOO_OLD -> {
        if (!isOver(events)) rest();
        else go(settings.limit().preferClosed() ? Step.TOO_MANY_CLOSED : Step.TOO_MANY);
      }
      case TOO_MANY_CLOSED -> {
        if (events > settings.limit().target()) go(Step.TOO_MANY);
        else rest();
      }
    }
  }

  private boolean isOver(long events) {
    return settings.limit().events() > 0 && events > settings.limit().events();
  }

  private void go(Step next) {
    step = next;
    after = null;
  }

  private void rest() {
    go(Step.RESTING);
    underWay = false;
    fruitless = false;
    sinceNanos = time.monotonicNanos();
  }

  private CleanUpEvents order() {
    CleanUpEvents.Builder order =
        CleanUpEvents.newBuilder()
            .setOnDateReception(settings.onDateReception())
            .addAllKeepClosedClasses(settings.neverClosed())
            .addAllKeepNonClosedClasses(settings.neverNonClosed())
            .setLookAt(PIECE_EVENTS);
    if (after != null) order.setAfter(after);
    switch (step) {
      case RESTING -> throw new IllegalStateException("nothing is due");
      case TOO_OLD -> {
        order.setClosedBeforeEpochMillis(before(settings.keepClosed()));
        order.setNonClosedBeforeEpochMillis(before(settings.keepNonClosed()));
      }
      case TOO_MANY_CLOSED -> {
        order.setClosedBeforeEpochMillis(Long.MAX_VALUE);
        order.setUntilEvents(settings.limit().target());
      }
      case TOO_MANY -> {
        order.setClosedBeforeEpochMillis(Long.MAX_VALUE);
        order.setNonClosedBeforeEpochMillis(Long.MAX_VALUE);
        order.setUntilEvents(settings.limit().target());
      }
    }
    return order.build();
  }

  private long before(Duration keep) {
    return keep.isZero() ? 0 : time.wallClock().toEpochMilli() - keep.toMillis();
  }
}
