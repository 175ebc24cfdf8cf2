// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract on Apache Ratis, with real members on loopback. */
class RatisLogTest extends ReplicatedLogContract {
  @TempDir Path folder;

  @Override
  LogGroup group(String... members) {
    return new RatisGroup(folder, LogTuning.FAST.withSnapshots(20, 5), members);
  }
}
