// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A store that remembers what was applied to it, and can lose what it had not yet made durable. */
public final class RecordingStore implements LogApplier {
  /** One applied entry. */
  public record Applied(long term, long index, String text) {}

  private List<Applied> entries = new ArrayList<>();
  private int durable;
  private int installs;
  private Predicate<String> fault = text -> false;

  /** Makes the store throw instead of applying such an entry. */
  public synchronized void failOn(Predicate<String> entry) {
    fault = entry;
  }

  @Override
  public synchronized byte[] apply(long term, long index, byte[] entry) {
    String text = new String(entry, StandardCharsets.UTF_8);
    if (fault.test(text)) throw new IllegalStateException("the store refuses " + text);
    if (index <= appliedIndex()) throw new AssertionError("entry " + index + " applied twice");
    entries.add(new Applied(term, index, text));
    return ("done " + text).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public synchronized long appliedIndex() {
    return entries.isEmpty() ? -1 : entries.get(entries.size() - 1).index();
  }

  @Override
  public synchronized long appliedTerm() {
    return entries.isEmpty() ? 0 : entries.get(entries.size() - 1).term();
  }

  /** What has been applied, oldest first. */
  public synchronized List<Applied> entries() {
    return List.copyOf(entries);
  }

  /** The texts of what has been applied, oldest first. */
  public synchronized List<String> texts() {
    return entries.stream().map(Applied::text).toList();
  }

  /** How often the content was replaced by a copy. */
  public synchronized int installs() {
    return installs;
  }

  /** What was applied up to now survives a crash. */
  public synchronized void makeDurable() {
    durable = entries.size();
  }

  /** Loses what was not durable, as a killed process does. */
  public synchronized void crash() {
    entries = new ArrayList<>(entries.subList(0, Math.min(durable, entries.size())));
  }

  @Override
  public synchronized Path checkpoint(Path into) throws IOException {
    Files.createDirectories(into.resolve("nested"));
    Files.createFile(into.resolve("empty"));
    StringBuilder text = new StringBuilder();
    for (Applied each : entries) {
      text.append(each.term()).append(' ').append(each.index()).append(' ').append(each.text());
      text.append('\n');
    }
    Files.writeString(into.resolve("nested").resolve("entries"), text);
    return into;
  }

  @Override
  public synchronized void moveTo(long term, long index) {
    entries.add(new Applied(term, index, "moved"));
    durable = entries.size();
  }

  @Override
  public synchronized void installFrom(Path checkpoint, long term, long index) {
    if (!Files.exists(checkpoint.resolve("empty"))) throw new AssertionError("a file is missing");
    List<Applied> read = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(checkpoint.resolve("nested").resolve("entries"))) {
        String[] parts = line.split(" ", 3);
        read.add(new Applied(Long.parseLong(parts[0]), Long.parseLong(parts[1]), parts[2]));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    entries = read;
    durable = read.size();
    installs++;
  }
}
