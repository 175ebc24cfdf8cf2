// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.twincell.cell.store.wire.StoreState;

/**
 * Makes some buckets of a store hold what they hold on another member, byte for byte. Both were
 * read at the same index.
 */
final class Mending {
  private final Records own;
  private final Records theirs;

  Mending(Records own, Records theirs) {
    if (own.index() != theirs.index()) {
      throw new IllegalArgumentException(own.index() + " is not " + theirs.index());
    }
    this.own = own;
    this.theirs = theirs;
  }

  /** Where a key lies. */
  private record Place(Family family, ByteBuffer key) {
    static Place of(Records.Item item) {
      return new Place(item.in(), ByteBuffer.wrap(item.key()));
    }
  }

  /**
   * Writes what differs, the sums and the counters, all or nothing.
   *
   * @return the counters, which are the other member's
   */
  StoreState write(Content content, Buckets buckets, StoreState now) {
    if (now.getAppliedIndex() != theirs.index()) {
      throw new IllegalStateException("the store went on while it was mended");
    }
    StoreState mended = theirs.counters();
    try (Changes changes = new Changes(content, buckets, now.getDigestSum(), now.getDigestKeys())) {
      collect(changes);
      long[] kept = buckets.copy();
      theirs.sums().forEach((bucket, sum) -> buckets.add(bucket, sum - kept[bucket]));
      changes.putState(mended.toByteArray());
      changes.write();
    }
    return mended;
  }

  private void collect(Changes changes) {
    Map<Place, Records.Item> before = new HashMap<>();
    for (Records.Item item : own.items()) before.put(Place.of(item), item);
    for (Records.Item item : theirs.items()) {
      Records.Item old = before.remove(Place.of(item));
      boolean isEqual = old != null && java.util.Arrays.equals(old.value(), item.value());
      if (!isEqual) changes.put(item.in(), item.key(), item.value());
    }
    for (Records.Item gone : before.values()) changes.put(gone.in(), gone.key(), null);
  }
}
