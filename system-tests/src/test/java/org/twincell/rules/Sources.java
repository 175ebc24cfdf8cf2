// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.rules;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The tree that the rules are about: its files and its compiled main classes. */
final class Sources {
  /** Modules whose code a user never runs as part of the product. */
  static final Set<String> NOT_PRODUCT =
      Set.of("system-tests", "benchmarks", "simulation", "testkit");

  private static final Set<String> SKIPPED =
      Set.of("target", ".git", "run", ".mvn", "node_modules", "__pycache__", ".jqwik-database");

  private Sources() {}

  static Path root() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve("mvnw"))) at = at.getParent();
    return at;
  }

  static List<Path> modules() {
    try (Stream<Path> children = Files.list(root())) {
      return children.filter(m -> Files.exists(m.resolve("pom.xml"))).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JavaClasses productClasses() {
    List<Path> folders =
        modules().stream()
            .filter(m -> !NOT_PRODUCT.contains(m.getFileName().toString()))
            .map(m -> m.resolve("target/classes"))
            .filter(Files::isDirectory)
            .toList();
    return new ClassFileImporter().importPaths(folders);
  }

  /** All files of the tree with one of the endings, without build output. */
  static List<Path> files(String... endings) {
    List<Path> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          root(),
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              return SKIPPED.contains(folder.getFileName().toString())
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              for (String ending : endings) {
                if (file.getFileName().toString().endsWith(ending)) found.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    found.sort(null);
    return found;
  }

  static List<Path> mainJava() {
    return files(".java").stream().filter(f -> f.toString().contains("/src/main/java/")).toList();
  }

  static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
