// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults.disk;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.twincell.faults.site.Party;
import org.twincell.faults.site.Tool;
import org.twincell.processes.Shell;

/** The compiled library, and for each member its switches and its memory of unsynced writes. */
public final class HurtLibrary {
  private final Path library;
  private final Path folder;
  private final Map<Party, Switches> switches = new EnumMap<>(Party.class);

  private HurtLibrary(Path library, Path folder) {
    this.library = library;
    this.folder = folder;
  }

  /** Compiles it; empty when this machine has no gcc, no headers of the C library, or no Linux. */
  public static Optional<HurtLibrary> compile(Path folder) throws IOException {
    if (!Tool.GCC.isThere() || !Files.exists(Path.of("/proc/self/fd"))) {
      return Optional.empty();
    }
    Files.createDirectories(folder);
    Path source = folder.resolve("hurt.c");
    Path library = folder.resolve("hurt.so");
    try (InputStream in = HurtLibrary.class.getResourceAsStream("hurt.c")) {
      if (in == null) throw new IOException("hurt.c is not on the class path");
      Files.write(source, in.readAllBytes());
    }
    Shell.run(
        "gcc",
        "-shared",
        "-fPIC",
        "-O2",
        "-o",
        library.toString(),
        source.toString(),
        "-ldl",
        "-lpthread");
    HurtLibrary compiled = new HurtLibrary(library, folder);
    for (Party member : Party.MEMBERS) {
      Files.createDirectories(compiled.undo(member));
      compiled.switches.put(member, Switches.make(compiled.switchFile(member)));
    }
    return Optional.of(compiled);
  }

  private Path switchFile(Party member) {
    return folder.resolve(member.word() + ".switches");
  }

  private Path undo(Party member) {
    return folder.resolve(member.word() + ".undo");
  }

  /** What has to be in the environment of a member, so that it can be hurt. */
  public Map<String, String> environment(Party member, Path data) {
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "TWINCELL_HURT_FOLDER", data.toString(),
        "TWINCELL_HURT_SWITCHES", switchFile(member).toString(),
        "TWINCELL_HURT_UNDO", undo(member).toString());
  }

  /** The switches of a member; they act at once, also on one that runs. */
  public Switches of(Party member) {
    Switches found = switches.get(member);
    if (found == null) throw new IllegalArgumentException(member + " is no member");
    return found;
  }

  /**
   * Takes back what a killed member wrote since the last fsync of each of its files.
   *
   * @return how many writes were taken back
   */
  public long losePower(Party member, Path data) throws IOException {
    return Undo.restore(undo(member), data);
  }

  /** Forgets what is not synced yet: the files of the member were replaced by hand. */
  public void forget(Party member) {
    try {
      Undo.clear(undo(member));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
