// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.baroc.BarocException;
import org.twincell.baroc.BaseClasses;
import org.twincell.baroc.ClassFile;
import org.twincell.cell.store.EventStore;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.codec.CommandCodec;
import org.twincell.protocol.wire.Command;

/**
 * The operator's class files of this member: {@code kb/classes} under its home folder, in the order
 * of the file {@code .load} there, or by name where there is none.
 *
 * <p>They become the cell's through its log, so that members cannot disagree: by themselves for a
 * cell that has none yet, later only when an operator says {@code mcontrol reload kb}.
 */
final class KnowledgeBase {
  private static final Logger LOG = LoggerFactory.getLogger(KnowledgeBase.class);
  private static final String SUFFIX = ".baroc";

  /** The most class files that are read. */
  private static final int FILES_LIMIT = 10_000;

  private final Path folder;
  private final EventStore store;

  KnowledgeBase(Path folder, EventStore store) {
    this.folder = folder;
    this.store = store;
  }

  /**
   * What to propose to a cell that has no class files of its own yet; empty when there are none.
   */
  Optional<Command> firstProposal() {
    try {
      if (!ofTheCell().isEmpty()) return Optional.empty();
      List<CellCommand.ClassFile> files = read();
      return files.isEmpty() ? Optional.empty() : Optional.of(proposal(files));
    } catch (CellException unusable) {
      LOG.error("the class files of this member are not loaded: {}", unusable.getMessage());
      return Optional.empty();
    }
  }

  /** What to propose when the operator asks for it. */
  Command proposal() {
    return proposal(read());
  }

  private static Command proposal(List<CellCommand.ClassFile> files) {
    return CommandCodec.toWire(
        new CellCommand.DefineClasses(
            new CellCommand.Origin("kb-" + UUID.randomUUID(), "cell", ""), files));
  }

  /** Says in the log when the files here are not what the cell knows. */
  void compare() {
    try {
      List<CellCommand.ClassFile> here = read();
      if (here.isEmpty() || ofTheCell().isEmpty() || here.equals(ofTheCell())) return;
      LOG.warn(
          "the class files in {} differ from what the cell knows; 'mcontrol reload kb' on the"
              + " active member makes its own files the cell's",
          folder);
    } catch (CellException unusable) {
      LOG.warn("the class files of this member cannot be used: {}", unusable.getMessage());
    }
  }

  private List<CellCommand.ClassFile> ofTheCell() {
    return CommandCodec.filesFromWire(store.ownClassFiles());
  }

  /**
   * Reads and checks the files.
   *
   * @throws CellException CLASS_FILE_INVALID with the first problems
   */
  List<CellCommand.ClassFile> read() {
    if (!Files.isDirectory(folder)) return List.of();
    try {
      List<ClassFile> files = new ArrayList<>();
      for (Path path : inOrder()) files.add(ClassFile.read(path).file());
      BaseClasses.with(files);
      return files.stream()
          .map(file -> new CellCommand.ClassFile(file.name(), file.text()))
          .toList();
    } catch (IOException e) {
      throw unusable(String.valueOf(e.getMessage()), e);
    } catch (BarocException e) {
      throw unusable(e.problems().size() + " problems, the first: " + e.problems().get(0), e);
    }
  }

  /** The class files of this member, whether they can be used or not. */
  List<Path> files() throws IOException {
    return Files.isDirectory(folder) ? inOrder() : List.of();
  }

  private CellException unusable(String why, Exception cause) {
    CellException refusal =
        new CellException(
            CellError.CLASS_FILE_INVALID,
            "the class files in " + folder + " cannot be used",
            why,
            "Mend the files, then say mcontrol reload kb.");
    refusal.initCause(cause);
    return refusal;
  }

  private List<Path> inOrder() throws IOException {
    Path load = folder.resolve(".load");
    if (!Files.exists(load)) return byName();
    List<Path> named = new ArrayList<>();
    for (String line : Files.readAllLines(load, StandardCharsets.UTF_8)) {
      String name = line.strip();
      if (name.isEmpty() || name.startsWith("#")) continue;
      Path file = folder.resolve(name.endsWith(SUFFIX) ? name : name + SUFFIX).normalize();
      if (!file.startsWith(folder.normalize()))
        throw new IOException(load + " names " + name + ", outside its folder");
      named.add(file);
    }
    return bounded(named);
  }

  private List<Path> byName() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return bounded(
          all.filter(path -> path.getFileName().toString().endsWith(SUFFIX)).sorted().toList());
    }
  }

  private List<Path> bounded(List<Path> files) throws IOException {
    if (files.size() <= FILES_LIMIT) return files;
    throw new IOException(folder + " has more than " + FILES_LIMIT + " class files");
  }
}
