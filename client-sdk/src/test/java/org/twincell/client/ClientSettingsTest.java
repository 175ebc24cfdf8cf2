// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientSettingsTest {
  @Test
  void aHostAndAPortAreEnoughForTheUrl() {
    assertThat(
            ClientSettings.builder("http://system1:9080")
                .backup("https://system2:9443/other/path")
                .build()
                .gateways())
        .containsExactly(
            URI.create("http://system1:9080/imws/services/ImpactManager"),
            URI.create("https://system2:9443/other/path"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "system1", "ftp://system1", "http://", "http://a b", "system1:9080"})
  void whatIsNoUrlOfAGatewayIsRefusedWithAnExample(String url) {
    assertThatThrownBy(() -> ClientSettings.builder(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("write for example http://system1:9080");
  }

  @Test
  void allProblemsAreToldAtOnce() {
    ClientSettings.Builder wrong =
        ClientSettings.builder("http://system1")
            .patience(Duration.ZERO)
            .attemptTimeOut(Duration.ZERO)
            .connectTimeOut(Duration.ZERO)
            .returnToPrimaryAfter(Duration.ofSeconds(-1))
            .retryBudget(0, 0)
            .pageSize(0)
            .answerLimit(1)
            .parallelAcknowledgements(0)
            .spoolLimit(1)
            .clientName("it's me");
    assertThatThrownBy(wrong::build)
        .hasMessageContainingAll(
            "patience",
            "attemptTimeOut",
            "connectTimeOut",
            "returnToPrimaryAfter",
            "retryBurst",
            "pageSize",
            "answerLimit",
            "parallelAcknowledgements",
            "spoolLimit",
            "clientName");
  }

  @Test
  void theManualTellsEverySettingAndItsDefault() throws Exception {
    ClientSettings defaults = ClientSettings.builder("http://system1").build();
    Map<String, String> expected = new LinkedHashMap<>();
    for (RecordComponent component : ClientSettings.class.getRecordComponents()) {
      if (component.getName().equals("gateways")) continue;
      expected.put(component.getName(), written(component.getAccessor().invoke(defaults)));
    }

    assertThat(manual()).isEqualTo(expected);
  }

  private static String written(Object value) {
    if (value instanceof Duration duration) return duration.toSeconds() + "s";
    if (value instanceof Optional<?> optional) return optional.map(Object::toString).orElse("");
    return value.toString();
  }

  private static Map<String, String> manual() throws IOException {
    String text = Files.readString(Path.of("../docs/SETTINGS.md"));
    String rest = text.substring(text.indexOf("## The Java SDK"));
    int next = rest.indexOf("\n## ");
    String section = next < 0 ? rest : rest.substring(0, next);
    Matcher row = Pattern.compile("(?m)^\\| `(\\w+)` \\| `(.*?)` \\|").matcher(section);
    Map<String, String> settings = new LinkedHashMap<>();
    while (row.find()) settings.put(row.group(1), row.group(2));
    return settings;
  }
}
