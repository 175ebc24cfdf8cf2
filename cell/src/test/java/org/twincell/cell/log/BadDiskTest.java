// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.reflect.Field;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.ratis.server.RaftServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.twincell.time.SystemTime;

/**
 * Disks that refuse, lie or lose: the member stops with a line that helps, and starts when mended.
 */
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
class BadDiskTest {
  @TempDir Path folder;

  private final List<Closeable> opened = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    Collections.reverse(opened);
    for (Closeable each : opened) each.close();
  }

  private RatisGroup group(Path root, String... members) {
    RatisGroup group =
        new RatisGroup(root, RatisGroup.PATIENT.withSnapshots(1_000_000, 5), members);
    opened.add(group::close);
    for (String member : members) group.start(member);
    return group;
  }

  private static void untilActive(RatisGroup group, String member) {
    group.until(member + " is active", () -> group.log(member).status().duty() == Duty.ACTIVE);
  }

  private static Appended append(RatisGroup group, String text) throws LogException {
    return group.await(group.log("a").append(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static void appendAll(RatisGroup group, String name, int count) throws LogException {
    for (int i = 0; i < count; i++) append(group, name + i);
  }

  private RatisGroup standAlone() {
    RatisGroup group = group(folder, "a");
    untilActive(group, "a");
    return group;
  }

  private static List<LogFailedException> failures(RatisGroup group, String member) {
    List<LogFailedException> failures = Collections.synchronizedList(new ArrayList<>());
    group.log(member).onFailure(failures::add);
    return failures;
  }

  private Path openSegment(String member) throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve(member).resolve("raft"))) {
      return all.filter(each -> each.getFileName().toString().startsWith("log_inprogress"))
          .findFirst()
          .orElseThrow();
    }
  }

  /** Where the text of an entry stands in a file of the log. */
  private static int find(byte[] bytes, String text) {
    byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
    return IntStream.range(0, bytes.length - wanted.length)
        .filter(at -> IntStream.range(0, wanted.length).allMatch(i -> bytes[at + i] == wanted[i]))
        .findFirst()
        .orElseThrow();
  }

  private LogFailedException refusal(RatisGroup group, String member) {
    return catchThrowableOfType(
        LogFailedException.class,
        () ->
            opened.add(
                ReplicatedLog.open(group.settings(member), new RecordingStore(), SystemTime.SYSTEM)
                    ::close));
  }

  @Test
  void aRefusedWriteStopsTheMemberAndIsNeverAcknowledged() throws Exception {
    RatisGroup group = standAlone();
    append(group, "good");
    List<LogFailedException> failures = failures(group, "a");

    closeUnderneath(group.log("a"));

    assertThatThrownBy(() -> append(group, "bad")).isInstanceOf(LogFailedException.class);
    assertThatThrownBy(() -> append(group, "worse")).isInstanceOf(LogFailedException.class);
    assertThatThrownBy(() -> group.await(group.log("a").confirmActive()))
        .isInstanceOf(LogFailedException.class);
    group.until("the failure is told", () -> !failures.isEmpty());
    assertThat(failures.get(0)).hasMessageContaining("the log cannot be written");
    assertThat(group.log("a").status().duty()).isEqualTo(Duty.STANDBY);

    group.crash("a");
    group.start("a");
    untilActive(group, "a");
    append(group, "mended");
    assertThat(group.store("a").texts()).containsExactly("good", "mended");
  }

  /** Closes the file that the log writes to, as a disk that went away. */
  private static void closeUnderneath(ReplicatedLog log) throws Exception {
    Object ratis = field(log, "ratis");
    RaftServer.Division division = (RaftServer.Division) field(ratis, "group");
    Object stream = field(field(division.getRaftLog(), "fileLogWorker"), "out");
    ((FileChannel) field(field(stream, "out"), "fileChannel")).close();
  }

  private static Object field(Object of, String name) throws Exception {
    Field field = of.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field.get(of);
  }

  @Test
  void aStandbyWithABadDiskStopsAndTheOthersGoOn() throws Exception {
    RatisGroup group = group(folder, "a", "b", "w");
    group.until(
        "one is active",
        () -> Stream.of("a", "b").anyMatch(each -> group.log(each).status().duty() == Duty.ACTIVE));
    String active = group.log("a").status().duty() == Duty.ACTIVE ? "a" : "b";
    String standby = active.equals("a") ? "b" : "a";
    group.await(group.log(active).append(new byte[] {'1'}));
    group.until("it is there too", () -> group.store(standby).texts().equals(List.of("1")));
    List<LogFailedException> failures = failures(group, standby);

    closeUnderneath(group.log(standby));
    group.await(group.log(active).append(new byte[] {'2'}));
    group.until("the standby stops", () -> !failures.isEmpty());

    group.crash(standby);
    group.start(standby);
    group.await(group.log(active).append(new byte[] {'3'}));
    group.until("it catches up", () -> group.store(standby).texts().equals(List.of("1", "2", "3")));
  }

  @Test
  void aFullDiskStopsTheMemberWhichStartsAgainWhenThereIsRoom() throws Exception {
    Path small = Files.createDirectory(folder.resolve("small"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", small.toString()),
        "needs the right to mount");
    opened.add(() -> run("umount", "-l", small.toString()));
    RatisGroup group = group(small, "a");
    untilActive(group, "a");
    List<LogFailedException> failures = failures(group, "a");
    Path filler = small.resolve("filler");
    append(group, "first");
    Files.write(filler, new byte[4 << 20]);

    List<String> acknowledged = new ArrayList<>(List.of("first"));
    String large = "x".repeat(200_000);
    try {
      for (int i = 0; i < 100; i++) {
        append(group, large + i);
        acknowledged.add(large + i);
      }
    } catch (LogFailedException e) {
      assertThat(e).hasMessageContaining("No space left").hasMessageContaining("Make room on");
    }
    group.until("the failure is told", () -> !failures.isEmpty());
    assertThat(acknowledged).hasSizeLessThan(100);

    group.crash("a");
    Files.delete(filler);
    group.start("a");
    untilActive(group, "a");
    append(group, "room again");
    assertThat(group.store("a").texts()).startsWith(acknowledged.toArray(String[]::new));
    assertThat(group.store("a").texts()).endsWith("room again");
  }

  private static boolean run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Test
  void aTornLastRecordIsCutOffAndTheRestIsThere() throws Exception {
    RatisGroup group = standAlone();
    appendAll(group, "entry-", 20);
    append(group, "the torn one");
    group.crash("a");
    Path segment = openSegment("a");
    int at = find(Files.readAllBytes(segment), "the torn one");
    try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
      file.setLength(at + 4); // the end of the record was never written,
      file.setLength(at + 100_000); // and zeros were allocated behind it
    }

    group.start("a");
    untilActive(group, "a");
    append(group, "next");

    assertThat(group.store("a").texts())
        .isEqualTo(
            Stream.concat(IntStream.range(0, 20).mapToObj(i -> "entry-" + i), Stream.of("next"))
                .toList());
  }

  @Test
  void aDamagedRecordInTheMiddleIsRefusedWithThePlaceAndTheRemedy() throws Exception {
    RatisGroup group = standAlone();
    appendAll(group, "entry-", 20);
    group.crash("a");
    Path segment = openSegment("a");
    byte[] bytes = Files.readAllBytes(segment);
    bytes[find(bytes, "entry-7") + 2] ^= 0x55;
    Files.write(segment, bytes);

    assertThat(refusal(group, "a"))
        .hasMessageContaining(segment.getFileName().toString())
        .hasMessageContaining("damaged")
        .hasMessageContaining("fetches a fresh copy");
    assertThat(Files.readAllBytes(segment)).as("nothing was cut off").isEqualTo(bytes);
  }

  @Test
  void damageInAFileThatIsNoLongerWrittenIsRefused() throws Exception {
    RatisGroup group = standAlone();
    for (int i = 0; i < 20; i++) append(group, "y".repeat(100_000) + "entry-" + i);
    group.crash("a");
    Path closed;
    try (Stream<Path> all = Files.walk(folder.resolve("a").resolve("raft"))) {
      closed =
          all.filter(each -> each.getFileName().toString().matches("log_[0-9]+-[0-9]+"))
              .sorted()
              .findFirst()
              .orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(closed);
    bytes[bytes.length / 2] ^= 0x55;
    Files.write(closed, bytes);

    assertThat(refusal(group, "a"))
        .hasMessageContaining("corrupt")
        .hasMessageContaining("fetches a fresh copy");
  }

  @Test
  void aStoreThatCannotApplyStopsTheMember() throws Exception {
    RatisGroup group = standAlone();
    append(group, "good");
    group.store("a").makeDurable();
    List<LogFailedException> failures = failures(group, "a");
    group.store("a").failOn(text -> text.equals("poison"));

    assertThatThrownBy(() -> append(group, "poison"))
        .isInstanceOf(LogFailedException.class)
        .hasMessageContaining("the store refuses poison");
    group.until("the failure is told", () -> !failures.isEmpty());

    group.crash("a");
    group.store("a").failOn(text -> false);
    group.start("a");
    untilActive(group, "a");
    append(group, "more");
    assertThat(group.store("a").texts()).containsExactly("good", "poison", "more");
  }

  /** The log may be told to close before Ratis has noticed the refusal. */
  @Test
  void aRefusalThatIsNoticedLateStillLetsTheFolderGo() throws Exception {
    RatisGroup group = standAlone();
    append(group, "good");
    group
        .store("a")
        .failOn(
            text -> {
              throw new NoticedLate();
            });

    assertThatThrownBy(() -> append(group, "poison")).isInstanceOf(LogFailedException.class);

    group.crash("a");
    assertThat(DataFolder.isUsedHere(group.folder("a"))).isFalse();
  }

  /** While Ratis wraps it, waits a moment for whoever closes to be ahead. */
  private static final class NoticedLate extends IllegalStateException {
    private static final long serialVersionUID = 1;

    @Override
    public String toString() {
      boolean isWrapped =
          Stream.of(new Throwable().getStackTrace())
              .anyMatch(frame -> frame.getClassName().endsWith(".RaftLogIOException"));
      for (int looks = 0; isWrapped && looks < 100 && !isAwaited(); looks++) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
      }
      return "noticed late";
    }

    /** Whether a thread that closes a log has come to wait for the one that applies. */
    private static boolean isAwaited() {
      return Thread.getAllStackTraces().entrySet().stream()
          .filter(each -> each.getKey().getName().startsWith("log-close-"))
          .flatMap(each -> Stream.of(each.getValue()))
          .anyMatch(frame -> frame.getMethodName().equals("stopAndJoin"));
    }
  }

  @Test
  void aNewerFormatIsRefused() throws Exception {
    RatisGroup group = standAlone();
    group.crash("a");
    Path format = folder.resolve("a").resolve("format");
    Files.writeString(format, Files.readString(format).replace("format=1", "format=7"));

    assertThat(refusal(group, "a"))
        .hasMessageContaining("format 7")
        .hasMessageContaining("newer program");
  }

  @Test
  void theFolderOfAnotherMemberIsRefused() throws Exception {
    RatisGroup group = standAlone();
    group.crash("a");
    Path format = folder.resolve("a").resolve("format");
    Files.writeString(format, Files.readString(format).replace("member=a", "member=z"));

    assertThat(refusal(group, "a")).hasMessageContaining("belongs to member 'z', not to 'a'");
  }

  @Test
  void aFolderInUseIsRefused() {
    RatisGroup group = standAlone();

    assertThat(refusal(group, "a")).hasMessageContaining("is in use");
    assertThat(group.log("a").status().duty()).isEqualTo(Duty.ACTIVE);
  }

  @Test
  void aPortInUseIsRefusedAndTheProcessGoesOn() throws Exception {
    RatisGroup group = new RatisGroup(folder, RatisGroup.PATIENT, "a");
    opened.add(group::close);
    try (var socket = new java.net.ServerSocket(group.settings("a").self().port())) {
      assertThat(socket.isBound()).isTrue();
      assertThat(refusal(group, "a")).hasMessageContaining("Another process uses the port");
    }
    group.start("a");
    untilActive(group, "a");
  }

  @Test
  void aStoreWithoutItsLogIsRefused() throws Exception {
    RatisGroup group = standAlone();
    append(group, "x");
    group.store("a").makeDurable();
    group.crash("a");
    Files.move(folder.resolve("a"), folder.resolve("elsewhere"));

    assertThatThrownBy(
            () -> ReplicatedLog.open(group.settings("a"), group.store("a"), SystemTime.SYSTEM))
        .isInstanceOf(LogFailedException.class)
        .hasMessageContaining("there is no log");
  }
}
