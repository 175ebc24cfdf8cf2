// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.twincell.gateway.Documents;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;

class FaultCodeTest {
  @Test
  void theManualListsEveryCodeAndNoOther() throws IOException {
    List<String> rows =
        Files.readAllLines(Documents.folder().resolve("FAULTS.md")).stream()
            .filter(line -> line.matches("\\| `[A-Z_]+` \\|.*"))
            .toList();

    assertThat(rows).as("docs/FAULTS.md").hasSize(FaultCode.values().length);
    for (FaultCode code : FaultCode.values()) {
      String start =
          "| `%s` | %s | %s | %d | "
              .formatted(code, lower(code.blame()), lower(code.next()), code.httpStatus());
      assertThat(rows).as("docs/FAULTS.md").anyMatch(row -> row.startsWith(start));
    }
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }

  @ParameterizedTest
  @EnumSource(CellError.class)
  void everyErrorOfACellHasACodeThatKeepsWhatToDoNext(CellError error) {
    CallException failure = Failures.of(new CellException(error, "what", "", "mend", 1, 7));

    assertThat(failure.text()).startsWith(failure.code() + ": what").endsWith("Mend.");
    boolean again = failure.code().next() != FaultCode.Next.CORRECT;
    assertThat(again).isEqualTo(error.worthRetrying());
  }

  @Test
  void theTypeOfAFailureFollowsFromItsCode() {
    assertThat(Failures.of(cell(CellError.UNAVAILABLE))).isInstanceOf(CallException.NotDone.class);
    assertThat(Failures.of(cell(CellError.OUTCOME_UNKNOWN)))
        .isInstanceOf(CallException.MaybeDone.class);
    assertThat(Failures.of(cell(CellError.SLOT_INVALID))).isInstanceOf(CallException.Refused.class);
    assertThat(Failures.ofAsync(new CompletionException(cell(CellError.INTERNAL))))
        .isInstanceOf(CallException.Broken.class);
  }

  private static CellException cell(CellError error) {
    return new CellException(error, "what", "", "mend");
  }

  @Test
  void nothingOfAnUnknownExceptionReachesTheClient() {
    CallException failure =
        Failures.of(new NullPointerException("Cannot invoke \"e.x()\" because \"e\" is null"));

    assertThat(failure.code()).isEqualTo(FaultCode.INTERNAL);
    assertThat(failure.text()).doesNotContain("invoke", "null");
  }

  @Test
  void codesAreInAlphabeticalOrderSoThatTheyAreFound() {
    List<String> names = Arrays.stream(FaultCode.values()).map(Enum::name).toList();
    assertThat(names.stream().filter(n -> !n.startsWith("BODY")).toList()).isSorted();
  }
}
