// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.history.check;

import java.util.Set;

/** What a cell promises, which depends on its mode. */
public enum Promise {
  /** Each rule, at any time: a majority decides. */
  SAFE(Set.of(), Set.of()),
  /**
   * A pair without witness. While its members are apart both may accept, so answers may go back, be
   * of an older term, and show what was acknowledged as new; a history does not say when they are
   * apart, so answers are never judged by that. Once they have met again everything is there: each
   * event once, each name in {@code client_ack}, each modification in its slot or among those that
   * lost. Events of one sender that used both sides are stored in the order of the merge.
   */
  AVAILABLE(
      Set.of(Rule.WENT_BACK, Rule.OLDER_TERM, Rule.SENDER_ORDER, Rule.UNACKNOWLEDGED),
      Set.of(Rule.SENDER_ORDER));

  private final Set<Rule> notInAnswers;
  private final Set<Rule> notInStores;

  Promise(Set<Rule> notInAnswers, Set<Rule> notInStores) {
    this.notInAnswers = notInAnswers;
    this.notInStores = notInStores;
  }

  /**
   * Whether a rule has to hold.
   *
   * @param inStores in the stores at the end, not in the answers before
   */
  boolean covers(Rule rule, boolean inStores) {
    return !(inStores ? notInStores : notInAnswers).contains(rule);
  }
}
