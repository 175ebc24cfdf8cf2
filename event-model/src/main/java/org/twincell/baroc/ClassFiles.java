// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.baroc;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.twincell.event.ClassTable;

/**
 * Reads class files into a {@link ClassTable}. All files are read as one text, in their order: a
 * class stands before its subclasses, an enumeration before the slots that use it. Where something
 * is wrong, all problems of all files are reported at once and nothing is loaded.
 */
public final class ClassFiles {
  /** The most characters of all files of a table together. */
  public static final int TEXT_LIMIT_CHARS = 64 * 1024 * 1024;

  private ClassFiles() {}

  /**
   * A table and what is worth a look in its files: nothing here keeps the table from being used.
   *
   * @param warnings in the order of the files
   */
  public record Loaded(ClassTable table, List<Problem> warnings) {
    public Loaded {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * The table of exactly these files; see {@link BaseClasses#with} for those of a cell.
   *
   * @throws BarocException with all problems
   */
  public static ClassTable load(List<ClassFile> files) {
    return read(files).table();
  }

  /**
   * The same with the warnings.
   *
   * @throws BarocException with all problems
   */
  public static Loaded read(List<ClassFile> files) {
    Problems problems = new Problems();
    ClassTableBuilder builder = new ClassTableBuilder(problems);
    long length = 0;
    for (ClassFile file : files) {
      length += file.text().length();
      if (length > TEXT_LIMIT_CHARS) {
        String what = "the files up to this one have more than " + TEXT_LIMIT_CHARS + " characters";
        problems.add(new Problem(file.name(), 1, 1, what, ""));
        break;
      }
      if (!problems.isFull()) ClassParser.parse(file, problems, builder::add);
    }
    ClassTable table = builder.build();
    Comparator<Problem> order = inOrderOf(files);
    if (!problems.errors().isEmpty()) {
      throw new BarocException(problems.errors().stream().sorted(order).toList());
    }
    return new Loaded(table, problems.warnings().stream().sorted(order).toList());
  }

  private static Comparator<Problem> inOrderOf(List<ClassFile> files) {
    Map<String, Integer> order = new HashMap<>();
    for (int i = 0; i < files.size(); i++) order.putIfAbsent(files.get(i).name(), i);
    return Comparator.<Problem>comparingInt(problem -> order.getOrDefault(problem.file(), 0))
        .thenComparingInt(Problem::line)
        .thenComparingInt(Problem::column);
  }
}
