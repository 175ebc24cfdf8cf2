// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.twincell.event.Instance;
import org.twincell.event.RawValue;
import org.twincell.event.SlotValue;
import org.twincell.protocol.codec.ValueCodec;
import org.twincell.protocol.wire.MergedObject;
import org.twincell.protocol.wire.MergedSlot;

/**
 * Decides, slot by slot, what becomes of an object that two members have changed without each
 * other. Pure. This member's term is the higher one, so where both changed a slot its value stays;
 * what only the other one changed is taken; lists that grew on both sides get both ends; who has
 * acknowledged an event on either side has acknowledged it.
 */
final class SlotMerge {
  /** Stamps of the cell; the newer one counts, without a remark. */
  private static final Set<String> NEWER = Set.of(SystemSlots.MODIFICATION, "mc_modification_time");

  /** What the cell notes about an object on each side; its own stays, without a remark. */
  private static final Set<String> OWN =
      Set.of(
          "administrator",
          "duration",
          "date",
          SystemSlots.RECEPTION,
          "mc_arrival_time",
          "mc_local_reception_time",
          "mc_creation_time",
          "mc_client_address",
          "mc_modhist",
          SystemSlots.OPERATIONS,
          "event_handle",
          "data_handle",
          "mc_ueid",
          "mc_udid");

  private final MergedObject theirs;
  private final Instance mine;
  private final boolean untouchedHere;
  private final Map<String, RawValue> changes = new LinkedHashMap<>();
  private final List<Conflict> conflicts = new ArrayList<>();

  /** A slot that both have changed. */
  record Conflict(String slot, String mine, RawValue theirs) {}

  /**
   * @param mine the object here
   * @param sharedIndex the last entry that both members have in common
   */
  SlotMerge(MergedObject theirs, StoredRow mine, long sharedIndex) {
    this.theirs = theirs;
    this.mine = mine.instance();
    boolean asItWas = mine.modifiedIndex() <= sharedIndex;
    // Sent to both under one id, it is one object; with a common key alone it was made twice.
    boolean asItCame =
        theirs.getIsNew()
            && mine.modifiedIndex() == mine.createdIndex()
            && theirs.getObjectId().equals(idOf(mine.instance()));
    this.untouchedHere = asItWas || asItCame;
  }

  private static String idOf(Instance instance) {
    return instance
        .get("mc_ueid")
        .or(() -> instance.get("mc_udid"))
        .map(org.twincell.event.ValueText::plain)
        .orElse("");
  }

  void run() {
    for (MergedSlot slot : theirs.getSlotsList()) {
      boolean isChanged = !theirs.getKnowsBefore() || slot.hasBefore();
      Optional<SlotValue> here = mine.get(slot.getName());
      if (isChanged && here.isPresent()) slot(slot, ChangesSince.raw(here.get()));
    }
  }

  private void slot(MergedSlot slot, RawValue here) {
    String name = slot.getName();
    RawValue now = ValueCodec.fromWire(slot.getNow());
    if (now.equals(here)) return;
    if (name.equals(SystemSlots.CLIENT_ACK)) {
      changes.put(name, union(here, now));
    } else if (NEWER.contains(name)) {
      if (number(now) > number(here)) changes.put(name, now);
    } else if (slot.hasBefore() && grew(slot, here, now)) {
      return;
    } else if (OWN.contains(name)) {
      // A retry brings them again, so only what was unchanged here may be replaced.
      if (untouchedHere && slot.hasBefore() && !isIdentity(name)) changes.put(name, now);
    } else if (isUntouched(slot) || isAsBefore(slot, here)) {
      changes.put(name, now);
    } else {
      conflicts.add(new Conflict(name, org.twincell.event.ValueText.of(here), now));
    }
  }

  /**
   * Whether nothing that this member acknowledged is lost with its value. What both were sent as
   * new differs as it came only where two senders used one id, and then both values count.
   */
  private boolean isUntouched(MergedSlot slot) {
    boolean cameOtherwise = theirs.getKnowsMade() && !slot.hasBefore();
    return untouchedHere && !cameOtherwise;
  }

  private static boolean isIdentity(String name) {
    return name.endsWith("_handle") || name.equals("mc_ueid") || name.equals("mc_udid");
  }

  private static boolean isAsBefore(MergedSlot slot, RawValue here) {
    return slot.hasBefore() && ValueCodec.fromWire(slot.getBefore()).equals(here);
  }

  /** Where the other only added to a list, the same is added here, once. */
  private boolean grew(MergedSlot slot, RawValue here, RawValue now) {
    if (!(ValueCodec.fromWire(slot.getBefore()) instanceof RawValue.ListOf before)
        || !(now instanceof RawValue.ListOf longer)
        || !(here instanceof RawValue.ListOf list)) {
      return false;
    }
    int common = before.elements().size();
    if (longer.elements().size() < common
        || !longer.elements().subList(0, common).equals(before.elements())) {
      return false;
    }
    List<RawValue> added = longer.elements().subList(common, longer.elements().size());
    if (java.util.Collections.indexOfSubList(list.elements(), added) >= 0) return true;
    List<RawValue> both = new ArrayList<>(list.elements());
    both.addAll(added);
    changes.put(slot.getName(), new RawValue.ListOf(both));
    return true;
  }

  private static RawValue union(RawValue one, RawValue other) {
    if (!(one instanceof RawValue.ListOf a) || !(other instanceof RawValue.ListOf b)) {
      boolean isEmpty = one instanceof RawValue.Text text && text.value().isEmpty();
      return isEmpty ? other : one;
    }
    Set<RawValue> all = new LinkedHashSet<>(a.elements());
    all.addAll(b.elements());
    return new RawValue.ListOf(new ArrayList<>(all));
  }

  private static long number(RawValue value) {
    return value instanceof RawValue.Text text && text.value().matches("-?[0-9]{1,18}")
        ? Long.parseLong(text.value())
        : 0;
  }

  /** The slots to write. */
  Map<String, RawValue> changes() {
    return changes;
  }

  /** The slots in which the other's value lost. */
  List<Conflict> conflicts() {
    return conflicts;
  }
}
