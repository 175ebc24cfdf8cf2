// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.io.File;
import java.io.IOException;
import java.net.BindException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Locale;
import org.apache.ratis.protocol.exceptions.AlreadyExistsException;
import org.apache.ratis.server.storage.RaftStorageDirectory;

/** Turns what stopped a log into the one line that the operator has: what, why, how to mend. */
final class FailureText {
  private static final int DEPTH_LIMIT = 20;

  private FailureText() {}

  /**
   * @param what what could not be done, as a beginning of a sentence
   * @param folder the data folder concerned
   */
  static LogFailedException of(String what, Object folder, Throwable cause) {
    if (cause instanceof LogFailedException already) return already;
    Throwable telling = telling(cause);
    return new LogFailedException(
        what + ": " + why(telling) + ". " + mend(telling, folder), cause, isAboutPort(telling));
  }

  private static boolean isAboutPort(Throwable telling) {
    String text = String.valueOf(telling.getMessage()).toLowerCase(Locale.ROOT);
    return telling instanceof BindException
        || text.contains("failed to bind")
        || text.contains("address already in use");
  }

  /** The deepest cause that says something about the machine, else the deepest one at all. */
  private static Throwable telling(Throwable cause) {
    Throwable deepest = cause;
    Throwable found = cause;
    for (int i = 0; i < DEPTH_LIMIT && deepest != null; i++) {
      if (deepest instanceof IOException || deepest instanceof OverlappingFileLockException) {
        found = deepest;
      }
      if (deepest.getCause() == null) break;
      deepest = deepest.getCause();
    }
    boolean machine = found instanceof IOException || found instanceof OverlappingFileLockException;
    return machine || deepest == null ? found : deepest;
  }

  private static String why(Throwable telling) {
    String message = telling.getMessage();
    return message == null || message.isBlank()
        ? telling.getClass().getSimpleName()
        : message.replace(System.lineSeparator(), " ");
  }

  private static String mend(Throwable telling, Object folder) {
    String text = String.valueOf(telling.getMessage()).toLowerCase(Locale.ROOT);
    if (text.contains("no space left") || text.contains("quota exceeded")) {
      return "Make room on the volume of " + folder + " and start the member again";
    }
    if (isAboutPort(telling)) {
      return "Another process uses the port, or the address is not this machine's; mend the"
          + " directory file or stop the other process";
    }
    if (telling instanceof OverlappingFileLockException
        || telling instanceof AlreadyExistsException
        || text.contains(RaftStorageDirectory.class.getSimpleName().toLowerCase(Locale.ROOT))
        || text.contains("in_use.lock")
        || text.contains("lock")) {
      return "Another process uses " + folder + "; stop it, or give this member its own folder";
    }
    if (telling instanceof AccessDeniedException
        || telling instanceof ReadOnlyFileSystemException
        || text.contains("permission denied")
        || text.contains("read-only")) {
      return "Give this user the right to write in " + folder + " and start the member again";
    }
    boolean machine = telling instanceof IOException || text.contains("input/output error");
    if (text.contains("corrupt") || text.contains("checksum") || text.contains("gap between")) {
      return damaged(folder);
    }
    return machine
        ? "Check the volume of "
            + folder
            + " (kernel log, file system); start the member again when it is well"
        : "This is a fault of the program: keep "
            + folder
            + " and the log lines before this one for its makers, and start the member again";
  }

  /** What to do when files of the log are damaged. */
  static String damaged(Object folder) {
    return "While the other members of the cell are well, move the folder "
        + (folder instanceof File file ? file.getPath() : folder)
        + " and this member's store away and start it again: it fetches a fresh copy. Otherwise"
        + " bring both back from a backup";
  }
}
