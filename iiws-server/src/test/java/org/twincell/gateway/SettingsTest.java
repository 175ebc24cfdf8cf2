// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.gateway.cells.BufferMode;

class SettingsTest {
  @TempDir Path folder;

  private GatewaySettings read(String... lines) throws IOException {
    Path file = Files.write(folder.resolve("ImWebServices.conf"), List.of(lines));
    return GatewaySettings.read(file, List.of());
  }

  @Test
  void everythingHasADefault() throws IOException {
    GatewaySettings settings = read("# nothing is set", "");

    assertThat(settings.port()).isEqualTo(9080);
    assertThat(settings.bindAddress()).isEmpty();
    assertThat(settings.directoryFile()).isEqualTo(folder.toAbsolutePath().resolve("mcell.dir"));
    assertThat(settings.limits().operations().rowLimit()).isEqualTo(1000);
    assertThat(settings.limits().operations().defaultMode()).isEqualTo(BufferMode.LOW);
    assertThat(settings.limits().operations().waits().usual()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.limits().http().requestBodyLimit()).isEqualTo(16 * 1024 * 1024);
    assertThat(GatewaySettings.DEFAULTS.port()).isEqualTo(9080);
    for (Setting setting : Setting.values()) {
      assertThat(setting.problem(setting.byDefault())).as(setting.parameter()).isEmpty();
    }
  }

  @Test
  void aFileOfTheOriginalIsTaken() throws IOException {
    GatewaySettings settings =
        read(
            "MessageBufferKeepSent=300",
            "MessageBufferKeepWait=3600",
            "MessageBufferBaseSize=5000",
            "MessageBufferSizeLimit=0",
            "MessageBufferReconnectInterval=120",
            "MessageBufferResendCount=1",
            "MessageBufferExpandPercentage=10",
            "PersistencyEnabled=No",
            "PersistencyLevel=NONE",
            "SelectorFileName=iiws.selector");

    assertThat(settings.limits().operations().defaultMode()).isEqualTo(BufferMode.NONE);
  }

  @Test
  void timesHaveUnitsAndNamesAnyCase() throws IOException {
    GatewaySettings settings = read("defaulttimeout = 1500ms", "TIMEOUTLIMIT=5m");

    assertThat(settings.limits().operations().waits().usual()).isEqualTo(Duration.ofMillis(1500));
    assertThat(settings.limits().operations().waits().longest()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void allProblemsAreToldAtOnceWithWhatWasProbablyMeant() {
    assertThatThrownBy(
            () ->
                read(
                    "Prot=1",
                    "Port=99999",
                    "messagebufferkeepsend=1",
                    "hello",
                    "RowLimit=many",
                    "Frobnicate=Yes",
                    "AllowPlainText=maybe",
                    "DefaultTimeout=soon",
                    "MessageBufferReconnectInterval=5",
                    "CallLimit=1",
                    "CallLimit=2"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("has 10 problems")
        .hasMessageContaining("line 1: 'Prot' is not a setting; did you mean 'Port'?")
        .hasMessageContaining("line 2: Port=99999 is too large; the most is 65535")
        .hasMessageContaining("did you mean 'MessageBufferKeepSent'?")
        .hasMessageContaining("line 4: 'hello' is not of the form Name=Value")
        .hasMessageContaining("line 5: RowLimit=many is not a whole number")
        .hasMessageContaining("line 6: 'Frobnicate' is not a setting; docs/SETTINGS.md")
        .hasMessageContaining("line 7: AllowPlainText=maybe is not Yes or No")
        .hasMessageContaining("line 8: DefaultTimeout=soon is not a time")
        .hasMessageContaining(
            "line 9: MessageBufferReconnectInterval=5 is too small; the least is 60s")
        .hasMessageContaining("line 11: CallLimit is set a second time");
  }

  @Test
  void aFileThatIsNotThereSaysSo() {
    assertThatThrownBy(() -> GatewaySettings.read(folder.resolve("none.conf"), List.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("none.conf: it cannot be read");
  }

  @Test
  void theCommandLineWinsOverTheFile() throws IOException {
    Path file = Files.write(folder.resolve("ImWebServices.conf"), List.of("Port=1", "RowLimit=5"));
    GatewaySettings settings = GatewaySettings.read(file, List.of("Port=2"));

    assertThat(settings.port()).isEqualTo(2);
    assertThat(settings.limits().operations().rowLimit()).isEqualTo(5);
  }

  @Test
  void filesForTheKeyTlsGoTogether() {
    assertThatThrownBy(() -> GatewaySettings.with("TlsKeyFileName=key.pem"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("set all three or none");
    assertThat(
            GatewaySettings.with(
                    "TlsCertificateFileName=c.pem",
                    "TlsKeyFileName=k.pem",
                    "TlsTrustFileName=t.pem")
                .keys()
                .pem())
        .isPresent();
  }

  @Test
  void theManualListsEverySetting() throws IOException {
    List<String> manual = Files.readAllLines(Documents.folder().resolve("SETTINGS.md"));
    for (Setting setting : Setting.values()) {
      assertThat(manual)
          .as("docs/SETTINGS.md")
          .contains(
              "| `%s` | `%s` | %s | %s |"
                  .formatted(
                      setting.parameter(),
                      setting.byDefault(),
                      setting.range(),
                      setting.meaning()));
    }
  }
}
