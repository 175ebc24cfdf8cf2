// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.testkit.FreePorts;
import org.twincell.time.SystemTime;

/** A pair without witness on real Raft groups: parting, and being taken in again. */
@Timeout(600)
class BranchedLogTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path folder;
  private final List<Integer> ports = FreePorts.of(2);
  private final Map<String, RecordingStore> stores = new LinkedHashMap<>();
  private final Map<String, BranchedLog> running = new LinkedHashMap<>();

  private LogSettings settings(String self) {
    List<LogMember> members =
        List.of(
            new LogMember("a", MemberRole.PRIMARY, "127.0.0.1", ports.get(0)),
            new LogMember("b", MemberRole.SECONDARY, "127.0.0.1", ports.get(1)));
    return new LogSettings(
        "Alphonse", self, members, folder.resolve(self), RatisGroup.PATIENT, LogSecurity.PLAIN);
  }

  private BranchedLog open(String member) throws LogFailedException {
    RecordingStore store = stores.computeIfAbsent(member, name -> new RecordingStore());
    BranchedLog log = BranchedLog.open(settings(member), store, SystemTime.SYSTEM);
    running.put(member, log);
    return log;
  }

  private BranchedLog run(String member) throws LogFailedException {
    BranchedLog log = open(member);
    log.run();
    return log;
  }

  private void kill(String member) {
    running.remove(member).close();
  }

  private String active() {
    return Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () ->
                running.keySet().stream()
                    .filter(name -> running.get(name).status().duty() == Duty.ACTIVE)
                    .findFirst(),
            java.util.Optional::isPresent)
        .orElseThrow();
  }

  private static Appended append(BranchedLog log, String text) throws Exception {
    return log.append(text.getBytes(UTF_8)).get(20, TimeUnit.SECONDS);
  }

  private void awaitText(String member, String text) {
    Awaitility.await().atMost(PATIENCE).until(() -> stores.get(member).texts().contains(text));
  }

  /** Both run, one entry is in; then the active one is killed and the other goes on alone. */
  private BranchedLog part() throws Exception {
    run("a");
    run("b");
    String first = active();
    append(running.get(first), "together");
    kill(first);
    BranchedLog last = running.values().iterator().next();
    last.part();
    last.run();
    Awaitility.await().atMost(PATIENCE).until(() -> last.status().duty() == Duty.ACTIVE);
    return last;
  }

  private void takeIn(BranchedLog inside, String outside) throws Exception {
    BranchedLog joining = open(outside);
    joining.join(inside.branch());
    joining.run();
    inside.admit().get(60, TimeUnit.SECONDS);
    inside.paired();
    Awaitility.await().atMost(PATIENCE).until(() -> joining.votes().isPresent());
    joining.paired();
  }

  @AfterEach
  void close() {
    running.values().forEach(BranchedLog::close);
  }

  @Test
  void aMemberThatLostItsPeerCarriesOnAloneInAHigherTermWithEverythingAcknowledged()
      throws Exception {
    BranchedLog alone = part();
    String name = running.keySet().iterator().next();

    Appended appended = append(alone, "alone");

    assertThat(stores.get(name).texts()).contains("together", "alone");
    assertThat(alone.branch().kind()).isEqualTo(Branch.Kind.SOLO);
    assertThat(appended.term()).isGreaterThan(alone.branch().baseTerm());
    assertThat(alone.confirmActive().get(20, TimeUnit.SECONDS))
        .isGreaterThanOrEqualTo(appended.index());
  }

  @Test
  void whoWasLeftBehindGetsACopyAndBothAreNeededAgain() throws Exception {
    BranchedLog alone = part();
    String inside = running.keySet().iterator().next();
    String outside = inside.equals("a") ? "b" : "a";
    append(alone, "alone");

    takeIn(alone, outside);
    append(running.get(active()), "both");

    awaitText(outside, "both");
    awaitText(inside, "both");
    assertThat(stores.get(outside).texts()).contains("together", "alone", "both");
    assertThat(running.get(outside).branch().number()).isEqualTo(alone.branch().number());
    kill(inside);
    BranchedLog left = running.get(outside);
    Awaitility.await().atMost(PATIENCE).until(() -> left.status().duty() == Duty.STANDBY);
    left.part();
    left.run();
    Awaitility.await().atMost(PATIENCE).until(() -> left.status().duty() == Duty.ACTIVE);
    append(left, "the other way round");
    assertThat(stores.get(outside).texts()).contains("together", "alone", "both");
  }

  @Test
  void bothMembersOfABranchStartAgainOnIt() throws Exception {
    BranchedLog alone = part();
    String inside = running.keySet().iterator().next();
    takeIn(alone, inside.equals("a") ? "b" : "a");
    append(running.get(active()), "both");
    stores.values().forEach(RecordingStore::makeDurable);
    kill("a");
    kill("b");

    run("a");
    run("b");
    append(running.get(active()), "again");

    awaitText("a", "again");
    awaitText("b", "again");
    assertThat(stores.get("a").texts()).contains("together", "both", "again");
    assertThat(stores.get("b").texts()).contains("together", "both", "again");
  }

  @Test
  void aPartingThatWasCutOffIsFinishedByTheNextStart() throws Exception {
    run("a");
    run("b");
    append(running.get(active()), "together");
    kill("b");
    BranchedLog survivor = running.get("a");
    kill("a");
    BranchFile file = new BranchFile(folder.resolve("a"));
    file.write(survivor.branch().parting(MemberRole.PRIMARY));

    BranchedLog log = run("a");

    assertThat(log.branch().kind()).isEqualTo(Branch.Kind.SOLO);
    Awaitility.await().atMost(PATIENCE).until(() -> log.status().duty() == Duty.ACTIVE);
    append(log, "alone");
    assertThat(stores.get("a").texts()).contains("together", "alone");
  }
}
