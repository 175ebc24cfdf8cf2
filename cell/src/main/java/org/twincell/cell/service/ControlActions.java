// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a member can be told to do. Each may block, and throws a {@code CellException} that says why
 * it did not.
 */
public interface ControlActions {
  /** Begins the argument by which one member tells another for whom it asks. */
  String FOR = "--for=";

  /** Who asks, and with which arguments. */
  record Asked(String sender, List<String> arguments) {
    public Asked {
      arguments = List.copyOf(arguments);
    }

    /** The word and who said it, as a reason for the log. */
    String reason(String word) {
      return "mcontrol " + word + (sender.isEmpty() ? "" : " by " + sender);
    }

    /** The same for another member that shall act; it keeps who asked and for what. */
    List<String> passedOn(String word) {
      List<String> all = new ArrayList<>(arguments);
      all.add(FOR + reason(word));
      return all;
    }

    /** What was first asked for, where another member passed it on. */
    Optional<String> firstReason() {
      return arguments.stream()
          .filter(each -> each.startsWith(FOR))
          .map(each -> each.substring(FOR.length()))
          .findFirst();
    }
  }

  /** Get the duty from the active member, or take it where there is none. */
  void active(Asked asked, Consumer<String> lines);

  /** Give the duty to the other member; refused when that one is not in step. */
  void standby(Asked asked, Consumer<String> lines);

  /** Admit no new events, or admit them again, on all members and over takeovers. */
  void pause(boolean paused, Asked asked, Consumer<String> lines);

  /** Says that the member will stop, and on demand how to see that it has. */
  void terminate(Asked asked, Consumer<String> lines);

  /** Begins the stop, once the answer is out. */
  void stop();

  /** One step of a drill. */
  void drill(Asked asked, Consumer<String> lines);

  /** Another member says that it ends. */
  void closing(Asked asked);

  /** Read files again: {@code dir}, {@code kb} or {@code all}. */
  void reload(List<String> what, Consumer<String> lines);

  /** How the digest of the store compares with the other member's. */
  void digest(Consumer<String> lines);

  /** Which records differ from the other member's. */
  void diff(Consumer<String> lines);

  /** Who is connected. */
  void connections(Consumer<String> lines);

  /** Settings and files, secrets masked. */
  void config(Consumer<String> lines);

  /** Counters in Prometheus form. */
  void metrics(Consumer<String> lines);
}
