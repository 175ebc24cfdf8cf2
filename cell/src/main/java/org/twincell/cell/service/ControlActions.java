// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import java.util.List;
import java.util.function.Consumer;

/**
 * What a member can be told to do. Each may block, and throws a {@code CellException} that says why
 * it did not.
 */
public interface ControlActions {
  /** What the member says of itself. */
  void status(Consumer<String> lines);

  /** Get the duty from the active member. */
  void active(Consumer<String> lines);

  /** Give the duty to the other member; refused when that one is not in step. */
  void standby(List<String> arguments, Consumer<String> lines);

  /** Admit no new events, or admit them again. */
  void pause(boolean paused, Consumer<String> lines);

  /** Says that the member will stop. */
  void terminate(Consumer<String> lines);

  /** Begins the stop, once the answer is out. */
  void stop();

  /** Read files again: {@code dir}, {@code kb} or {@code all}. */
  void reload(List<String> what, Consumer<String> lines);

  /** Who is connected. */
  void connections(Consumer<String> lines);

  /** Settings and files, secrets masked. */
  void config(Consumer<String> lines);

  /** Counters in Prometheus form. */
  void metrics(Consumer<String> lines);
}
