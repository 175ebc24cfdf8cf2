// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** A trip-wire for methods and files that grew: 70 lines, 800 lines, 7 parameters. */
class SizesTest {
  private static final int METHOD_LINES = 70;
  private static final int FILE_LINES = 800;
  private static final int PARAMETERS = 7;

  @Test
  void noMethodAndNoFilePassesItsWall() throws IOException {
    Set<String> excused = excused();
    List<String> tooLarge = new ArrayList<>();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
      List<Path> sources = Sources.files(".java");
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, d -> {}, null, null, files.getJavaFileObjectsFromPaths(sources));
      Trees trees = Trees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        measure(unit, trees.getSourcePositions(), tooLarge);
      }
    }
    tooLarge.removeIf(line -> excused.contains(line.substring(0, line.indexOf(' '))));
    assertThat(tooLarge).as("cut it, or excuse it in docs/style-exceptions.txt").isEmpty();
  }

  private static void measure(
      CompilationUnitTree unit, SourcePositions positions, List<String> tooLarge) {
    LineMap lines = unit.getLineMap();
    String file = Path.of(unit.getSourceFile().toUri()).getFileName().toString();
    long length = lines.getLineNumber(Math.max(0, positions.getEndPosition(unit, unit)));
    if (length > FILE_LINES) tooLarge.add(file + " has " + length + " lines");
    new TreePathScanner<Void, Void>() {
      @Override
      public Void visitMethod(MethodTree method, Void nothing) {
        long from = lines.getLineNumber(Math.max(0, positions.getStartPosition(unit, method)));
        long to = lines.getLineNumber(Math.max(0, positions.getEndPosition(unit, method)));
        String name = file + ":" + method.getName();
        if (to - from >= METHOD_LINES) tooLarge.add(name + " has " + (to - from + 1) + " lines");
        boolean constructor = method.getName().contentEquals("<init>");
        if (!constructor && method.getParameters().size() > PARAMETERS) {
          tooLarge.add(name + " has " + method.getParameters().size() + " parameters");
        }
        return super.visitMethod(method, nothing);
      }
    }.scan(unit, null);
  }

  /** Lines of the form {@code File.java:method reason}; {@code #} begins a comment. */
  private static Set<String> excused() {
    return Sources.text(Sources.root().resolve("docs/style-exceptions.txt"))
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.substring(0, line.indexOf(' ')))
        .collect(Collectors.toSet());
  }
}
