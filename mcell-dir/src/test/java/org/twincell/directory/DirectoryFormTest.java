// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every form that a directory file may have. */
class DirectoryFormTest {
  private static CellDirectory parse(String... lines) {
    return CellDirectory.parse("mcell.dir", List.of(lines));
  }

  private static CellEntry cell(String line) {
    return parse(line).cells().get(0);
  }

  @Test
  void theLinesOfTheOriginalsManualAreRead() {
    CellDirectory directory =
        parse(
            "#",
            "# <Type>   <Name> <EncryptionKey> <IpAddress/Port>",
            "# <Type> = cell | gateway.type",
            "#",
            "",
            "cell bos-71 mc bos-71/1828",
            "cell local mc 127.0.0.1/1828",
            "cell sim1 mc pprod001:1828 bprod001:1828",
            "admin ias1 Mac/FreeAI1 bos-71/3084",
            "gateway.imcomm IIWSGatewayServer mc SystemA:1859",
            "gateway.jServer jserver mc bos-71/1856");

    assertThat(directory.entries())
        .extracting(DirectoryEntry::name)
        .containsExactly("bos-71", "local", "sim1", "ias1", "IIWSGatewayServer", "jserver");
    assertThat(directory.entries())
        .extracting(DirectoryEntry::line)
        .containsExactly(6, 7, 8, 9, 10, 11);
    assertThat(directory.cells()).hasSize(3);
    assertThat(directory.gateways())
        .extracting(GatewayEntry::type)
        .containsExactly("imcomm", "jServer");
    assertThat(directory.admins().get(0).userId()).contains("Mac");
    assertThat(directory.admins().get(0).password()).contains("FreeAI1");
  }

  @Test
  void aCellWithTwoAddressesIsAPairOfPrimaryAndSecondary() {
    CellEntry pair = cell("cell Alphonse mc SystemA:1828 SystemB/1829");

    assertThat(pair.isPair()).isTrue();
    assertThat(pair.primary()).isEqualTo(new Address("SystemA", 1828));
    assertThat(pair.secondary()).contains(new Address("SystemB", 1829));
    assertThat(pair.witness()).isEmpty();
  }

  @Test
  void aCellWithOneAddressIsAlone() {
    CellEntry alone = cell("cell Alphonse mc SystemA");

    assertThat(alone.isPair()).isFalse();
    assertThat(alone.secondary()).isEmpty();
  }

  @Test
  void aWitnessIsJoinedToItsCellWhereverItsLineStands() {
    CellDirectory directory =
        parse(
            "witness ALPHONSE mc System1:1828",
            "cell Alphonse mc SystemA SystemB",
            "cell Bertha mc SystemA:1838 SystemB:1838",
            "witness bertha mc System1:1838");

    assertThat(directory.find("Alphonse").flatMap(CellEntry::witness))
        .contains(new Address("System1", 1828));
    assertThat(directory.find("Bertha").flatMap(CellEntry::witness))
        .contains(new Address("System1", 1838));
    assertThat(directory.entries()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Alphonse", "ALPHONSE", "alphonse"})
  void namesAreFoundInAnyCase(String name) {
    assertThat(parse("cell Alphonse mc SystemA").find(name))
        .map(CellEntry::name)
        .contains("Alphonse");
  }

  @Test
  void aNameThatIsNotThereIsNotFound() {
    assertThat(parse("gateway.imcomm Alphonse mc SystemA").find("Alphonse")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "cell X mc h, 1828",
    "cell X mc h/99, 99",
    "gateway.imcomm X mc h, 1859",
    "GATEWAY.IMComm X mc h, 1859",
    "gateway.portal X mc h, 1828",
    "admin X 0 h, 3084",
    "CELL X mc [::1], 1828",
  })
  void anAddressWithoutPortHasTheDefaultOfItsType(String line, int port) {
    assertThat(parse(line).entries().get(0).addresses().get(0).port()).isEqualTo(port);
  }

  @Test
  void theDefaultPortOfAWitnessIsThatOfACell() {
    assertThat(parse("cell X mc a b", "witness X mc c").cells().get(0).witness())
        .contains(new Address("c", 1828));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "  cell\tX \t mc  h:1  ",
        "cell\u00a0X\u2003mc\u000bh:1",
        "\uFEFFcell X mc h:1",
        "cell X mc h:1 # the test cell",
        "cell X mc h:1 #",
        "cell X mc h:1\f"
      })
  void fieldsAreSeparatedByAnyWhiteSpaceAndACommentEndsALine(String line) {
    assertThat(cell(line))
        .isEqualTo(
            new CellEntry(
                "X",
                new EntryKey("mc"),
                List.of(new Address("h", 1)),
                java.util.Optional.empty(),
                1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "\t",
        "#",
        "# cell X mc h",
        "   # indented",
        "#cell X",
        "\uFEFF# marked"
      })
  void blankLinesAndCommentsAreNoEntries(String line) {
    assertThat(parse(line).entries()).isEmpty();
  }

  @Test
  void hostsOfEveryFormAreRead() {
    assertThat(cell("cell X mc [2001:db8::7]:1900 [fe80::1%eth0]/1901").addresses())
        .extracting(Address::toString)
        .containsExactly("[2001:db8::7]:1900", "[fe80::1%eth0]:1901");
    assertThat(cell("cell X mc 192.0.2.7/1900 a_b-c.example.com.").addresses())
        .extracting(Address::toString)
        .containsExactly("192.0.2.7:1900", "a_b-c.example.com.:1828");
  }

  @Test
  void lineEndsOfEverySystemAreRead() {
    String text = "cell A mc a\ncell B mc b\r\ncell C mc c\rcell D mc d";

    assertThat(CellDirectory.parse("x", text.getBytes(StandardCharsets.UTF_8)).cells())
        .extracting(CellEntry::name, CellEntry::line)
        .extracting(Object::toString)
        .containsExactly("(\"A\", 1)", "(\"B\", 2)", "(\"C\", 3)", "(\"D\", 4)");
  }

  @Test
  void aFileThatIsNotUtf8IsReadAsLatin1() {
    byte[] content = "# Größe\ncell A schlüssel-mit-umlaut a".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(CellDirectory.parse("x", content).cells().get(0).key().text())
        .isEqualTo("schlüssel-mit-umlaut");
  }

  @Test
  void keysAreOfThreeKinds() {
    CellDirectory directory = parse("cell A mc a", "cell B *TLS b", "cell C *tls c", "cell D 0 d");

    assertThat(directory.cells())
        .extracting(cell -> cell.key().kind())
        .containsExactly(
            EntryKey.Kind.SHARED, EntryKey.Kind.TLS, EntryKey.Kind.TLS, EntryKey.Kind.PLAIN);
    assertThat(directory.cells().get(1).key()).isEqualTo(directory.cells().get(2).key());
  }

  @ParameterizedTest
  @ValueSource(strings = {"qZ3kWm0xT9vLr2Yb5Nc8Hd1Jf6/7", "a/b", "a:", "joe/pw", "\u00fc/1828"})
  void aKeyMayHaveSlashesAndColons(String key) {
    assertThat(cell("cell A " + key + " h").key().text()).isEqualTo(key);
  }

  @ParameterizedTest
  @CsvSource({
    "mc, true",
    "0, false",
    "*TLS, false",
    "fifteen-chars-x, true",
    "sixteen-chars-xy, false",
  })
  void theDefaultKeyAndShortOnesAreWeak(String text, boolean weak) {
    assertThat(new EntryKey(text).isWeak()).isEqualTo(weak);
  }

  @Test
  void printingAnEntryNeverShowsItsKey() {
    CellDirectory directory =
        parse("cell A very-secret-thing a", "admin B joe/very-secret-thing b");

    assertThat(directory.entries().toString()).doesNotContain("very-secret-thing");
  }

  @Test
  void anAdminWithoutCredentialsHasNoUser() {
    AdminEntry admin = parse("admin ias1 0 h").admins().get(0);

    assertThat(admin.userId()).isEmpty();
    assertThat(admin.password()).isEmpty();
  }

  @Test
  @Timeout(5) // It takes a twentieth of that; a parser that is not linear takes minutes.
  void aHundredThousandLinesAreRead() {
    List<String> lines = LargeDirectorySpeed.text(100_000).lines().toList();

    CellDirectory directory = CellDirectory.parse("large", lines);

    assertThat(directory.cells()).hasSize(33_334);
    assertThat(directory.find("CELL_33332").flatMap(CellEntry::witness)).isPresent();
  }
}
