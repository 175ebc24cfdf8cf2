// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
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
  void theDefaultsAreThoseOfTheManual() {
    ClientSettings defaults = ClientSettings.builder("http://system1").build();

    assertThat(defaults.patience()).isEqualTo(Duration.ofSeconds(30));
    assertThat(defaults.attemptTimeOut()).isEqualTo(Duration.ofSeconds(5));
    assertThat(defaults.connectTimeOut()).isEqualTo(Duration.ofSeconds(2));
    assertThat(defaults.returnToPrimaryAfter()).isEqualTo(Duration.ofSeconds(30));
    assertThat(defaults.pageSize()).isEqualTo(500);
    assertThat(defaults.spoolFolder()).isEmpty();
  }
}
