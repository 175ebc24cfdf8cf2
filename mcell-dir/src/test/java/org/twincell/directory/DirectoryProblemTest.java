// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator reads about a file that is wrong. */
class DirectoryProblemTest {
  private static DirectoryException refusal(String... lines) {
    return catchThrowableOfType(
        DirectoryException.class, () -> CellDirectory.parse("mcell.dir", List.of(lines)));
  }

  private static DirectoryProblem onlyProblem(String... lines) {
    List<DirectoryProblem> problems = refusal(lines).problems();
    assertThat(problems).hasSize(1);
    return problems.get(0);
  }

  @Test
  void aProblemTellsWhereWhatWhyAndHowToMend() {
    assertThat(refusal("cell Alphonse mc SystemA:99999"))
        .hasMessage(
            "mcell.dir: line 1, column 18: address 'SystemA:99999' of 'Alphonse' is not usable"
                + " (a port is a number from 1 to 65535). Write host:port or host/port, for"
                + " example SystemA:1828.");
  }

  @Test
  void allProblemsOfAFileAreToldAtOnceInFileOrder() {
    DirectoryException refusal =
        refusal(
            "witness Gustav mc h",
            "cel Alphonse mc SystemA",
            "cell Bertha mc SystemA:0 SystemB:x",
            "cell Alphonse mc a b",
            "cell ALPHONSE mc c");

    assertThat(refusal.problems())
        .extracting(problem -> problem.line() + ":" + problem.column())
        .containsExactly("1:9", "2:1", "3:16", "3:26", "5:6");
    assertThat(refusal.getMessage()).startsWith("mcell.dir has 5 problems:\n  line 1, column 9: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cel A mc h                 | 1  | Write cell.
          gateway A mc h             | 1  | Write gateway.<type>.
          gatway.imcomm A mc h       | 1  | Write gateway.imcomm.
          server A mc h              | 1  | # in front of a comment
          gateway. A mc h            | 1  | gateway.imcomm
          gateway./x A mc h          | 1  | gateway.imcomm
          cell A/B mc h              | 6  | a name has letters
          cell ..  mc h              | 6  | a name has letters
          cell -n  mc h              | 6  | a name has letters
          cell                       | 5  | before the name
          cell A                     | 7  | before the key
          cell A mc                  | 10 | before the address
          cell A #secret h           | 8  | starts with # begins a comment
          cell A *SSL h              | 8  | *TLS
          cell A h:1828 g:1828       | 8  | Put the key in front
          admin A mc h               | 9  | UserID/Password or 0
          admin A /pw h              | 9  | UserID/Password or 0
          admin A joe/ h             | 9  | UserID/Password or 0
          cell A mc h:               | 11 | from 1 to 65535
          cell A mc h:0              | 11 | from 1 to 65535
          cell A mc h:65536          | 11 | from 1 to 65535
          cell A mc h:+18            | 11 | from 1 to 65535
          cell A mc h/1828/          | 11 | from 1 to 65535
          cell A mc :1828            | 11 | a host comes first
          cell A mc ::1/1828         | 11 | stands in brackets
          cell A mc ::1              | 11 | stands in brackets
          cell A mc [::1             | 11 | stands in brackets
          cell A mc [::1]1828        | 11 | stands in brackets
          cell A mc [host]:1828      | 11 | is an IPv6 address
          cell A mc [1.2.3.4]:1828   | 11 | is an IPv6 address
          cell A mc [fe80::1%]:1828  | 11 | is an IPv6 address
          cell A mc 1.2.3:18         | 11 | four numbers
          cell A mc 1.2.3.256        | 11 | four numbers
          cell A mc a..b             | 11 | single dots
          cell A mc http://h:1828    | 11 | single dots
          cell A mc h:18,g:18        | 11 | by a space
          cell A mc h g i            | 15 | at most a secondary
          cell A mc h H:1828         | 13 | (a pair has two)
          """)
  void everyWrongFieldIsNamedWithItsColumnAndTheRule(String line, int column, String part) {
    DirectoryProblem problem = onlyProblem(line);

    assertThat(problem.column()).isEqualTo(column);
    assertThat(problem.toString()).contains(part);
  }

  @Test
  void aNameThatStandsTwiceIsToldWithItsFirstLine() {
    assertThat(onlyProblem("cell A mc h", "", "gateway.imcomm a mc g"))
        .satisfies(problem -> assertThat(problem.line()).isEqualTo(3))
        .asString()
        .contains("name 'a' stands in line 1 already");
  }

  @Test
  void anAdminMayHaveTheNameOfACell() {
    assertThat(CellDirectory.parse("x", List.of("cell A mc h", "admin A 0 h")).entries())
        .hasSize(2);
  }

  @Test
  void aWitnessWithoutItsCellIsToldWithTheCellThatMayBeMeant() {
    assertThat(onlyProblem("cell Alphonse mc a b", "witness Alfonse mc c", "witness Alphonse mc d"))
        .asString()
        .contains("line 2, column 9", "no cell 'Alfonse'", "Write Alphonse");
  }

  @Test
  void aWitnessOfACellWhoseOwnLineIsWrongIsNotToldAsWell() {
    assertThat(onlyProblem("cell A mc a:x b", "witness A mc c").line()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cell A mc a b | witness A other c    | 11 | Write the same key in both lines.
          cell A mc a   | witness A mc c       | 9  | votes for a pair
          cell A mc a b | witness A mc B:1828  | 14 | address of a member
          cell A mc a b | witness A mc c d     | 16 | a witness has one
          """)
  void aWitnessMustFitItsCell(String cell, String witness, int column, String part) {
    DirectoryProblem problem = onlyProblem(cell, witness);

    assertThat(problem.line()).isEqualTo(2);
    assertThat(problem.column()).isEqualTo(column);
    assertThat(problem.toString()).contains(part).doesNotContain("other");
  }

  @Test
  void aSecondWitnessOfACellIsAProblem() {
    assertThat(onlyProblem("cell A mc a b", "witness A mc c", "witness a mc d"))
        .asString()
        .contains("line 3", "a cell has one");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cell A my\u200bsecret h",
        "cell A *my-secret h",
        "admin A my-secret h",
        "cell A my-secret:1828 h"
      })
  void aProblemOfAKeyNeverShowsTheKey(String line) {
    assertThat(onlyProblem(line).toString()).doesNotContain("secret");
  }

  @Test
  void whatCannotBeSeenIsSpeltOutAndWhatIsLongIsShortened() {
    assertThat(onlyProblem("cell A\u0007 mc h").toString()).contains("'A\\u0007'");
    assertThat(onlyProblem("cell A mc " + "h".repeat(300)).toString()).hasSizeLessThan(400);
  }

  @Test
  void aLineBeyondItsLimitIsAProblemEvenAsAComment() {
    assertThat(onlyProblem("#".repeat(DirectoryLimits.MAX_LINE_CHARS + 1)).toString())
        .contains("8192");
  }

  @Test
  void problemsBeyondTheLimitAreCounted() {
    List<String> lines = Collections.nCopies(2 * DirectoryLimits.MAX_PROBLEMS, "nonsense");
    DirectoryException refusal =
        catchThrowableOfType(DirectoryException.class, () -> CellDirectory.parse("x", lines));

    assertThat(refusal.problems()).hasSize(DirectoryLimits.MAX_PROBLEMS);
    assertThat(refusal.problemCount()).isEqualTo(2 * DirectoryLimits.MAX_PROBLEMS);
    assertThat(refusal.getMessage()).startsWith("x has 2000 problems:").endsWith("and 1980 more");
  }

  @Test
  @Timeout(5) // It takes a twentieth of that; a search of all names for each problem takes longer.
  void aLargeFileThatIsAllWrongIsRefusedQuickly() {
    List<String> lines = LargeDirectorySpeed.lostWitnesses(100_000).lines().toList();
    DirectoryException refusal =
        catchThrowableOfType(DirectoryException.class, () -> CellDirectory.parse("x", lines));

    assertThat(refusal.problemCount()).isEqualTo(50_000);
    assertThat(refusal.getMessage()).contains("Write number_0, if that is the cell.");
  }

  @Test
  void entriesBeyondTheLimitAreOneProblem() {
    List<String> lines = Collections.nCopies(DirectoryLimits.MAX_ENTRIES + 5, "cell");
    DirectoryException refusal =
        catchThrowableOfType(DirectoryException.class, () -> CellDirectory.parse("x", lines));

    assertThat(refusal.problemCount()).isEqualTo(DirectoryLimits.MAX_ENTRIES + 1);
  }

  @Test
  void aFileThatCannotBeReadIsAProblemOfTheWholeFile(@TempDir Path folder) throws IOException {
    Path utf16 =
        Files.write(folder.resolve("utf16"), "cell A mc h".getBytes(StandardCharsets.UTF_16));

    assertThat(loadProblem(folder.resolve("absent"))).contains("there is no such file");
    assertThat(loadProblem(folder)).contains("it is not a file");
    assertThat(loadProblem(utf16)).contains("UTF-16", "Save it again as UTF-8");
  }

  private static String loadProblem(Path file) {
    DirectoryException refusal =
        catchThrowableOfType(DirectoryException.class, () -> CellDirectory.load(file));
    assertThat(refusal.problems()).hasSize(1);
    assertThat(refusal.problems().get(0).line()).isZero();
    return refusal.getMessage();
  }
}
