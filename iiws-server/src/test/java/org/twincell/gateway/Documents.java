// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the manual from wherever the tests run. */
public final class Documents {
  private Documents() {}

  public static Path folder() {
    Path at = Path.of("").toAbsolutePath();
    while (at != null && !Files.isDirectory(at.resolve("docs"))) at = at.getParent();
    if (at == null) throw new IllegalStateException("no folder docs above the working folder");
    return at.resolve("docs");
  }
}
