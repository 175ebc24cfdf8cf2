// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults.site;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells which party has opened a connection of this machine, from the kernel's tables. Any thread
 * may ask.
 */
final class Owners {
  private final Map<Long, Party> processes = new ConcurrentHashMap<>();

  void started(Party party, long pid) {
    processes.put(pid, party);
  }

  /** The party at the other end; whoever is no process of the run is the load. */
  Party of(InetSocketAddress caller, InetSocketAddress called) {
    try {
      Optional<String> inode = inode(caller, called);
      if (inode.isEmpty()) return Party.LOAD;
      for (Map.Entry<Long, Party> process : processes.entrySet()) {
        if (holds(process.getKey(), "socket:[" + inode.get() + "]")) return process.getValue();
      }
    } catch (IOException gone) {
      return Party.LOAD;
    }
    return Party.LOAD;
  }

  private static Optional<String> inode(InetSocketAddress caller, InetSocketAddress called)
      throws IOException {
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      for (String line : Files.readAllLines(Path.of(table))) {
        String[] fields = line.strip().split("\\s+", -1);
        if (fields.length > 9
            && fields[1].endsWith(hex(caller))
            && fields[2].endsWith(hex(called))) {
          return Optional.of(fields[9]);
        }
      }
    }
    return Optional.empty();
  }

  /** As the kernel prints it: the address byte by byte from the end, and the port. */
  private static String hex(InetSocketAddress address) {
    byte[] bytes = address.getAddress().getAddress();
    StringBuilder text = new StringBuilder();
    for (int i = bytes.length - 1; i >= 0; i--) {
      text.append(String.format(Locale.ROOT, "%02X", bytes[i]));
    }
    return text + String.format(Locale.ROOT, ":%04X", address.getPort());
  }

  private static boolean holds(long pid, String socket) {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
      for (Path descriptor : open) {
        if (pointsAt(descriptor, socket)) return true;
      }
    } catch (IOException ended) {
      return false;
    }
    return false;
  }

  private static boolean pointsAt(Path descriptor, String socket) {
    try {
      return Files.readSymbolicLink(descriptor).toString().equals(socket);
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }
}
