// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The contract on Apache Ratis, with real members on loopback. */
@Execution(ExecutionMode.CONCURRENT)
class RatisLogTest extends ReplicatedLogContract {
  @TempDir Path folder;

  @Override
  LogGroup group(String... members) {
    return new RatisGroup(folder, RatisGroup.PATIENT.withSnapshots(20, 5), members);
  }
}
