// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.testkit.VirtualTime;

/** What a watcher does about a file, on virtual time and without its thread. */
class WatchingTest {
  private static final Duration POLL = WatchTiming.DEFAULTS.poll();

  @TempDir Path folder;
  private final VirtualTime time = new VirtualTime();
  private final List<String> heard = new ArrayList<>();
  private Path file;
  private DirectoryWatcher watcher;

  private final DirectoryListener listener =
      new DirectoryListener() {
        @Override
        public void changed(CellDirectory before, CellDirectory now) {
          heard.add("changed " + names(before) + " to " + names(now));
        }

        @Override
        public void refused(DirectoryException reason) {
          heard.add("refused " + reason.problems().get(0).what());
        }
      };

  @BeforeEach
  void watchAFileWithCellA() throws IOException {
    file = folder.resolve("mcell.dir");
    write("cell A mc a\n");
    watcher = new DirectoryWatcher(file, time, WatchTiming.DEFAULTS, listener);
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text);
  }

  private void renameInto(String text) throws IOException {
    Path draft = Files.writeString(folder.resolve("draft"), text);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private void run(Duration duration) {
    for (long left = duration.toNanos(); left > 0; left -= POLL.toNanos()) {
      time.advance(POLL);
      watcher.step();
    }
  }

  private static List<String> names(CellDirectory directory) {
    return directory.cells().stream().map(CellEntry::name).toList();
  }

  @Test
  void anUnchangedFileIsSilent() {
    run(Duration.ofMinutes(5));

    assertThat(heard).isEmpty();
    assertThat(names(watcher.current())).containsExactly("A");
  }

  @Test
  void aChangedFileIsInForceOnceItStoodStill() throws IOException {
    write("cell A mc a\ncell B mc b\n");

    run(POLL);
    assertThat(heard).isEmpty();
    run(WatchTiming.DEFAULTS.settle().plus(POLL));

    assertThat(heard).containsExactly("changed [A] to [A, B]");
    assertThat(names(watcher.current())).containsExactly("A", "B");
  }

  @Test
  void aFileThatIsReplacedByRenamingIsFollowedAgainAndAgain() throws IOException {
    renameInto("cell B mc b\n");
    run(Duration.ofSeconds(1));
    renameInto("cell C mc c\n");
    run(Duration.ofSeconds(1));

    assertThat(heard).containsExactly("changed [A] to [B]", "changed [B] to [C]");
  }

  @Test
  void aSymbolicLinkThatIsLedElsewhereIsFollowed() throws IOException {
    Path one = Files.writeString(folder.resolve("one"), "cell One mc a\n");
    Path two = Files.writeString(folder.resolve("two"), "cell Two mc a\n");
    Path link = Files.createSymbolicLink(folder.resolve("link"), one);
    watcher = new DirectoryWatcher(link, time, WatchTiming.DEFAULTS, listener);

    Files.move(
        Files.createSymbolicLink(folder.resolve("next"), two),
        link,
        StandardCopyOption.ATOMIC_MOVE);
    run(Duration.ofSeconds(1));

    assertThat(heard).containsExactly("changed [One] to [Two]");
  }

  @Test
  void aFileThatKeepsGrowingCountsOnlyWhenItIsDone() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      write(text.append("cell B").append(i).append(" mc b\n").toString());
      run(POLL);
    }
    assertThat(heard).isEmpty();

    run(Duration.ofSeconds(1));
    assertThat(heard).hasSize(1);
    assertThat(watcher.current().cells()).hasSize(20);
  }

  @Test
  void aHalfWrittenLastLineIsGivenMoreTime() throws IOException {
    write("cell A mc a\ncell B mc SystemB:18");
    run(Duration.ofSeconds(1));
    assertThat(heard).isEmpty();

    write("cell A mc a\ncell B mc SystemB:1828\n");
    run(Duration.ofSeconds(1));
    assertThat(watcher.current().find("B").orElseThrow().primary().port()).isEqualTo(1828);
    assertThat(heard).hasSize(1);
  }

  @Test
  void aFileThatStaysWithoutAnEndOfItsLastLineIsTakenInTheEnd() throws IOException {
    write("cell B mc b");
    run(Duration.ofSeconds(4));

    assertThat(heard).containsExactly("changed [A] to [B]");
  }

  @Test
  void aFileThatIsEmptyForAMomentWhileItIsRewrittenIsNotBelieved() throws IOException {
    write("");
    run(Duration.ofSeconds(1));
    write("cell B mc b\n");
    run(Duration.ofSeconds(1));

    assertThat(heard).containsExactly("changed [A] to [B]");
  }

  @Test
  void aBadFileIsReportedOnceAndTheOldDirectoryStays() throws IOException {
    write("cell B mc b\nnonsense\n");
    run(Duration.ofMinutes(1));

    assertThat(heard).hasSize(1);
    assertThat(heard.get(0)).startsWith("refused type 'nonsense' is not known");
    assertThat(names(watcher.current())).containsExactly("A");
    assertThat(watcher.refusal()).isPresent();
  }

  @Test
  void aMendedFileIsInForceAndTheRefusalIsOver() throws IOException {
    write("nonsense\n");
    run(Duration.ofSeconds(1));
    write("cell A mc a\n");
    run(Duration.ofSeconds(1));

    assertThat(heard).hasSize(2);
    assertThat(heard.get(1)).isEqualTo("changed [A] to [A]");
    assertThat(watcher.refusal()).isEmpty();
  }

  @Test
  void aFileThatIsDeletedAndMadeAgainAtOnceIsOnlyAChange() throws IOException {
    Files.delete(file);
    run(Duration.ofSeconds(1));
    write("cell B mc b\n");
    run(Duration.ofSeconds(1));

    assertThat(heard).containsExactly("changed [A] to [B]");
  }

  @Test
  void aFileThatStaysAwayIsReportedOnceAndTakenWhenItComesBack() throws IOException {
    Files.delete(file);
    run(Duration.ofMinutes(1));
    assertThat(heard)
        .containsExactly("refused the directory cannot be read (there is no such file)");
    assertThat(names(watcher.current())).containsExactly("A");

    write("cell B mc b\n");
    run(Duration.ofSeconds(1));
    assertThat(heard).hasSize(2).last().isEqualTo("changed [A] to [B]");
  }

  @Test
  void aChangeThatKeepsTheStampIsFoundByReadingNowAndThen() throws IOException {
    FileTime stamp = Files.getLastModifiedTime(file);
    write("cell B mc b\n");
    Files.setLastModifiedTime(file, stamp);

    run(WatchTiming.DEFAULTS.recheck().plusSeconds(1));

    assertThat(heard).containsExactly("changed [A] to [B]");
  }

  @Test
  void aJumpOfTheWallClockChangesNothing() throws IOException {
    write("cell Bertha mc b\n");
    run(POLL);
    time.jumpWallClock(Duration.ofDays(-400));
    time.jumpWallClock(Duration.ofDays(800));
    assertThat(heard).isEmpty();

    run(Duration.ofSeconds(1));
    assertThat(heard).hasSize(1);
  }

  @Test
  void aDemandedReloadDoesNotWaitForTheFileToStandStill() throws IOException {
    write("cell B mc b");

    assertThat(names(watcher.reloadNow())).containsExactly("B");
    run(Duration.ofSeconds(30));
    assertThat(heard).containsExactly("changed [A] to [B]");
  }

  @Test
  void aDemandedReloadOfAnUnchangedFileIsSilent() {
    CellDirectory before = watcher.current();

    assertThat(watcher.reloadNow()).isSameAs(before);
    assertThat(heard).isEmpty();
  }

  @Test
  void aDemandedReloadOfABadFileTellsWhoAskedAndTheListenerOnce() throws IOException {
    write("nonsense\n");

    assertThatThrownBy(watcher::reloadNow).isInstanceOf(DirectoryException.class);
    assertThatThrownBy(watcher::reloadNow).isInstanceOf(DirectoryException.class);
    run(Duration.ofSeconds(30));

    assertThat(heard).hasSize(1);
    assertThat(names(watcher.current())).containsExactly("A");
  }

  @Test
  void aFileThatIsBadAtTheStartIsNotWatched() throws IOException {
    write("nonsense\n");

    assertThatThrownBy(() -> DirectoryWatcher.start(file, time, listener))
        .isInstanceOf(DirectoryException.class);
  }

  @Test
  void timingsAreLongerThanZero() {
    assertThatThrownBy(() -> new WatchTiming(Duration.ZERO, POLL, POLL, POLL))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theSameContentReadTwiceIsOneSight() {
    FileSight sight = FileSight.of("cell A mc a".getBytes(StandardCharsets.UTF_8));

    assertThat(sight.isSameAs(FileSight.of("cell A mc a".getBytes(StandardCharsets.UTF_8))))
        .isTrue();
    assertThat(FileSight.of(folder.resolve("x")).isSameAs(FileSight.of(new byte[0]))).isFalse();
  }
}
