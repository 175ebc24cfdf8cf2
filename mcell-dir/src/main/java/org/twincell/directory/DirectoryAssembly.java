// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.directory;

import static org.twincell.directory.DirectoryLimits.MAX_ENTRIES;
import static org.twincell.directory.DirectoryLimits.MAX_PROBLEMS_IN_MESSAGE;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts the lines of a file together: finds names that stand twice, and joins each witness to its
 * cell.
 *
 * <p>Cells and gateways share one space of names, because propagation names its destinations by
 * name alone (not documented for the original, where a second one would be unreachable).
 */
final class DirectoryAssembly {
  /** A search for a similar name looks at no more cells than this. */
  private static final int MAX_SUGGESTED_FROM = 1000;

  private static final String MEND_LOST_WITNESS = "Add the line of the cell, or remove this one.";

  private final ProblemList problems;
  private final LineReader reader;
  private final List<EntryLine> entries = new ArrayList<>();
  private final Map<String, EntryLine> destinations = new HashMap<>();
  private final Map<String, EntryLine> admins = new HashMap<>();
  private final Map<String, EntryLine> witnesses = new LinkedHashMap<>();
  private final Set<String> brokenCells = new HashSet<>();
  private int entryLines;
  private int lostWitnesses;

  DirectoryAssembly(ProblemList problems) {
    this.problems = problems;
    this.reader = new LineReader(problems);
  }

  void line(int number, String text) {
    Optional<LineFields> fields = reader.fields(number, text);
    if (fields.isEmpty() || fields.get().count() == 0) return;
    if (++entryLines > MAX_ENTRIES) {
      if (entryLines == MAX_ENTRIES + 1) tellFull(number, fields.get());
      return;
    }
    Optional<EntryLine> entry = reader.entry(number, fields.get());
    if (entry.isPresent()) take(entry.get());
    else noteBroken(fields.get());
  }

  private void tellFull(int number, LineFields fields) {
    problems.add(
        number,
        fields.column(0),
        "the file has more than " + MAX_ENTRIES + " entries (the limit of one file)",
        "Spread the cells over several files.");
  }

  /** Keeps a problem in the line of a cell from being told once more for its witness. */
  private void noteBroken(LineFields fields) {
    if (fields.count() > 1 && EntryKind.CELL.isTypeOf(fields.field(0))) {
      brokenCells.add(EntryLine.nameKey(fields.field(1)));
    }
  }

  private void take(EntryLine entry) {
    EntryLine first = namesOf(entry.kind()).putIfAbsent(entry.nameKey(), entry);
    if (first == null) {
      if (entry.kind() != EntryKind.WITNESS) entries.add(entry);
      return;
    }
    boolean isWitness = entry.kind() == EntryKind.WITNESS;
    tell(
        entry,
        entry.place().nameColumn(),
        (isWitness ? "a witness of '" : "name '")
            + entry.name()
            + "' stands in line "
            + first.place().line()
            + " already "
            + (isWitness ? "(a cell has one)" : "(names are equal when only their case differs)"),
        "Remove one of the two lines, or write another name.");
  }

  private Map<String, EntryLine> namesOf(EntryKind kind) {
    return switch (kind) {
      case CELL, GATEWAY -> destinations;
      case ADMIN -> admins;
      case WITNESS -> witnesses;
    };
  }

  /** The entries in file order. Of use only when there is no problem. */
  List<DirectoryEntry> finish() {
    witnesses.values().forEach(this::checkWitness);
    if (problems.count() > 0) return List.of();
    List<DirectoryEntry> joined = new ArrayList<>(entries.size());
    for (EntryLine entry : entries) joined.add(join(entry));
    return joined;
  }

  private DirectoryEntry join(EntryLine entry) {
    return switch (entry.kind()) {
      case CELL ->
          entry.toCell(
              Optional.ofNullable(witnesses.get(entry.nameKey())).map(w -> w.addresses().get(0)));
      case GATEWAY -> entry.toGateway();
      case ADMIN -> entry.toAdmin();
      case WITNESS -> throw new IllegalStateException("a witness is part of its cell's entry");
    };
  }

  private void checkWitness(EntryLine witness) {
    if (brokenCells.contains(witness.nameKey())) return;
    @Nullable EntryLine cell = destinations.get(witness.nameKey());
    if (cell == null || cell.kind() != EntryKind.CELL) {
      tell(
          witness,
          witness.place().nameColumn(),
          "there is no cell '"
              + witness.name()
              + "' for this witness (a witness line names a cell)",
          mendLostWitness(witness));
    } else {
      checkWitness(witness, cell);
    }
  }

  private void checkWitness(EntryLine witness, EntryLine cell) {
    EntryLine.Place place = witness.place();
    if (!cell.key().equals(witness.key())) {
      tell(
          witness,
          place.keyColumn(),
          "the key of this witness is not that of " + shown(cell) + " (all members share one key)",
          "Write the same key in both lines.");
    }
    if (cell.addresses().size() == 1) {
      tell(
          witness,
          place.nameColumn(),
          shown(cell) + " is alone and has no use for a witness (a witness votes for a pair)",
          "Add the secondary's address to the cell, or remove the witness.");
    }
    Address address = witness.addresses().get(0);
    if (isMember(address, cell)) {
      tell(
          witness,
          place.addressColumn(),
          "the witness has the address of a member of " + shown(cell) + " (each has its own)",
          "Write the address of the witness, best on a third machine.");
    }
  }

  private static boolean isMember(Address address, EntryLine cell) {
    for (Address member : cell.addresses()) {
      if (member.isSamePlaceAs(address)) return true;
    }
    return false;
  }

  private static String shown(EntryLine cell) {
    return "cell '" + cell.name() + "' in line " + cell.place().line();
  }

  private void tell(EntryLine entry, int column, String what, String mend) {
    problems.add(entry.place().line(), column, what, mend);
  }

  /** Searching for a similar name is slow, so it is done for those problems that are shown. */
  private String mendLostWitness(EntryLine witness) {
    if (++lostWitnesses > MAX_PROBLEMS_IN_MESSAGE) return MEND_LOST_WITNESS;
    List<String> cells =
        entries.stream()
            .filter(entry -> entry.kind() == EntryKind.CELL)
            .map(EntryLine::name)
            .limit(MAX_SUGGESTED_FROM)
            .toList();
    return NearestWord.to(witness.name(), cells)
        .map(near -> "Write " + near + ", if that is the cell.")
        .orElse(MEND_LOST_WITNESS);
  }
}
