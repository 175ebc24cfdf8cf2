// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.baroc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.twincell.event.ClassTable;

/**
 * The class files that every cell has: the roots of events and data objects, the enumerations, and
 * the events of the cell itself. They are ordinary class files, read by the ordinary reader.
 */
public final class BaseClasses {
  private static final List<String> NAMES =
      List.of("mc_root_internal.baroc", "mc_root.baroc", "mc_cell.baroc");

  private static final String TEC = "tec.baroc";

  private BaseClasses() {}

  /** Made once, when first asked for. */
  private static final class Holder {
    private static final List<ClassFile> FILES = NAMES.stream().map(BaseClasses::resource).toList();
    private static final ClassTable TABLE = ClassFiles.load(FILES);
  }

  /** The shipped files in load order. */
  public static List<ClassFile> files() {
    return Holder.FILES;
  }

  /** The table of {@link #files}. */
  public static ClassTable table() {
    return Holder.TABLE;
  }

  /** Slots and labels that files of the Tivoli Enterprise Console take for granted; optional. */
  public static ClassFile tec() {
    return resource(TEC);
  }

  /**
   * The shipped classes with a user's files on top, which may add to them.
   *
   * @throws BarocException with all problems of the user's files
   */
  public static ClassFiles.Loaded with(List<ClassFile> files) {
    List<ClassFile> all = new ArrayList<>(files());
    all.addAll(files);
    return ClassFiles.read(all);
  }

  private static ClassFile resource(String name) {
    try (InputStream in = BaseClasses.class.getResourceAsStream("classes/" + name)) {
      if (in == null) throw new IllegalStateException("the program lacks its class file " + name);
      return new ClassFile(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
