// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.SnapshotInfo;
import org.apache.ratis.statemachine.SnapshotRetentionPolicy;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.time.TimeSource;

/**
 * The snapshots of a member: one folder {@code TERM_INDEX} each, with the file {@code snapshot}
 * that says what it is, and the store's copy in {@code store}. A folder appears under its name only
 * when it is whole and on the disk.
 */
final class SnapshotFolder implements StateMachineStorage {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotFolder.class);

  /** Snapshots that stay; an older one may still be on its way to another member. */
  static final int KEPT = 2;

  /** A snapshot of which a piece was read within this time is being sent and is not deleted. */
  private static final Duration SENDING = Duration.ofSeconds(60);

  private static final Pattern NAME = Pattern.compile("([0-9]{1,18})_([0-9]{1,18})");
  private static final String LABEL = "snapshot";
  private static final String STORE = "store";

  private final DataFolder folder;
  private final LogSettings settings;
  private final TimeSource time;
  private final Map<Path, Snapshot> known = new ConcurrentHashMap<>();
  private volatile @Nullable Snapshot latest;

  SnapshotFolder(DataFolder folder, LogSettings settings, TimeSource time) {
    this.folder = folder;
    this.settings = settings;
    this.time = time;
  }

  /** One snapshot on this member's disk. Ratis asks for the files when it sends it. */
  final class Snapshot implements SnapshotInfo {
    private final TermIndex position;
    private final Path path;
    private volatile long readAtNanos = time.monotonicNanos() - SENDING.toNanos();

    private Snapshot(TermIndex position, Path path) {
      this.position = position;
      this.path = path;
    }

    @Override
    public TermIndex getTermIndex() {
      return position;
    }

    @Override
    public List<FileInfo> getFiles() {
      readAtNanos = time.monotonicNanos();
      if (settings.self().role() == MemberRole.WITNESS) {
        throw new IllegalStateException(
            "a witness has no store to send: a member is so far behind that it needs a copy from"
                + " another member with a store");
      }
      try {
        return filesBelow(path);
      } catch (IOException e) {
        throw new UncheckedIOException("snapshot " + path + " cannot be read", e);
      }
    }

    Path store() {
      return path.resolve(STORE);
    }

    /** The applied position of the store in it; entries of Ratis' own may lie between. */
    long storeIndex() throws IOException {
      String index = readLabel().getProperty("applied", "");
      return index.matches("-?[0-9]{1,18}") ? Long.parseLong(index) : position.getIndex();
    }

    private Properties readLabel() throws IOException {
      Properties label = new Properties();
      label.load(new StringReader(Files.readString(path.resolve(LABEL), StandardCharsets.UTF_8)));
      return label;
    }

    private boolean isBeingSent() {
      return time.monotonicNanos() - readAtNanos < SENDING.toNanos();
    }
  }

  private static List<FileInfo> filesBelow(Path path) throws IOException {
    try (Stream<Path> all = Files.walk(path)) {
      // Without a digest here, Ratis computes one while it sends.
      return all.filter(Files::isRegularFile).sorted().map(each -> fileInfo(each)).toList();
    }
  }

  @SuppressWarnings("NullAway") // Ratis takes a null digest for "compute it while sending"
  private static FileInfo fileInfo(Path file) {
    return new FileInfo(file, null);
  }

  @Override
  public void init(RaftStorage storage) throws IOException {
    open();
  }

  /** Finds what is there, and undoes what was cut off half-way. */
  void open() throws IOException {
    Path snapshots = folder.snapshots();
    if (Files.notExists(snapshots)) bringBackReplaced(snapshots);
    Files.createDirectories(snapshots);
    deleteTree(folder.incoming());
    Files.createDirectories(folder.incoming());
    for (Path leftover : siblings(snapshots.getFileName() + ".*")) deleteTree(leftover);
    List<Snapshot> found = found();
    for (Path each : children(snapshots)) {
      if (!NAME.matcher(each.getFileName().toString()).matches()) deleteTree(each);
    }
    latest = found.isEmpty() ? null : found.get(0);
  }

  /** Ratis moves the old folder away before it moves a received one in; a crash falls between. */
  private void bringBackReplaced(Path snapshots) throws IOException {
    List<Path> replaced = siblings(snapshots.getFileName() + ".tmp*");
    if (!replaced.isEmpty()) {
      Files.move(replaced.get(replaced.size() - 1), snapshots, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private List<Path> siblings(String glob) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder.root(), glob)) {
      paths.forEach(found::add);
    }
    found.sort(Comparator.naturalOrder());
    return found;
  }

  private static List<Path> children(Path path) throws IOException {
    try (Stream<Path> list = Files.list(path)) {
      return list.toList();
    }
  }

  /** All whole snapshots, the newest first. */
  private List<Snapshot> found() throws IOException {
    List<Snapshot> found = new ArrayList<>();
    for (Path each : children(folder.snapshots())) {
      Matcher name = NAME.matcher(each.getFileName().toString());
      if (!name.matches() || Files.notExists(each.resolve(LABEL))) continue;
      long term = Long.parseLong(name.group(1));
      long index = Long.parseLong(name.group(2));
      TermIndex position = TermIndex.valueOf(term, index);
      found.add(known.computeIfAbsent(each, path -> new Snapshot(position, path)));
    }
    found.sort(Comparator.comparing(Snapshot::getTermIndex).reversed());
    return found;
  }

  /** Takes a snapshot of the store as it is; it is on the disk when this returns. */
  void take(LogApplier applier, TermIndex position) throws IOException {
    Snapshot newest = latest;
    if (newest != null && newest.position.compareTo(position) >= 0) return;
    String name = position.getTerm() + "_" + position.getIndex();
    Path draft = folder.snapshots().resolve(name + ".new");
    deleteTree(draft);
    Files.createDirectories(draft);
    long applied = applier.appliedIndex();
    applier.checkpoint(draft.resolve(STORE));
    Files.writeString(draft.resolve(LABEL), label(position, applied), StandardCharsets.UTF_8);
    DataFolder.sync(draft.resolve(LABEL));
    if (Files.isDirectory(draft.resolve(STORE))) DataFolder.sync(draft.resolve(STORE));
    DataFolder.sync(draft);
    Path path = folder.snapshots().resolve(name);
    deleteTree(path);
    Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
    DataFolder.sync(folder.snapshots());
    latest = known.computeIfAbsent(path, made -> new Snapshot(position, made));
  }

  private String label(TermIndex position, long applied) {
    return ("format=" + DataFolder.FORMAT + "\n")
        + ("role=" + settings.self().role() + "\n")
        + ("member=" + settings.member() + "\n")
        + ("term=" + position.getTerm() + "\n")
        + ("index=" + position.getIndex() + "\n")
        + ("applied=" + applied + "\n");
  }

  /** Forces what has been received to the disk, before it takes the place of the old snapshots. */
  void syncIncoming() throws IOException {
    try (Stream<Path> all = Files.walk(folder.incoming())) {
      for (Path each : (Iterable<Path>) all::iterator) DataFolder.sync(each);
    }
  }

  /** Looks again after a snapshot was received, and says which one it was. */
  Snapshot received() throws IOException, LogFailedException {
    DataFolder.sync(folder.root());
    Files.createDirectories(folder.incoming());
    dropDigests(folder.snapshots());
    List<Snapshot> found = found();
    if (found.isEmpty()) throw new IOException("no snapshot in " + folder.snapshots());
    Snapshot newest = found.get(0);
    checkLabel(newest);
    if (settings.self().role() == MemberRole.WITNESS) deleteTree(newest.store());
    latest = newest;
    return newest;
  }

  /** Ratis leaves a file with a digest beside each file that it received. */
  private static void dropDigests(Path below) throws IOException {
    List<Path> digests;
    try (Stream<Path> all = Files.walk(below)) {
      digests = all.filter(each -> each.getFileName().toString().endsWith(".md5")).toList();
    }
    for (Path digest : digests) {
      String name = digest.getFileName().toString();
      Path of = digest.resolveSibling(name.substring(0, name.length() - ".md5".length()));
      if (Files.exists(of)) Files.delete(digest);
    }
  }

  private void checkLabel(Snapshot snapshot) throws IOException, LogFailedException {
    Properties label = snapshot.readLabel();
    String format = label.getProperty("format", "0");
    if (format.length() > 9 || Integer.parseInt(format) > DataFolder.FORMAT) {
      throw new LogFailedException(
          "member '%s' sent a snapshot of format %s, and this program knows formats up to %d. Start this member with the newer program"
              .formatted(label.getProperty("member"), format, DataFolder.FORMAT));
    }
  }

  @Override
  public @Nullable Snapshot getLatestSnapshot() {
    return latest;
  }

  @Override
  public void format() {
    // The folder is made by open.
  }

  @Override
  public void cleanupOldSnapshots(SnapshotRetentionPolicy policy) throws IOException {
    List<Snapshot> found = found();
    for (Snapshot each : found.subList(Math.min(KEPT, found.size()), found.size())) {
      if (each.isBeingSent()) continue;
      deleteTree(each.path);
      known.remove(each.path);
    }
  }

  @Override
  public File getSnapshotDir() {
    return folder.snapshots().toFile();
  }

  @Override
  public File getTmpDir() {
    return folder.incoming().toFile();
  }

  static void deleteTree(Path root) throws IOException {
    if (Files.notExists(root)) return;
    List<Path> all;
    try (Stream<Path> walk = Files.walk(root)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : all) Files.deleteIfExists(each);
    LOG.debug("deleted {}", root);
  }
}
