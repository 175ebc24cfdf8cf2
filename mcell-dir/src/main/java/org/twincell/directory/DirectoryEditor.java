// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.directory;

import java.nio.charset.CharsetEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Changes entries of a directory file and leaves every other byte of it as it is: comments, order,
 * alignment, line ends, encoding, also a missing end of the last line.
 *
 * <p>A change that would make the file unusable is refused and leaves the editor as it was. Nothing
 * is written before {@link #save}. For one thread at a time.
 *
 * <pre>{@code
 * DirectoryEditor editor = DirectoryEditor.open(file);
 * CellEntry cell = editor.directory().find("Alphonse").orElseThrow();
 * editor.change(cell, cell.withKey(new EntryKey(newKey))).save();
 * }</pre>
 */
public final class DirectoryEditor {
  private final Path file;
  private byte[] saved;
  private DirectoryText text;
  private CellDirectory directory;

  private DirectoryEditor(Path file, byte[] content) {
    this.file = file;
    this.saved = content;
    this.text = DirectoryText.of(content);
    this.directory = CellDirectory.parse(file.toString(), text.lines());
  }

  /**
   * Reads the file.
   *
   * @throws DirectoryException when the file cannot be read or has problems; they are mended first
   */
  public static DirectoryEditor open(Path file) {
    return new DirectoryEditor(file, DirectoryText.read(file));
  }

  /** What the file will say when it is saved now. */
  public CellDirectory directory() {
    return directory;
  }

  /** The bytes of the file when it is saved now. */
  public byte[] content() {
    return text.toBytes();
  }

  /**
   * Adds an entry below the last one of its kind, or at the end, laid out like the line above it. A
   * cell's witness gets its own line below the last witness, or below the cell.
   *
   * @throws DirectoryException when the name is taken, or the key cannot be written in the file's
   *     encoding
   */
  public DirectoryEditor add(DirectoryEntry entry) {
    DirectoryText draft = text.copy();
    insert(draft, fieldsOf(entry), lastOf(draft, kindOf(entry)));
    if (entry instanceof CellEntry cell) putWitness(draft, cell.name(), cell);
    return accept(draft);
  }

  /**
   * Replaces an entry: everything of {@code before}, which is found by its kind and name, becomes
   * as in {@code after}. Fields that stay equal keep their spelling. A cell takes its witness
   * along.
   *
   * @throws DirectoryException when {@code before} is not in the file, the new name is taken, or
   *     the key cannot be written in the file's encoding
   * @throws IllegalArgumentException when the two are of different kinds
   */
  public DirectoryEditor change(DirectoryEntry before, DirectoryEntry after) {
    EntryKind kind = kindOf(before);
    if (kind != kindOf(after)) {
      throw new IllegalArgumentException(
          "a " + kind.word() + " cannot become another kind of entry");
    }
    DirectoryText draft = text.copy();
    rewrite(draft, require(draft, kind, before.name()), fieldsOf(after));
    if (after instanceof CellEntry cell) {
      putWitness(draft, before.name(), cell);
    }
    return accept(draft);
  }

  /**
   * Removes an entry's line, which is found by its kind and name, and the line of its witness.
   * Comments stay.
   *
   * @throws DirectoryException when the entry is not in the file
   */
  public DirectoryEditor remove(DirectoryEntry entry) {
    DirectoryText draft = text.copy();
    delete(draft, require(draft, kindOf(entry), entry.name()));
    if (entry instanceof CellEntry) {
      find(draft, EntryKind.WITNESS, entry.name()).ifPresent(at -> delete(draft, at));
    }
    return accept(draft);
  }

  /**
   * Replaces the file in one step, after which it is on the disk: a reader sees the old file or the
   * new one. Owner and permissions stay, and so does a symbolic link that leads to the file.
   *
   * @throws DirectoryException when the file cannot be written, or someone else has changed it
   *     since it was read; the file is then as it was
   */
  public void save() {
    byte[] content = content();
    if (Arrays.equals(content, saved)) return;
    if (!Arrays.equals(DirectoryText.read(file), saved)) {
      throw refusal(
          "the file was changed by someone else since it was read",
          "Open it again and repeat the change.");
    }
    WholeFile.replace(file, content);
    saved = content;
  }

  private DirectoryEditor accept(DirectoryText draft) {
    CharsetEncoder encoder = draft.charset().newEncoder();
    if (!draft.lines().stream().allMatch(encoder::canEncode)) {
      throw refusal(
          "the new text cannot be written in the encoding of the file, " + draft.charset(),
          "Save the file as UTF-8 first, or use letters of ASCII only.");
    }
    directory = CellDirectory.parse(file.toString(), draft.lines());
    text = draft;
    return this;
  }

  /** Brings the witness line, if it is there under this name, to what the cell's entry says. */
  private static void putWitness(DirectoryText draft, String nameBefore, CellEntry cell) {
    Optional<Integer> at = find(draft, EntryKind.WITNESS, nameBefore);
    if (cell.witness().isEmpty()) {
      at.ifPresent(index -> delete(draft, index));
      return;
    }
    Address witness = cell.witness().get();
    if (at.isPresent()) {
      String written = fields(draft, at.get()).field(1);
      String name = written.equalsIgnoreCase(cell.name()) ? written : cell.name();
      rewrite(draft, at.get(), witnessFields(name, cell, witness));
    } else {
      Optional<Integer> below = placeOfWitness(draft, cell.name());
      insert(draft, witnessFields(cell.name(), cell, witness), below);
    }
  }

  /** Below the cell, or where the witnesses stand together further down. */
  private static Optional<Integer> placeOfWitness(DirectoryText draft, String cellName) {
    Optional<Integer> cell = find(draft, EntryKind.CELL, cellName);
    return lastOf(draft, EntryKind.WITNESS).filter(at -> at > cell.orElse(-1)).or(() -> cell);
  }

  private static void rewrite(DirectoryText draft, int at, EntryFields now) {
    LineFields line = fields(draft, at);
    draft.lines().set(at, new LineLayout(line, neighbours(draft, at)).rewrite(now.over(line)));
  }

  private static void insert(DirectoryText draft, EntryFields entry, Optional<Integer> below) {
    Optional<Integer> model = below.isPresent() ? below : lastEntry(draft);
    List<String> fields =
        entry.written(model.map(at -> EntryFields.separator(fields(draft, at))).orElse(':'));
    String line =
        model
            .map(at -> new LineLayout(fields(draft, at), neighbours(draft, at)).imitate(fields))
            .orElse(String.join(" ", fields));
    insertLine(draft, below.map(at -> at + 1).orElse(draft.lines().size()), line);
  }

  /** A file whose last line has no end still has none when the new line becomes the last. */
  private static void insertLine(DirectoryText draft, int at, String line) {
    boolean afterOpenEnd = at > 0 && draft.ends().get(at - 1).isEmpty();
    int model = afterOpenEnd ? at - 2 : at - 1;
    String end = model < 0 ? "\n" : draft.ends().get(model);
    if (afterOpenEnd) draft.ends().set(at - 1, end);
    draft.lines().add(at, line);
    draft.ends().add(at, afterOpenEnd ? "" : end);
  }

  /** A byte order mark belongs to the file and not to its first line. */
  private static void delete(DirectoryText draft, int at) {
    boolean marked = draft.lines().remove(at).startsWith("\uFEFF");
    draft.ends().remove(at);
    if (marked && at < draft.lines().size())
      draft.lines().set(at, "\uFEFF" + draft.lines().get(at));
  }

  private int require(DirectoryText draft, EntryKind kind, String name) {
    return find(draft, kind, name)
        .orElseThrow(
            () -> {
              List<String> names = directory.entries().stream().map(DirectoryEntry::name).toList();
              return refusal(
                  "there is no " + kind.word() + " '" + name + "' in the file",
                  NearestWord.to(name, names)
                      .map(near -> "Did you mean " + near + "?")
                      .orElse("Name one that is there."));
            });
  }

  private static Optional<Integer> find(DirectoryText draft, EntryKind kind, String name) {
    for (int at = 0; at < draft.lines().size(); at++) {
      LineFields line = fields(draft, at);
      boolean found =
          isOf(line, kind) && EntryLine.nameKey(line.field(1)).equals(EntryLine.nameKey(name));
      if (found) return Optional.of(at);
    }
    return Optional.empty();
  }

  /** The last line of the kind; of cells, the witness that stands right below it. */
  private static Optional<Integer> lastOf(DirectoryText draft, EntryKind kind) {
    int lines = draft.lines().size();
    for (int at = lines - 1; at >= 0; at--) {
      if (!isOf(fields(draft, at), kind)) continue;
      boolean witnessed =
          kind == EntryKind.CELL
              && at + 1 < lines
              && isOf(fields(draft, at + 1), EntryKind.WITNESS);
      return Optional.of(witnessed ? at + 1 : at);
    }
    return Optional.empty();
  }

  private static Optional<Integer> lastEntry(DirectoryText draft) {
    for (int at = draft.lines().size() - 1; at >= 0; at--) {
      if (fields(draft, at).count() > 0) return Optional.of(at);
    }
    return Optional.empty();
  }

  private static boolean isOf(LineFields line, EntryKind kind) {
    return line.count() > 0 && kind.isTypeOf(line.field(0));
  }

  private static LineFields fields(DirectoryText draft, int at) {
    return LineFields.of(draft.lines().get(at));
  }

  /** The nearest entries above and below, whatever blank lines and comments are in between. */
  private static List<LineFields> neighbours(DirectoryText draft, int at) {
    List<LineFields> found = new ArrayList<>(2);
    for (int step : new int[] {-1, 1}) {
      int beside = at + step;
      while (isInside(draft, beside) && fields(draft, beside).count() == 0) beside += step;
      if (isInside(draft, beside)) found.add(fields(draft, beside));
    }
    return found;
  }

  private static boolean isInside(DirectoryText draft, int at) {
    return at >= 0 && at < draft.lines().size();
  }

  private static EntryKind kindOf(DirectoryEntry entry) {
    if (entry instanceof CellEntry) return EntryKind.CELL;
    return entry instanceof GatewayEntry ? EntryKind.GATEWAY : EntryKind.ADMIN;
  }

  private static EntryFields fieldsOf(DirectoryEntry entry) {
    String type =
        entry instanceof GatewayEntry gateway ? "gateway." + gateway.type() : kindOf(entry).word();
    return new EntryFields(type, entry.name(), entry.key(), entry.addresses());
  }

  private static EntryFields witnessFields(String name, CellEntry cell, Address witness) {
    return new EntryFields(EntryKind.WITNESS.word(), name, cell.key(), List.of(witness));
  }

  private DirectoryException refusal(String what, String mend) {
    return new DirectoryException(file.toString(), DirectoryProblem.ofFile(what, mend));
  }
}
