// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.duty;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.twincell.protocol.MemberInfo.Signal;

/**
 * Keeps what is to be told of the other members as events of the cell while nobody can tell it: the
 * loss of the active member is often noticed before the one that takes over is open. One change for
 * each member; the opposite one makes both void, for nobody was told of the first.
 *
 * @param <T> what will be told
 */
public final class Untold<T> {
  private record Change<T>(boolean gone, T what) {}

  private final Map<String, Change<T>> changes = new LinkedHashMap<>();

  /** Keeps a change of a member's signal until somebody can tell it. */
  public void keep(String name, Signal now, T what) {
    boolean gone = now != Signal.LIVE;
    Change<T> before = changes.get(name);
    if (before != null && before.gone() != gone) changes.remove(name);
    else changes.put(name, new Change<>(gone, what));
  }

  /** Another member is active and tells what it sees of this one. */
  public void leave(String name) {
    changes.remove(name);
  }

  /** This member has the duty: what it has to tell, in the order in which it came. */
  public List<T> take() {
    List<T> all = new ArrayList<>();
    changes.values().forEach(change -> all.add(change.what()));
    changes.clear();
    return all;
  }
}
