// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.history.Call.Answer;
import org.twincell.history.Call.Subject;
import org.twincell.history.HistoryWriter.OpenCall;
import org.twincell.testkit.VirtualTime;

class HistoryFileTest {
  @TempDir Path folder;

  private final VirtualTime time = new VirtualTime();

  @Test
  void whatWasWrittenIsReadBack() {
    Path file = folder.resolve("history.jsonl");
    EventRow row = new EventRow("id \"1\"\n\\", "s", 1, 2, List.of("c", "d"));
    EventRow merged = new EventRow("m", "s", 2, 3, List.of(), List.of(4L, 5L));
    List<HistoryLine> written = new ArrayList<>();
    try (HistoryWriter history = HistoryWriter.create(file, "a test", 42, time)) {
      OpenCall slow = history.begin("s", CallKind.SEND, Subject.newEvent("e", 1));
      time.advance(Duration.ofMillis(3));
      OpenCall read = history.begin("r", CallKind.QUERY, Subject.event("e"));
      written.add(read.acknowledged(Answer.of("gateway-1", 7, "primary").withRows(List.of(row))));
      written.add(slow.unknown("no answer in 3 s"));
      written.add(
          history.begin("s", CallKind.MODIFY, Subject.version("e", 2)).refused("no such class"));
      written.add(
          history.begin("c", CallKind.FETCH, Subject.newFor("c")).acknowledged(Answer.NONE));
      history.stored("primary", List.of(row, merged));
    }
    written.add(0, new HistoryLine.Header(HistoryText.FORMAT, "a test", 42));
    written.add(new HistoryLine.Stored("primary", row));
    written.add(new HistoryLine.Stored("primary", merged));
    written.add(new HistoryLine.StoredEnd("primary", 2));

    List<HistoryLine> read = new ArrayList<>();
    HistoryReader.read(file, read::add);

    assertThat(read).isEqualTo(written);
  }

  @Test
  void aLineThatIsNoJsonIsNamedWithItsNumberAndColumn() throws IOException {
    Path file = folder.resolve("torn.jsonl");
    Files.writeString(file, "{\"history\":1,\"run\":\"x\"}\n{\"call\":1,\"client\":\"s\",\"ki");

    assertThatThrownBy(() -> HistoryReader.read(file, line -> {}))
        .isInstanceOf(HistoryException.class)
        .hasMessageContainingAll("torn.jsonl, line 2", "column");
  }

  @Test
  void aHistoryOfANewerFormIsRefused() throws IOException {
    Path file = folder.resolve("newer.jsonl");
    Files.writeString(file, "{\"history\":2}\n");

    assertThatThrownBy(() -> HistoryReader.read(file, line -> {}))
        .hasMessageContaining("the format is 2, this program reads 1");
  }

  @Test
  void aWordThatIsNoKindOfCallIsNamed() {
    assertThatThrownBy(
            () ->
                HistoryText.parse(
                    "{\"call\":1,\"client\":\"s\",\"kind\":\"sned\",\"start\":1,\"end\":2}"))
        .hasMessageContaining("sned");
  }
}
