// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults.site;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.twincell.processes.Shell;

/** A program of the system that the harness uses, and the Debian packages that bring it. */
public enum Tool {
  IP("iproute2", "ip", "-V"),
  TC("iproute2", "tc", "-V"),
  NFT("nftables", "nft", "-v"),
  UNSHARE("util-linux", "unshare", "--version"),
  NSENTER("util-linux", "nsenter", "--version"),
  /** With the headers of the C library, which come in a package of their own. */
  GCC("gcc libc6-dev", "gcc", "-include", "stdio.h", "-E", "-x", "c", "/dev/null", "-o/dev/null");

  private final String packages;
  private final List<String> probe;

  Tool(String packages, String... probe) {
    this.packages = packages;
    this.probe = List.of(probe);
  }

  public boolean isThere() {
    return Shell.works(probe.toArray(String[]::new));
  }

  /** As typed: {@code nft}. */
  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** For people: {@code no nft (apt-get install nftables)}. */
  public String lacking() {
    return "no " + word() + " (apt-get install " + packages + ")";
  }

  /** One command that installs all of them. */
  public static String install(Collection<Tool> tools) {
    return tools.stream()
        .flatMap(tool -> Stream.of(tool.packages.split(" ", -1)))
        .distinct()
        .sorted()
        .collect(Collectors.joining(" ", "apt-get install ", ""));
  }
}
