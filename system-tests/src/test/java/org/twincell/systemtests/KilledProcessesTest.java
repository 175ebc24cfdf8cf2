// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.harness.LocalSystem;
import org.twincell.harness.Senders;
import org.twincell.harness.SoapCaller;
import org.twincell.harness.SoapEnvelopes;
import org.twincell.harness.StoredEvents;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.MemberInfo.Role;
import org.twincell.time.SystemTime;
import org.twincell.time.TimeSource;

/** Real processes, real SIGKILL: what was acknowledged is there once, whatever dies. */
class KilledProcessesTest {
  private static final int CALLERS = 16;
  private static final int ROUNDS = Integer.getInteger("kills", 3);
  private static final String PATH = "/imws/services/ImpactManager";
  private static final TimeSource TIME = SystemTime.SYSTEM;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path folder;

  private static LocalSystem system;

  @BeforeAll
  static void startEverything() throws Exception {
    system = new LocalSystem(folder, folder.hashCode(), TIME);
    system.startCell();
    system.startGateway(1);
    system.startGateway(2);
  }

  @AfterAll
  static void endEverything() {
    system.close();
  }

  /** What the test before has killed. */
  @BeforeEach
  void startWhatDoesNotRun() throws Exception {
    for (Role role : List.of(Role.PRIMARY, Role.SECONDARY, Role.WITNESS)) {
      if (!system.member(role).isAlive()) system.start(role);
    }
    system.awaitInStep();
    for (int gateway : List.of(1, 2)) {
      if (!system.gateway(gateway).isAlive()) system.startGateway(gateway);
    }
  }

  @Test
  void everyAcknowledgedEventIsThereOnceAfterTheActiveMemberWasKilledAgainAndAgain()
      throws Exception {
    List<Double> gaps = new ArrayList<>();
    try (Senders senders = startSenders("killed-members");
        CellClient client = system.client()) {
      for (int round = 1; round <= ROUNDS; round++) {
        Role active = system.awaitActive(client);
        system.member(active).kill();
        senders.watchGaps();
        gaps.add(awaitAcknowledgements(senders));
        system.start(active);
        system.awaitInStep();
      }
      senders.stop();
      System.err.println("seconds without an acknowledgement after each kill: " + gaps);
      checkNothingLostAndNothingDoubled(senders, client, "killed-members");
    }
  }

  @Test
  void everyAcknowledgedEventIsThereOnceAfterGatewaysWereKilled() throws Exception {
    try (Senders senders = startSenders("killed-gateways");
        CellClient client = system.client()) {
      for (int round = 0; round < 4; round++) {
        int gateway = 1 + round % 2;
        system.gateway(gateway).kill();
        senders.watchGaps();
        awaitAcknowledgements(senders);
        system.startGateway(gateway);
      }
      senders.stop();
      checkNothingLostAndNothingDoubled(senders, client, "killed-gateways");
    }
  }

  @Test
  void aConnectionAndAHandleOfADeadGatewayWorkOnTheOtherInTheMiddleOfPaging() throws Exception {
    String connection;
    String handle;
    Set<String> tags = new HashSet<>();
    try (SoapCaller first = new SoapCaller(system.gatewayPort(1), PATH, "Connect")) {
      String connected = first.post(SoapEnvelopes.connect(LocalSystem.CELL));
      connection = SoapEnvelopes.element(connected, "connectionId");
      for (int n = 0; n < 30; n++) first.post(SoapEnvelopes.sendEvent(connection, n));
      String opened =
          first.post(
              SoapEnvelopes.queryEvents("EVENT where [mc_parameter: == 'load']", "alphonse"));
      assertThat(SoapEnvelopes.element(opened, "resultCount")).isEqualTo("30");
      handle = SoapEnvelopes.element(opened, "resultHandle");
      collect(first.post(SoapEnvelopes.retrieve(handle, 1, 10)), tags);
    }

    system.gateway(1).kill();

    try (SoapCaller second = new SoapCaller(system.gatewayPort(2), PATH, "SendEvent")) {
      second.post(SoapEnvelopes.sendEvent(connection, 30));
      collect(second.post(SoapEnvelopes.retrieve(handle, 11, 10)), tags);
      system.member(activeRole()).kill();
      collect(second.post(SoapEnvelopes.retrieve(handle, 21, 100)), tags);
    }
    assertThat(tags).as("the 30 events of the moment of the query").hasSize(30);
    assertThat(tags).doesNotContain("object-30");
  }

  private static Role activeRole() throws InterruptedException {
    try (CellClient client = system.client()) {
      return system.awaitActive(client);
    }
  }

  private static Senders startSenders(String run) throws InterruptedException {
    Senders senders =
        new Senders(run, CALLERS, List.of(system.gatewayUrl(1), system.gatewayUrl(2)), TIME);
    awaitAcknowledgements(senders);
    return senders;
  }

  /** Waits until every caller had time for some calls; gives the longest gap until then. */
  private static double awaitAcknowledgements(Senders senders) throws InterruptedException {
    system.await(
        "events are acknowledged again", () -> senders.acknowledgedSinceWatch() > 4 * CALLERS);
    return Math.round(senders.longestGapSeconds() * 100) / 100.0;
  }

  private static void checkNothingLostAndNothingDoubled(
      Senders senders, CellClient client, String run) {
    StoredEvents stored = StoredEvents.of(client, run);
    assertThat(senders.failures()).as("the SDK hides every takeover").isEmpty();
    assertThat(senders.acknowledged().size()).isGreaterThan(100);
    assertThat(stored.lost(senders.acknowledged())).as("acknowledged and gone").isEmpty();
    assertThat(stored.doubled()).as("stored twice").isEmpty();
  }

  private static void collect(String page, Set<String> tags) {
    for (String part : page.split("<", -1)) {
      int at = part.indexOf(">object-");
      if (at > 0) tags.add(part.substring(at + 1));
    }
  }
}
