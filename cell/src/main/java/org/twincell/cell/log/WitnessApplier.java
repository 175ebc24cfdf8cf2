// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Remembers a position, nothing else. Its checkpoints are empty folders. */
final class WitnessApplier implements LogApplier {
  private static final byte[] NOTHING = {};
  private volatile long term;
  private volatile long index = -1;

  @Override
  public byte[] apply(long entryTerm, long entryIndex, byte[] entry) {
    term = entryTerm;
    index = entryIndex;
    return NOTHING;
  }

  @Override
  public long appliedIndex() {
    return index;
  }

  @Override
  public long appliedTerm() {
    return term;
  }

  @Override
  public Path checkpoint(Path into) throws IOException {
    return Files.createDirectories(into);
  }

  @Override
  public void moveTo(long newTerm, long newIndex) {
    term = newTerm;
    index = newIndex;
  }

  @Override
  public void installFrom(Path checkpoint, long newTerm, long newIndex) {
    term = newTerm;
    index = newIndex;
  }
}
