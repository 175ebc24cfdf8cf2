// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.apache.ratis.client.RaftClient;
import org.apache.ratis.client.RaftClientConfigKeys;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.retry.RetryPolicies;
import org.apache.ratis.util.TimeDuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.directory.EntryKey;
import org.twincell.protocol.keys.CellKeys;
import org.twincell.protocol.keys.KeyProof;
import org.twincell.protocol.keys.KeySettings;

/** Who may speak to a member's log. */
@Timeout(600)
class GuardedLogTest {
  @TempDir Path folder;

  private static KeyProof proof(String key) {
    return CellKeys.proof("Alphonse", new EntryKey(key), List.of(), KeySettings.DEFAULTS)
        .orElseThrow();
  }

  private static LogSecurity tls(String key) {
    KeyProof proof = proof(key);
    return LogSecurity.tls(proof.own(), proof.others());
  }

  private static String untilActive(RatisGroup group, String... members) {
    String[] active = new String[1];
    group.until(
        "one is active",
        () -> {
          for (String each : members) {
            if (group.log(each).status().duty() == Duty.ACTIVE) active[0] = each;
          }
          return active[0] != null;
        });
    return active[0];
  }

  @Test
  void membersWithTheSameKeyWorkTogetherAndAStrangerDoesNotTakePart() throws Exception {
    LogSecurity good = tls("correct-horse-battery-staple");
    try (RatisGroup group =
        new RatisGroup(folder, RatisGroup.PATIENT, "a", "b", "w").guardedBy(good)) {
      group.start("a");
      group.start("w");
      String active = untilActive(group, "a");
      group.await(group.log(active).append(new byte[] {'1'}));

      group.guardedBy(tls("another-key-that-is-long-enough")).start("b");
      group.pass(Duration.ofSeconds(2));

      assertThat(group.log("b").status().activeMember()).isEmpty();
      assertThat(group.store("b").entries()).isEmpty();
      group.until(active + " is active", () -> group.log(active).status().duty() == Duty.ACTIVE);

      group.crash("b");
      group.guardedBy(good).start("b");
      group.until("b follows", () -> group.store("b").texts().equals(List.of("1")));
    }
  }

  @Test
  void onlyTls13WithACertificateIsTaken() throws Exception {
    KeyProof holder = proof("correct-horse-battery-staple");
    try (RatisGroup group =
        new RatisGroup(folder, RatisGroup.PATIENT, "a")
            .guardedBy(LogSecurity.tls(holder.own(), holder.others()))) {
      group.start("a");
      untilActive(group, "a");
      int port = group.settings("a").self().port();

      assertThat(handshake(port, holder, "TLSv1.3")).isEqualTo("TLSv1.3");
      assertThatThrownBy(() -> handshake(port, holder, "TLSv1.2")).isInstanceOf(SSLException.class);
    }
  }

  private static String handshake(int port, KeyProof proof, String version) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[] {proof.own()}, new TrustManager[] {proof.others()}, null);
    try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 5_000);
      socket.setSoTimeout(60_000);
      socket.setEnabledProtocols(new String[] {version});
      var parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return socket.getSession().getProtocol();
    }
  }

  /** Commands enter a cell by the cell's own port, where they are checked. */
  @Test
  void aRaftClientIsTurnedAway() throws Exception {
    try (RatisGroup group = new RatisGroup(folder, RatisGroup.PATIENT, "a")) {
      group.start("a");
      untilActive(group, "a");
      LogSettings settings = group.settings("a");
      RaftGroup raft =
          RaftGroup.valueOf(
              RaftGroupId.valueOf(DataFolder.groupOf("Alphonse", 0)),
              RatisSettings.peer(settings.self()));
      RaftProperties properties = new RaftProperties();
      RaftClientConfigKeys.Rpc.setRequestTimeout(
          properties, TimeDuration.valueOf(1, java.util.concurrent.TimeUnit.SECONDS));
      try (RaftClient client =
          RaftClient.newBuilder()
              .setRaftGroup(raft)
              .setProperties(properties)
              .setRetryPolicy(RetryPolicies.noRetry())
              .build()) {
        assertThatThrownBy(() -> client.io().send(Message.valueOf("intruder")))
            .isInstanceOf(java.io.IOException.class);
      }
      assertThat(group.store("a").entries()).isEmpty();
    }
  }
}
