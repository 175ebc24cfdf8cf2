// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.directory.Address;
import org.twincell.directory.CellEntry;
import org.twincell.directory.EntryKey;
import org.twincell.event.RawInstance;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.codec.FaultCodec;
import org.twincell.protocol.keys.CellKeys;
import org.twincell.protocol.keys.KeySettings;
import org.twincell.protocol.keys.PemFiles;
import org.twincell.protocol.wire.CellServiceGrpc;
import org.twincell.protocol.wire.Command;
import org.twincell.protocol.wire.ControlReply;
import org.twincell.protocol.wire.ControlRequest;
import org.twincell.protocol.wire.Done;
import org.twincell.protocol.wire.Duty;
import org.twincell.protocol.wire.MemberStatus;
import org.twincell.protocol.wire.OpenQueryReply;
import org.twincell.protocol.wire.OpenQueryRequest;
import org.twincell.protocol.wire.Outcome;
import org.twincell.protocol.wire.Role;
import org.twincell.protocol.wire.WatchStatusRequest;
import org.twincell.time.SystemTime;

/** The client over real sockets on this machine. */
@Timeout(180)
class OverGrpcTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final EntryKey KEY = new EntryKey("a key of sixteen".replace(' ', '-'));

  private static final EntryKey TLS = new EntryKey(EntryKey.TLS_TEXT);

  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : opened) each.close();
  }

  /** A member that is active and answers everything. */
  private static final class Obedient extends CellServiceGrpc.CellServiceImplBase {
    final Set<String> commands = ConcurrentHashMap.newKeySet();

    @Override
    public void watchStatus(WatchStatusRequest request, StreamObserver<MemberStatus> to) {
      to.onNext(
          MemberStatus.newBuilder()
              .setCell("Alphonse")
              .setRole(Role.STAND_ALONE)
              .setDuty(Duty.ACTIVE)
              .setTerm(1)
              .build());
    }

    @Override
    public StreamObserver<Command> submit(StreamObserver<Outcome> to) {
      return new StreamObserver<>() {
        @Override
        public void onNext(Command command) {
          commands.add(command.getCommandId());
          Done done = Done.newBuilder().setObjectId(command.getCommandId()).setTerm(1).build();
          synchronized (to) {
            to.onNext(
                Outcome.newBuilder().setCommandId(command.getCommandId()).setDone(done).build());
          }
        }

        @Override
        public void onError(Throwable gone) {}

        @Override
        public void onCompleted() {
          to.onCompleted();
        }
      };
    }

    @Override
    public void openQuery(OpenQueryRequest request, StreamObserver<OpenQueryReply> to) {
      if (request.getQuery().equals("wrong")) {
        CellException refusal =
            new CellException(CellError.QUERY_SYNTAX, "no query", "it is wrong", "", 1, 5);
        to.onError(FaultCodec.toStatus(FaultCodec.toWire(refusal)));
        return;
      }
      to.onNext(OpenQueryReply.newBuilder().setCount(3).setCommitIndex(9).setTerm(1).build());
      to.onCompleted();
    }

    @Override
    public void control(ControlRequest request, StreamObserver<ControlReply> to) {
      to.onNext(ControlReply.newBuilder().setLine("word " + request.getWord()).build());
      to.onNext(ControlReply.newBuilder().setDone(true).build());
      to.onCompleted();
    }
  }

  private Address serve(Obedient member, EntryKey key) throws IOException {
    return serve(member, key, KeySettings.DEFAULTS);
  }

  private Address serve(Obedient member, EntryKey key, KeySettings keys) throws IOException {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0)).addService(member);
    CellKeys.proof("Alphonse", key, List.of(), keys)
        .ifPresent(proof -> builder.sslContext(proof.serverContext()));
    Server server = builder.build().start();
    opened.add(
        () -> {
          server.shutdownNow();
          server.awaitTermination(5, TimeUnit.SECONDS);
        });
    return new Address("127.0.0.1", server.getPort());
  }

  private CellClient open(EntryKey key, Address... addresses) {
    CellClient client =
        CellClients.open(
            CellEntry.of("Alphonse", key, addresses), ClientSettings.DEFAULTS, SystemTime.SYSTEM);
    opened.add(0, client);
    return client;
  }

  private static KeySettings pem(PemFiles files) {
    return new KeySettings(Optional.of(files), false, false);
  }

  private CellClient open(KeySettings keys, Address address) {
    CellClient client =
        CellClients.open(
            CellEntry.of("Alphonse", TLS, address),
            ClientSettings.DEFAULTS.withKeys(keys),
            SystemTime.SYSTEM);
    opened.add(0, client);
    return client;
  }

  @Test
  void certificatesOfOneAuthorityAreBelievedAndThoseOfAnotherAreNot(
      @TempDir Path ours, @TempDir Path theirs) throws Exception {
    TestPem authority = new TestPem(ours);
    Address at = serve(new Obedient(), TLS, pem(authority.issue("member")));

    CellClient known = open(pem(authority.issue("caller")), at);
    assertThat(known.openQuery(ObjectKind.EVENT, "", PATIENCE).count()).isEqualTo(3);

    CellClient stranger = open(pem(new TestPem(theirs).issue("stranger")), at);
    assertRefused(stranger, CellError.NOT_AUTHORISED, "certificate", "not believed");
  }

  private static CellCommand command(String id) {
    return new CellCommand.NewObject(
        new CellCommand.Origin(id, "test", ""),
        ObjectKind.EVENT,
        new RawInstance("EVENT", Map.of()),
        "");
  }

  private static void assertRefused(CellClient client, CellError error, String... words) {
    assertThatThrownBy(() -> client.openQuery(ObjectKind.EVENT, "", PATIENCE))
        .hasMessageContainingAll(words)
        .isInstanceOf(CellException.class)
        .extracting(e -> ((CellException) e).error())
        .isEqualTo(error);
  }

  @Test
  void commandsQuestionsAndControlWordsGoThroughUnderASharedKey() throws Exception {
    Obedient member = new Obedient();
    CellClient client = open(KEY, serve(member, KEY));

    assertThat(client.submit(command("c1"), PATIENCE).join().objectId()).isEqualTo("c1");
    assertThat(client.openQuery(ObjectKind.EVENT, "", PATIENCE).count()).isEqualTo(3);
    List<String> lines = new ArrayList<>();
    client.control(CellClient.ControlTarget.ACTIVE, "status", List.of(), lines::add);
    assertThat(lines).containsExactly("word status");
    assertThat(client.status(PATIENCE)).hasSize(1).allMatch(info -> info.reachable());
  }

  @Test
  void theRefusalOfAMemberComesBackWithItsPlace() throws Exception {
    CellClient client = open(new EntryKey("0"), serve(new Obedient(), new EntryKey("0")));
    assertThatThrownBy(() -> client.openQuery(ObjectKind.EVENT, "wrong", PATIENCE))
        .isInstanceOfSatisfying(
            CellException.class,
            e -> {
              assertThat(e.error()).isEqualTo(CellError.QUERY_SYNTAX);
              assertThat(e.column()).isEqualTo(5);
            });
  }

  @Test
  void manyCommandsAreUnderWayAtOnce() throws Exception {
    Obedient member = new Obedient();
    CellClient client = open(KEY, serve(member, KEY));
    var all = new ArrayList<java.util.concurrent.CompletableFuture<?>>();
    for (int i = 0; i < 2000; i++) all.add(client.submit(command("c" + i), PATIENCE));
    all.forEach(java.util.concurrent.CompletableFuture::join);
    assertThat(member.commands).hasSize(2000);
  }

  @Test
  void anotherKeyIsRefusedAtOnceAndTheDirectoryNamed() throws Exception {
    Address at = serve(new Obedient(), KEY);
    CellClient client = open(new EntryKey("another-key-of-16-or-more"), at);
    assertRefused(client, CellError.NOT_AUTHORISED, "another key", "mcell.dir");
  }

  @Test
  void aKeyAgainstPlainTextIsRefusedAtOnceOnBothSides() throws Exception {
    Address plain = serve(new Obedient(), new EntryKey("0"));
    assertRefused(open(KEY, plain), CellError.NOT_AUTHORISED, "plain text");
    Address keyed = serve(new Obedient(), KEY);
    assertRefused(
        open(new EntryKey("0"), keyed), CellError.NOT_AUTHORISED, "asks for a key", "mcell.dir");
  }

  @Test
  void aMemberThatIsNotThereIsNamedWhenThePatienceEnds() throws Exception {
    Address nobody;
    try (ServerSocket free = new ServerSocket(0)) {
      nobody = new Address("127.0.0.1", free.getLocalPort());
    }
    CellClient client = open(KEY, nobody);
    assertThatThrownBy(() -> client.openQuery(ObjectKind.EVENT, "", Duration.ofMillis(300)))
        .hasMessageContaining("connection refused")
        .hasMessageContaining(nobody.toString());
  }

  @Test
  void aMemberThatAcceptsAndSaysNothingHoldsNoCall() throws Exception {
    Address active = serve(new Obedient(), KEY);
    try (ServerSocket mute = new ServerSocket(0)) {
      CellClient client = open(KEY, new Address("127.0.0.1", mute.getLocalPort()), active);
      assertThat(client.submit(command("c1"), PATIENCE).join().objectId()).isEqualTo("c1");
    }
  }
}
