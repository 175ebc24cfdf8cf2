// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.processes;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * The processes that must not outlive this JVM. Java leaves its children running; here one hook
 * kills whoever is still there when the JVM ends, also by Ctrl-C and SIGTERM, and from that moment
 * none is started. Only SIGKILL to the JVM itself goes unnoticed. Any thread may call.
 */
final class Children {
  private static final Set<Process> RUNNING = new HashSet<>();
  private static boolean hooked;
  private static boolean ending;

  private Children() {}

  /**
   * Starts a process that ends with this JVM.
   *
   * @throws IOException also when the JVM is about to end; the caller should then end too
   */
  static synchronized Process start(ProcessBuilder builder) throws IOException {
    hook();
    if (ending) throw new IOException("this program is about to end and starts no others");
    Process process = builder.start();
    RUNNING.removeIf(old -> !old.isAlive());
    RUNNING.add(process);
    return process;
  }

  /** Lets a process outlive this JVM. */
  static synchronized void release(Process process) {
    RUNNING.remove(process);
  }

  private static void hook() {
    if (hooked) return;
    hooked = true;
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(Children::endAll, "end-children"));
    } catch (IllegalStateException tooLate) {
      ending = true;
    }
  }

  private static synchronized void endAll() {
    ending = true;
    RUNNING.forEach(Process::destroyForcibly);
  }
}
