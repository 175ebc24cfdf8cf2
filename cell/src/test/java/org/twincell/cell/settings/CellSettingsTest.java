// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.protocol.MemberInfo.Role;

class CellSettingsTest {
  @TempDir Path home;

  @Test
  void withoutAFileEverythingHasItsDefault() {
    CellSettings settings = load();

    assertThat(settings.role()).isEqualTo(Role.STAND_ALONE);
    assertThat(settings.takeover().automatic()).isTrue();
    assertThat(settings.takeover().switchBack()).isFalse();
    assertThat(settings.takeover().heartbeatTimeOut()).isEqualTo(Duration.ofMillis(750));
    assertThat(settings.folders().directoryFile()).isEqualTo(home.resolve("etc/mcell.dir"));
    assertThat(settings.folders().data()).isEqualTo(home.resolve("var/Alphonse"));
    assertThat(settings.limits().entryBytes()).isEqualTo(1 << 20);
    assertThat(settings.warnings()).isEmpty();
  }

  @Test
  void everyModeOfTheOriginalAndOursHasItsRole() {
    assertThat(load("CellDuplicateMode=1").role()).isEqualTo(Role.PRIMARY);
    assertThat(load("CellDuplicateMode=2").role()).isEqualTo(Role.SECONDARY);
    assertThat(load("CellDuplicateMode=3").role()).isEqualTo(Role.WITNESS);
  }

  @Test
  void theCellsOwnFileComesBeforeTheCommonOne() throws IOException {
    write("etc/mcell.conf", "CellDuplicateMode=1");
    assertThat(load().role()).isEqualTo(Role.PRIMARY);

    write("etc/Alphonse/mcell.conf", "CellDuplicateMode=2");
    assertThat(load().role()).isEqualTo(Role.SECONDARY);
  }

  @Test
  void anOptionComesBeforeTheFile() throws IOException {
    write("etc/mcell.conf", "CellDuplicateMode=1\n# CellDuplicateMode=3\n");

    assertThat(load("cellduplicatemode=2").role()).isEqualTo(Role.SECONDARY);
  }

  @Test
  void theFastProfileShortensTheSilenceUnlessThatIsGiven() {
    Duration fast = Duration.ofMillis(250);
    assertThat(load("CellDuplicateProfile=Fast").takeover().heartbeatTimeOut()).isEqualTo(fast);
    assertThat(
            load("CellDuplicateProfile=fast", "CellDuplicateHeartbeatTimeOut=400ms")
                .takeover()
                .heartbeatTimeOut())
        .isEqualTo(Duration.ofMillis(400));
    assertThatThrownBy(() -> load("CellDuplicateProfile=quick"))
        .hasMessageContaining("CellDuplicateProfile=quick")
        .hasMessageContaining("standard or fast");
  }

  @Test
  void timesAreSecondsUnlessAUnitFollows() {
    assertThat(load("CellDuplicateFailOverTimeOut=7").takeover().timeOut())
        .isEqualTo(Duration.ofSeconds(7));
    assertThat(load("CellDuplicateHeartbeatTimeOut=0.25").takeover().heartbeatTimeOut())
        .isEqualTo(Duration.ofMillis(250));
    assertThat(load("QueryHistoryKeep=2h").limits().queryHistory()).isEqualTo(Duration.ofHours(2));
    assertThat(load("QueryHistoryKeep=1d").limits().queryHistory()).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void aFileNamesPathsRelativeToItself() throws IOException {
    write("etc/mcell.conf", "ServerDirectoryName=other.dir");

    assertThat(load().folders().directoryFile()).isEqualTo(home.resolve("etc/other.dir"));
  }

  @Test
  void allProblemsAreToldAtOnceWithPlaceAndMend() throws IOException {
    write("etc/mcell.conf", "CellDuplicateMod=1\nCellDuplicateAutoFailOver=perhaps\nnothing\n");

    SettingsException e =
        catchThrowableOfType(SettingsException.class, () -> load("EntriesInFlight=0"));

    assertThat(e.problems()).hasSize(4);
    assertThat(e.problems().get(0))
        .contains("mcell.conf line 1", "'CellDuplicateMod'", "Did you mean 'CellDuplicateMode'?");
    assertThat(e.problems().get(1)).contains("line 3", "Write Parameter=Value");
    assertThat(String.join("\n", e.problems()))
        .contains("line 2: CellDuplicateAutoFailOver=perhaps")
        .contains("option -p EntriesInFlight: EntriesInFlight=0", "from 1 to 64");
  }

  @Test
  void eachProblemIsToldOnce() {
    SettingsException e =
        catchThrowableOfType(
            SettingsException.class,
            () -> load("CellDuplicateProfile=quick", "CellDuplicateAutoFailOver=perhaps"));

    assertThat(e.problems()).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void aParameterOfTheOriginalThatDoesNothingHereIsTakenWithAWarning() {
    assertThat(load("StateBuildSize=100").warnings())
        .singleElement()
        .asString()
        .contains("StateBuildSize has no effect", "state builder");
  }

  @Test
  void everyDefaultIsItselfAValidValue() {
    for (Parameter parameter : Parameter.values()) {
      if (!parameter.fallback().isEmpty()) {
        assertThat(load(parameter + "=" + parameter.fallback())).isNotNull();
      }
    }
  }

  @Test
  void theDocumentListsEveryParameterWithItsDefaultAndNothingElse() throws IOException {
    List<String> rows =
        Files.readAllLines(root().resolve("docs/SETTINGS.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .toList();
    for (Parameter parameter : Parameter.values()) {
      String expected =
          parameter.kind() == Parameter.Kind.NOT_USED
              ? "| `%s` | not used | %s |".formatted(parameter, parameter.meaning())
              : "| `%s` | `%s` | %s |"
                  .formatted(parameter, parameter.fallback(), parameter.meaning());
      assertThat(rows).as("docs/SETTINGS.md").contains(expected);
    }
  }

  private static Path root() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve("mvnw"))) at = at.getParent();
    return at;
  }

  private CellSettings load(String... parameters) {
    return CellSettings.load(
        new CellSettings.Options("Alphonse", home, Optional.empty(), Arrays.asList(parameters)));
  }

  private void write(String file, String text) throws IOException {
    Path path = home.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
