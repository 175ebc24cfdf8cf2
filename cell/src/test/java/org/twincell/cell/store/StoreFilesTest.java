// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.OpenedQuery;

/** What happens to the files: restart, copy, replacement, damage. */
class StoreFilesTest {
  @TempDir Path folder;

  private Path home() {
    return folder.resolve("store");
  }

  @Test
  void aStoreOpensAgainAsItWas() {
    StoreDigest before;
    try (TestStore test = TestStore.open(home())) {
      test.done(test.event("EVENT", "e1", "msg", "hello"));
      before = test.store.digest();
    }
    try (TestStore test = TestStore.open(home())) {
      assertThat(test.store.digest()).isEqualTo(before);
      assertThat(test.store.appliedTerm()).isEqualTo(1);
      assertThat(TestStore.text(test.row("e1"), "msg")).isEqualTo("hello");
      assertThat(test.done(test.event("EVENT", "e2")).getHandle()).isEqualTo(2);
      test.requireConsistent();
    }
  }

  @Test
  void anEntryThatComesAgainChangesNothing() {
    try (TestStore test = TestStore.open(home())) {
      test.done(test.event("EVENT", "e1"));
      StoreDigest before = test.store.digest();
      byte[] last = test.log.get(test.log.size() - 1);

      byte[] result = test.store.apply(1, test.store.appliedIndex(), last);

      assertThat(TestStore.parse(result).getOutcomesList()).isEmpty();
      assertThat(test.store.digest()).isEqualTo(before);
    }
  }

  @Test
  void aCopyTakesThePlaceOfAnotherStoreUnderItsReaders() throws IOException {
    try (TestStore from = TestStore.open(folder.resolve("from"));
        TestStore to = TestStore.open(home())) {
      for (int i = 0; i < 20; i++) from.done(from.event("EVENT", "f" + i));
      to.done(to.event("EVENT", "t1"));
      Path copy = from.store.checkpoint(folder.resolve("copy"));
      from.done(from.event("EVENT", "later"));
      ReadView reader = to.store.view();

      to.store.installFrom(copy, 3, 40);

      assertThat(to.store.appliedIndex()).isEqualTo(40);
      assertThat(to.store.appliedTerm()).isEqualTo(3);
      assertThat(to.store.counts().events()).isEqualTo(20);
      assertThat(to.row("f19").handle()).isEqualTo(20);
      assertThat(reader.newest(ObjectKind.EVENT, 1)).as("the reader's old state").isNotNull();
      assertThat(reader.state().getEvents()).isEqualTo(1);
      reader.close();
      deleteAll(copy);
      to.requireConsistent();
      assertThat(contents()).hasSize(1);
    }
    try (EventStore again = EventStore.open(home(), TestStore.SMALL)) {
      assertThat(again.counts().events()).isEqualTo(20);
      assertThat(again.appliedIndex()).isEqualTo(40);
    }
  }

  @Test
  void killedBeforeTheCopyCountsTheOldStoreOpens() throws IOException {
    try (TestStore test = TestStore.open(home())) {
      test.done(test.event("EVENT", "e1"));
    }
    Path half = Files.createDirectory(home().resolve("content-2"));
    Files.writeString(half.resolve("CURRENT"), "MANIFEST-0000");
    Files.writeString(home().resolve("current.new"), "content-2\n");

    try (TestStore test = TestStore.open(home())) {
      assertThat(test.store.counts().events()).isEqualTo(1);
      assertThat(contents()).containsExactly("content-1");
    }
  }

  @Test
  void killedAfterTheCopyCountsTheNewStoreOpens() throws IOException {
    try (TestStore from = TestStore.open(folder.resolve("from"));
        TestStore to = TestStore.open(home())) {
      from.done(from.event("EVENT", "f1"));
      from.done(from.event("EVENT", "f2"));
      from.store.checkpoint(folder.resolve("copy"));
      to.done(to.event("EVENT", "t1"));
    }
    StoreFolder.copy(folder.resolve("copy"), home().resolve("content-2"));
    new StoreFolder(home()).switchTo(home().resolve("content-2"));

    try (TestStore test = TestStore.open(home())) {
      assertThat(test.store.counts().events()).isEqualTo(2);
      assertThat(contents()).containsExactly("content-2");
    }
  }

  @Test
  void aCopyThatIsDamagedLeavesTheStoreAsItWas() throws IOException {
    try (TestStore from = TestStore.open(folder.resolve("from"));
        TestStore to = TestStore.open(home())) {
      to.done(to.event("EVENT", "t1"));
      Path copy = from.store.checkpoint(folder.resolve("copy"));
      Files.writeString(copy.resolve("CURRENT"), "MANIFEST-999999\n");

      assertThatThrownBy(() -> to.store.installFrom(copy, 2, 50))
          .isInstanceOf(StoreFailedException.class);
      assertThat(to.done(to.event("EVENT", "t2")).getHandle()).isEqualTo(2);
      assertThat(contents()).hasSize(1);
    }
  }

  @Test
  void aNewerFormatIsRefusedAndSaidSo() {
    TestStore.open(home()).close();
    setFormat(Content.FORMAT + 1);

    assertThatThrownBy(() -> EventStore.open(home(), TestStore.SMALL))
        .isInstanceOf(StoreFailedException.class)
        .hasMessageContaining("format " + Content.FORMAT)
        .hasMessageContaining("newer program");
  }

  @Test
  void aFormatFromBeforeTheFirstReleaseIsRefusedAndSaidSo() {
    TestStore.open(home()).close();
    setFormat(Content.FORMAT - 1);

    assertThatThrownBy(() -> EventStore.open(home(), TestStore.SMALL))
        .isInstanceOf(StoreFailedException.class)
        .hasMessageContaining("format " + (Content.FORMAT - 1))
        .hasMessageContaining("data folder away");
  }

  private void setFormat(int format) {
    Content content = Content.open(home().resolve("content-1"), TestStore.SMALL);
    try (Changes changes = new Changes(content, Buckets.of(new long[Buckets.COUNT]), 0, 0)) {
      changes.set(Family.META, Keys.FORMAT, null, Keys.number(format));
      changes.write();
    }
    content.release();
  }

  @Test
  void aStoreThatIsOpenElsewhereIsRefused() {
    try (TestStore test = TestStore.open(home())) {
      assertThat(test.store.counts().events()).isZero();
      assertThatThrownBy(() -> EventStore.open(home(), TestStore.SMALL))
          .isInstanceOf(StoreFailedException.class)
          .hasMessageContaining("can not be opened");
    }
  }

  @Test
  void aDamagedEntryStopsTheStoreForGood() {
    try (TestStore test = TestStore.open(home())) {
      assertThatThrownBy(() -> test.store.apply(1, 77, new byte[] {(byte) 0xFF, 1}))
          .isInstanceOf(StoreFailedException.class)
          .hasMessageContaining("entry 77");
      assertThatThrownBy(() -> test.store.apply(1, 78, test.log.get(0)))
          .isInstanceOf(StoreFailedException.class)
          .hasMessageContaining("failed before");
    }
  }

  @Test
  void pagesOfAQueryGoOnAfterARestartAndOnAnotherMember() throws IOException {
    OpenedQuery opened;
    try (TestStore test = TestStore.open(home())) {
      for (int i = 0; i < 9; i++) test.done(test.event("EVENT", "e" + i));
      opened = test.open("EVENT where [status: == OPEN]");
      for (int i = 0; i < 9; i++) test.done(test.modify("e" + i, "status", "CLOSED"));
    }
    try (TestStore again = TestStore.open(home());
        TestStore other = TestStore.open(folder.resolve("other"))) {
      Path copy = again.store.checkpoint(folder.resolve("copy"));
      other.store.installFrom(copy, 1, 0);
      for (TestStore member : new TestStore[] {again, other}) {
        assertThat(
                member.idsAsOf(
                    ObjectKind.EVENT, "EVENT where [status: == OPEN]", opened.commitIndex(), 4))
            .hasSize(9);
      }
    }
  }

  private java.util.List<String> contents() throws IOException {
    try (Stream<Path> files = Files.list(home())) {
      return files
          .map(path -> path.getFileName().toString())
          .filter(name -> name.startsWith("content-"))
          .toList();
    }
  }

  private static void deleteAll(Path path) throws IOException {
    StoreFolder.delete(path);
  }
}
