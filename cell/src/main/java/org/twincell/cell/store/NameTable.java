// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;

/**
 * Short numbers for the names of classes and slots, given in the order in which entries first name
 * them; a row holds numbers instead of names. Only ever grows. The applying thread adds, any thread
 * reads.
 */
final class NameTable {
  private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
  private final List<String> names = new CopyOnWriteArrayList<>();

  static NameTable load(Content content) {
    NameTable table = new NameTable();
    List<String> inOrder = new ArrayList<>();
    try (ReadOptions how = new ReadOptions();
        RocksIterator at = content.iterator(Family.META, how)) {
      for (at.seek(new byte[] {'n'}); Content.isAt(at) && at.key()[0] == 'n'; at.next()) {
        int number = Keys.intAt(at.value(), 0);
        while (inOrder.size() <= number) inOrder.add("");
        inOrder.set(number, Keys.nameOf(at.key()));
      }
    }
    table.names.addAll(inOrder);
    for (int i = 0; i < inOrder.size(); i++) table.numbers.put(inOrder.get(i), i);
    return table;
  }

  /** The number of a name; given now if it has none yet. */
  int number(String name, Changes changes) {
    Integer known = numbers.get(name);
    if (known != null) return known;
    int next = names.size();
    changes.insert(Family.META, Keys.name(name), Keys.number(next));
    names.add(name);
    numbers.put(name, next);
    return next;
  }

  OptionalInt find(String name) {
    Integer number = numbers.get(name);
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  String name(int number) {
    return names.get(number);
  }
}
