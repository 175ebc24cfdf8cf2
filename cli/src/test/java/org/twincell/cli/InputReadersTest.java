// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.twincell.event.RawValue;

class InputReadersTest {
  private static List<String> pieces(String text) throws IOException {
    InstanceSplitter splitter = new InstanceSplitter(new StringReader(text));
    List<String> pieces = new ArrayList<>();
    for (Optional<InstanceSplitter.Piece> p = splitter.next(); p.isPresent(); p = splitter.next()) {
      pieces.add(p.get().firstLine() + "|" + p.get().complete() + "|" + p.get().text());
    }
    return pieces;
  }

  @Test
  void instancesAreCutAtTheirEndAndNowhereElse() throws IOException {
    assertThat(pieces("# first\nA; END\n;;B;\n x='; END';\nEND;C; y=END; # END\nz=[a;b];END"))
        .containsExactly(
            "2|true|A; END", "3|true|B;\n x='; END';\nEND", "5|true|C; y=END; # END\nz=[a;b];END");
  }

  @Test
  void quotesInsideQuotesAndHashesInsideWordsAreText() throws IOException {
    assertThat(pieces("A; x='it''s'; y=a#b; z=\"q\\\"; END\"; END")).hasSize(1);
    assertThat(pieces("A; ENDE=1; xEND=2; END B; END")).hasSize(2);
  }

  @Test
  void whatIsCutOffIsMarked() throws IOException {
    assertThat(pieces("A; x=1;")).containsExactly("1|false|A; x=1;");
    assertThat(pieces("A; x='")).containsExactly("1|false|A; x='");
    assertThat(pieces(" \n# nothing\n")).isEmpty();
  }

  @Test
  void anyTextIsCutWithoutLosingCharacters() throws IOException {
    Random random = new Random(7);
    String alphabet = "A;=' \"#\nEND[],\\";
    for (int round = 0; round < 2000; round++) {
      StringBuilder text = new StringBuilder("A");
      for (int i = 0; i < 40; i++) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      int total = 0;
      InstanceSplitter splitter = new InstanceSplitter(new StringReader(text.toString()));
      for (Optional<InstanceSplitter.Piece> p = splitter.next();
          p.isPresent();
          p = splitter.next()) {
        assertThat(text.toString()).contains(p.get().text());
        total += p.get().text().length();
      }
      assertThat(total).isBetween(1, text.length());
    }
  }

  private static EifReader eif(String text) {
    Reader latin1 =
        new InputStreamReader(
            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
            StandardCharsets.ISO_8859_1);
    return new EifReader(latin1, "in");
  }

  @Test
  void eifKeepsUnquotedTextAndReadsQuotesListsAndUtf8() throws Exception {
    EventReader.Located event =
        eif("A;msg=don't; x = 'a''b;c';l=[1,'two; 3'];u=grün;e=;\nEND\n\u0001")
            .next()
            .orElseThrow();

    assertThat(event.place()).isEqualTo("in:1");
    assertThat(event.instance().slots())
        .containsEntry("msg", RawValue.text("don't"))
        .containsEntry("x", RawValue.text("a'b;c"))
        .containsEntry("l", RawValue.list(List.of("1", "two; 3")))
        .containsEntry("u", RawValue.text("grün"))
        .containsEntry("e", RawValue.text(""));
  }

  @Test
  void eifGoesOnAfterAMistake() throws Exception {
    EifReader reader = eif("A;msg='open;END\nB B;x=1;END\nC;y=2;END\nD;z=3");

    assertThatThrownBy(reader::next).isInstanceOf(SyntaxProblem.class);
    EifReader second = eif("B B;x=1;END\nC;y;END\nD;z=2;END\nE;w=3");
    assertThatThrownBy(second::next).hasMessageContaining("in:1: 'B B' is not a class name");
    assertThatThrownBy(second::next).hasMessageContaining("in:2: 'y' has no '='");
    assertThat(second.next().orElseThrow().instance().className()).isEqualTo("D");
    assertThatThrownBy(second::next).hasMessageContaining("ends before END");
    assertThat(second.next()).isEmpty();
  }

  @Test
  void bytesThatAreNotUtf8AreTakenForLatin1() throws IOException {
    byte[] bytes = {'a', (byte) 0xe4, 'b', (byte) 0xc3, (byte) 0xa4, (byte) 0xc3};
    StringBuilder text = new StringBuilder();
    try (Reader reader = new Utf8Reader(new ByteArrayInputStream(bytes))) {
      for (int c = reader.read(); c >= 0; c = reader.read()) text.append((char) c);
    }
    assertThat(text.toString()).isEqualTo("aäbäÃ");
  }
}
