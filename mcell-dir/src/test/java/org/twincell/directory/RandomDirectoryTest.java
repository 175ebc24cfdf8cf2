// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.io.TempDir;

/** Rules that hold for every file. The number of the repetition is the seed. */
class RandomDirectoryTest {
  private static final int FILES_PER_SEED = 200;
  private static final String[] PIECES = {
    "cell",
    "CELL",
    "gateway.imcomm",
    "gateway.",
    "admin",
    "witness",
    "Alphonse",
    "alphonse",
    "B",
    "mc",
    "0",
    "*TLS",
    "*",
    "#",
    "# x",
    "joe/pw",
    "SystemA",
    "SystemA:1828",
    "SystemB/1829",
    "[::1]",
    "[::1]:7",
    "[",
    "]",
    ":",
    "/",
    "h:",
    "h:99999",
    "::1",
    "1.2.3.4",
    "1.2.3",
    "..",
    "a,b",
    " ",
    "  ",
    "\t",
    "\n",
    "\n",
    "\r\n",
    "\r",
    "\u00a0",
    "\uFEFF",
    "\u0000",
    "ß",
    "\u200b",
    "%",
    "fe80::1%e",
    "-",
    "\ud83d\ude00",
  };

  @TempDir Path folder;

  @RepeatedTest(50)
  void readingThrowsNothingButADirectoryException(RepetitionInfo run) {
    Random random = new Random(run.getCurrentRepetition());
    for (int i = 0; i < FILES_PER_SEED; i++) {
      byte[] content = random.nextBoolean() ? pieces(random) : bytes(random);
      try {
        CellDirectory directory = CellDirectory.parse("x", content);
        assertThat(directory.toString()).isNotEmpty();
      } catch (DirectoryException refusal) {
        assertThat(refusal.problems()).isNotEmpty().allSatisfy(this::checkPlace);
      }
    }
  }

  private void checkPlace(DirectoryProblem problem) {
    assertThat(problem.line()).isPositive();
    assertThat(problem.column()).isPositive();
    assertThat(problem.what()).isNotBlank();
    assertThat(problem.mend()).endsWith(problem.mend().endsWith("?") ? "?" : ".");
  }

  @RepeatedTest(50)
  void whatIsTakenApartIsPutTogetherByteForByte(RepetitionInfo run) {
    Random random = new Random(run.getCurrentRepetition());
    for (int i = 0; i < FILES_PER_SEED; i++) {
      byte[] content = random.nextBoolean() ? pieces(random) : bytes(random);
      assertThat(DirectoryText.of(content).toBytes()).isEqualTo(content);
    }
  }

  @RepeatedTest(50)
  void anEditChangesTheEntryItNamesAndNoOtherLine(RepetitionInfo run) throws IOException {
    Random random = new Random(run.getCurrentRepetition());
    Path file = folder.resolve("mcell.dir");
    Files.writeString(file, soundFile(random));
    DirectoryEditor editor = DirectoryEditor.open(file);
    byte[] before = editor.content();

    for (DirectoryEntry entry : editor.directory().entries()) editor.change(entry, entry);
    assertThat(editor.content()).as("changing entries into themselves").isEqualTo(before);

    List<CellEntry> cells = editor.directory().cells();
    CellEntry chosen = cells.get(random.nextInt(cells.size()));
    editor.change(chosen, chosen.withKey(new EntryKey("k".repeat(1 + random.nextInt(30)))));
    assertThat(othersThan(chosen.name(), editor.content()))
        .isEqualTo(othersThan(chosen.name(), before));

    CellEntry added =
        CellEntry.of("Added", new EntryKey("mc"), new Address("h", 1), new Address("i", 2));
    editor.add(random.nextBoolean() ? added : added.withWitness(new Address("j", 3)));
    editor.remove(added).remove(chosen);
    assertThat(editor.directory().find(chosen.name())).isEqualTo(Optional.empty());
    assertThat(othersThan(chosen.name(), editor.content()))
        .isEqualTo(othersThan(chosen.name(), before));
  }

  /** The lines without the cell's own; the end of the last line may move with an added entry. */
  private static List<String> othersThan(String name, byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    return text.lines()
        .filter(line -> !line.matches("(?i)\\s*(cell|witness)\\s+" + name + "\\s.*"))
        .toList();
  }

  private static String soundFile(Random random) {
    String end = random.nextBoolean() ? "\n" : "\r\n";
    List<String> lines = new ArrayList<>();
    int cells = 1 + random.nextInt(8);
    for (int i = 0; i < cells; i++) {
      boolean witnessed = random.nextInt(3) == 0;
      boolean pair = witnessed || random.nextBoolean();
      String key = random.nextBoolean() ? "mc" : "longer-key-" + i;
      lines.add(line(random, "cell", "Cell" + i, key, "a" + i + "/1", pair ? "b" + i : ""));
      if (random.nextInt(3) == 0) lines.add(random.nextBoolean() ? "# cell Cell0 mc x" : "");
      if (witnessed) lines.add(line(random, "Witness", "CELL" + i, key, "c" + i, ""));
      if (random.nextInt(4) == 0)
        lines.add(line(random, "gateway.imcomm", "G" + i, key, "g:" + (1 + i), ""));
    }
    return String.join(end, lines) + (random.nextBoolean() ? end : "");
  }

  private static String line(Random random, String... fields) {
    StringBuilder line = new StringBuilder(random.nextInt(5) == 0 ? "  " : "");
    for (String field : fields) line.append(field).append(gap(random));
    return line.append(random.nextInt(4) == 0 ? "# note" : "").toString();
  }

  private static String gap(Random random) {
    return new String[] {" ", "  ", "\t", "     "}[random.nextInt(4)];
  }

  private static byte[] pieces(Random random) {
    StringBuilder text = new StringBuilder();
    int count = random.nextInt(60);
    for (int i = 0; i < count; i++) {
      text.append(PIECES[random.nextInt(PIECES.length)]).append(random.nextInt(3) > 0 ? " " : "");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(Random random) {
    byte[] bytes = new byte[random.nextInt(300)];
    random.nextBytes(bytes);
    return bytes;
  }
}
