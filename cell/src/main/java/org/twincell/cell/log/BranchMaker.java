// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.ratis.server.protocol.TermIndex;
import org.twincell.time.TimeSource;

/** Makes the folder of a branch that a member begins, and deletes those that it has left. */
final class BranchMaker {
  private static final String META_FILE = "raft-meta";

  private BranchMaker() {}

  /**
   * Makes the folder whole: terms begin behind the branch's base, the log begins behind a snapshot
   * of the store at the index. What an earlier attempt left is made anew.
   */
  static void make(
      LogSettings settings, Branch branch, long index, LogApplier applier, TimeSource time)
      throws IOException, LogFailedException {
    delete(settings, branch.number());
    DataFolder folder = DataFolder.open(settings, branch.number());
    try {
      Files.createDirectories(folder.segments());
      Path meta = folder.segments().resolve(META_FILE);
      Files.writeString(
          meta, "term=" + branch.baseTerm() + "\nvotedFor=\n", StandardCharsets.UTF_8);
      DataFolder.sync(meta);
      DataFolder.sync(folder.segments());
      DataFolder.sync(folder.raft().resolve(folder.group().toString()));
      DataFolder.sync(folder.raft());
      SnapshotFolder snapshots = new SnapshotFolder(folder, settings, time);
      snapshots.open();
      if (index >= 0) snapshots.take(applier, TermIndex.valueOf(branch.baseTerm(), index));
      DataFolder.sync(folder.root());
      DataFolder.sync(settings.folder().toAbsolutePath().normalize());
    } finally {
      folder.close();
    }
  }

  /** Deletes what belongs to other branches than the present one. */
  static void forget(LogSettings settings, Branch present) throws IOException {
    Path root = DataFolder.rootOf(settings, 0);
    if (present.number() != 0) {
      for (String part : List.of("raft", "snapshots", "incoming")) {
        SnapshotFolder.deleteTree(root.resolve(part));
      }
    }
    List<Path> others = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(root, "branch-*")) {
      for (Path each : all) {
        if (!each.equals(DataFolder.rootOf(settings, present.number()))) others.add(each);
      }
    }
    for (Path each : others) SnapshotFolder.deleteTree(each);
  }

  /** Deletes one branch, which must not be open. */
  static void delete(LogSettings settings, long branch) throws IOException {
    if (branch == 0) throw new IllegalArgumentException("the first branch is not begun again");
    SnapshotFolder.deleteTree(DataFolder.rootOf(settings, branch));
  }
}
