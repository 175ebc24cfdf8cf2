// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryEditorTest {
  private static final String ALIGNED =
      """
      # who         name     key          where
      cell          Alphonse mc           SystemA/1828   SystemB/1828   # the pair

        cell        Bertha   another-key  SystemC/1828
      # the voters
      witness       ALPHONSE mc           System1/1828
      gateway.imcomm GW      mc           System1:1859
      """;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("mcell.dir");
  }

  private DirectoryEditor editor(String text) throws IOException {
    return editor(text, StandardCharsets.UTF_8);
  }

  private DirectoryEditor editor(String text, Charset charset) throws IOException {
    Files.writeString(file, text, charset);
    return DirectoryEditor.open(file);
  }

  private static String text(DirectoryEditor editor) {
    return new String(editor.content(), StandardCharsets.UTF_8);
  }

  private static CellEntry cell(DirectoryEditor editor, String name) {
    return editor.directory().find(name).orElseThrow();
  }

  private static Address at(String text) {
    return Address.parse(text, 1828);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ALIGNED,
        "",
        "\n",
        "# only\r\n\r\n",
        "cell A mc a",
        "\uFEFFcell A mc a\rcell B mc b"
      })
  void whatIsNotChangedStaysByteForByte(String text) throws IOException {
    assertThat(text(editor(text))).isEqualTo(text);
  }

  @Test
  void changingAnEntryIntoItselfChangesNoByte() throws IOException {
    DirectoryEditor editor = editor(ALIGNED);

    for (DirectoryEntry entry : editor.directory().entries()) editor.change(entry, entry);

    assertThat(text(editor)).isEqualTo(ALIGNED);
  }

  @Test
  void aNewKeyGoesToTheCellAndItsWitnessAndTheColumnsStay() throws IOException {
    DirectoryEditor editor = editor(ALIGNED);
    CellEntry pair = cell(editor, "alphonse");

    editor.change(pair, pair.withKey(new EntryKey("longer-key")));

    assertThat(text(editor))
        .isEqualTo(
            ALIGNED
                .replace("Alphonse mc        ", "Alphonse longer-key")
                .replace("ALPHONSE mc        ", "ALPHONSE longer-key"));
  }

  @Test
  void aFieldThatOutgrowsItsColumnPushesTheOthersByWhatItNeeds() throws IOException {
    DirectoryEditor editor = editor("cell A mc   SystemA  # x\n");
    CellEntry cell = cell(editor, "A");

    editor.change(cell, cell.withKey(new EntryKey("sixteen-chars-xy")));

    assertThat(text(editor)).isEqualTo("cell A sixteen-chars-xy SystemA # x\n");
  }

  @Test
  void tabsBetweenFieldsStay() throws IOException {
    DirectoryEditor editor = editor("cell\tA\t\tmc\tSystemA\t# x\n");
    CellEntry cell = cell(editor, "A");

    editor.change(cell, cell.withKey(new EntryKey("sixteen-chars-xy")));

    assertThat(text(editor)).isEqualTo("cell\tA\t\tsixteen-chars-xy\tSystemA\t# x\n");
  }

  @Test
  void aRenamedCellTakesItsWitnessAlong() throws IOException {
    DirectoryEditor editor = editor(ALIGNED);
    CellEntry pair = cell(editor, "Alphonse");

    editor.change(pair, pair.withName("Gustav"));

    assertThat(text(editor))
        .isEqualTo(
            ALIGNED.replace("Alphonse mc", "Gustav   mc").replace("ALPHONSE mc", "Gustav   mc"));
  }

  @Test
  void anAddressThatChangesKeepsTheSpellingOfTheOther() throws IOException {
    DirectoryEditor editor = editor("cell A mc SystemA SystemB/1829\n");
    CellEntry cell = cell(editor, "A");

    editor.change(cell, cell.withAddresses(at("SystemA"), at("[::1]")));

    assertThat(text(editor)).isEqualTo("cell A mc SystemA [::1]/1828\n");
  }

  @Test
  void aPairThatBecomesOneCellLosesItsWitness() throws IOException {
    DirectoryEditor editor = editor(ALIGNED);
    CellEntry pair = cell(editor, "Alphonse");

    editor.change(pair, pair.withAddresses(at("SystemA")));

    assertThat(text(editor))
        .isEqualTo(
            ALIGNED
                .replace("   SystemB/1828   #", "                  #")
                .replace("witness       ALPHONSE mc           System1/1828\n", ""));
  }

  @Test
  void anAddedEntryStandsBelowTheLastOfItsKindAndLooksLikeIt() throws IOException {
    DirectoryEditor editor = editor(ALIGNED);

    editor.add(CellEntry.of("C", new EntryKey("mc"), at("SystemE"), at("SystemF")));

    assertThat(text(editor))
        .isEqualTo(
            ALIGNED.replace(
                "SystemC/1828\n",
                "SystemC/1828\n  cell        C        mc           SystemE/1828 SystemF/1828\n"));
  }

  @Test
  void anAddedWitnessStandsBelowTheOtherWitnesses() throws IOException {
    DirectoryEditor editor = editor(ALIGNED);

    editor.add(
        CellEntry.of("C", new EntryKey("mc"), at("SystemE"), at("SystemF"))
            .withWitness(at("System2")));

    assertThat(text(editor))
        .contains("System1/1828\nwitness       C        mc           System2/1828\ngateway");
    assertThat(cell(editor, "C").witness()).contains(at("System2"));
  }

  @Test
  void aCellWithItsWitnessIsAddedBelowTheLastSuchCouple() throws IOException {
    String couple = "cell A mc a b\nwitness A mc c\n";
    DirectoryEditor editor = editor(couple + "# end\n");

    editor.add(CellEntry.of("B", new EntryKey("mc"), at("d:1"), at("e:1")).withWitness(at("f:1")));

    assertThat(text(editor)).isEqualTo(couple + "cell B mc d:1 e:1\nwitness B mc f:1\n# end\n");
  }

  @Test
  void aWitnessIsAddedAndRemovedByChangingItsCell() throws IOException {
    DirectoryEditor editor = editor("cell A mc a b\n# end\n");
    CellEntry cell = cell(editor, "A");

    editor.change(cell, cell.withWitness(at("c")));
    assertThat(text(editor)).isEqualTo("cell A mc a b\nwitness A mc c:1828\n# end\n");

    editor.change(cell, cell.withoutWitness());
    assertThat(text(editor)).isEqualTo("cell A mc a b\n# end\n");
  }

  @Test
  void aNeighbourInTheSameColumnsShowsThatFieldsAreAligned() throws IOException {
    DirectoryEditor editor = editor("cell A        mc SystemA\ncell Alphonse mc SystemB\n");

    editor.add(CellEntry.of("B", new EntryKey("mc"), at("SystemC:1")));

    assertThat(text(editor)).endsWith("SystemB\ncell B        mc SystemC:1\n");
  }

  @Test
  void theFirstEntryOfAFileIsAddedAtItsEnd() throws IOException {
    assertThat(text(editor("# new\r\n").add(CellEntry.of("A", new EntryKey("mc"), at("h")))))
        .isEqualTo("# new\r\ncell A mc h:1828\r\n");
    assertThat(text(editor("").add(new AdminEntry("A", new EntryKey("0"), List.of(at("h")), 0))))
        .isEqualTo("admin A 0 h:1828\n");
  }

  @Test
  void lineEndsAndTheMissingLastOneStay() throws IOException {
    DirectoryEditor editor = editor("cell A mc a\r\ncell B mc b");

    editor.add(new GatewayEntry("imcomm", "G", new EntryKey("mc"), List.of(at("g")), 0));
    assertThat(text(editor)).isEqualTo("cell A mc a\r\ncell B mc b\r\ngateway.imcomm G mc g:1828");

    editor.remove(cell(editor, "A"));
    assertThat(text(editor)).isEqualTo("cell B mc b\r\ngateway.imcomm G mc g:1828");
  }

  @Test
  void theMarkOfTheFileStaysWhenItsFirstLineGoes() throws IOException {
    DirectoryEditor editor = editor("\uFEFFcell A mc a\ncell B mc b\n");

    editor.remove(cell(editor, "A"));

    assertThat(text(editor)).isEqualTo("\uFEFFcell B mc b\n");
  }

  @Test
  void removingACellRemovesItsWitnessAndNothingElse() throws IOException {
    DirectoryEditor editor = editor(ALIGNED);

    editor.remove(cell(editor, "Alphonse"));

    assertThat(text(editor))
        .isEqualTo(
            ALIGNED
                .lines()
                .filter(line -> !line.toLowerCase(java.util.Locale.ROOT).contains("alphonse"))
                .map(line -> line + "\n")
                .collect(java.util.stream.Collectors.joining()));
  }

  @Test
  void aChangeThatWouldSpoilTheFileIsRefusedAndLeavesTheEditorAsItWas() throws IOException {
    DirectoryEditor editor = editor(ALIGNED);
    CellEntry bertha = cell(editor, "Bertha");

    assertThatThrownBy(() -> editor.add(CellEntry.of("gw", new EntryKey("mc"), at("h"))))
        .isInstanceOf(DirectoryException.class)
        .hasMessageContaining("stands in line");
    assertThatThrownBy(() -> editor.change(bertha, bertha.withName("ALPHONSE")))
        .isInstanceOf(DirectoryException.class);
    assertThatThrownBy(() -> editor.remove(bertha.withName("Berta")))
        .isInstanceOf(DirectoryException.class)
        .hasMessageContaining("there is no cell 'Berta'")
        .hasMessageContaining("Did you mean Bertha?");
    assertThatThrownBy(() -> editor.change(bertha, editor.directory().gateways().get(0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(text(editor)).isEqualTo(ALIGNED);
  }

  @Test
  void aFileInLatin1StaysInLatin1() throws IOException {
    DirectoryEditor editor = editor("# Größe\ncell A mc a\n", StandardCharsets.ISO_8859_1);
    CellEntry cell = cell(editor, "A");

    editor.change(cell, cell.withKey(new EntryKey("schlüssel"))).save();

    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
        .isEqualTo("# Größe\ncell A schlüssel a\n");
    assertThatThrownBy(() -> editor.change(cell, cell.withKey(new EntryKey("ключ"))))
        .isInstanceOf(DirectoryException.class)
        .hasMessageContaining("ISO-8859-1")
        .hasMessageNotContaining("ключ");
  }

  @Test
  void savingReplacesTheFileAndKeepsItsPermissionsAndTheLinkToIt() throws IOException {
    editor(ALIGNED);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    DirectoryEditor editor = DirectoryEditor.open(link);

    editor.remove(cell(editor, "Bertha")).save();

    assertThat(CellDirectory.load(file).find("Bertha")).isEqualTo(Optional.empty());
    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(file, link);
    }
  }

  @Test
  void savingTwiceWritesWhatWasChangedInBetween() throws IOException {
    DirectoryEditor editor = editor("cell A mc a\ncell B mc b\ncell C mc c\n");

    editor.remove(cell(editor, "A")).save();
    editor.remove(cell(editor, "B")).save();

    assertThat(Files.readString(file)).isEqualTo("cell C mc c\n");
  }

  @Test
  void whatSomeoneElseChangedMeanwhileIsNotOverwritten() throws IOException {
    DirectoryEditor editor = editor(ALIGNED);
    editor.remove(cell(editor, "Bertha"));
    Files.writeString(file, "cell Other mc h\n");

    assertThatThrownBy(editor::save)
        .isInstanceOf(DirectoryException.class)
        .hasMessageContaining("changed by someone else");
    assertThat(Files.readString(file)).isEqualTo("cell Other mc h\n");
  }

  @Test
  void aFileThatCannotBeReplacedIsToldWithItsReason() throws IOException {
    Path gone = folder.resolve("gone");

    assertThatThrownBy(() -> WholeFile.replace(gone, new byte[0]))
        .isInstanceOf(DirectoryException.class)
        .hasMessageContaining("cannot be replaced")
        .hasMessageContaining("Run as the owner");
  }

  @Test
  void aFileWithProblemsIsNotEdited() {
    assertThatThrownBy(() -> editor("nonsense\n")).isInstanceOf(DirectoryException.class);
  }
}
