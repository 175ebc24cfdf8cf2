// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.client;

import io.grpc.MethodDescriptor;
import io.grpc.SynchronizationContext;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.twincell.directory.Address;
import org.twincell.directory.CellEntry;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.CommandOutcome;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.RowRequest;
import org.twincell.protocol.codec.CommandCodec;
import org.twincell.protocol.codec.QueryCodec;
import org.twincell.protocol.wire.CellServiceGrpc;
import org.twincell.protocol.wire.Command;
import org.twincell.protocol.wire.ControlRequest;
import org.twincell.protocol.wire.Fault;
import org.twincell.protocol.wire.MemberStatus;
import org.twincell.protocol.wire.OpenQueryReply;
import org.twincell.protocol.wire.OpenQueryRequest;
import org.twincell.protocol.wire.Outcome;
import org.twincell.protocol.wire.ReadRowsReply;
import org.twincell.protocol.wire.ReadRowsRequest;
import org.twincell.time.TimeSource;

/**
 * The client that follows the active member, over a network that a simulation brings along. Nothing
 * waits: questions answer futures.
 */
public final class SimulatedClient implements AutoCloseable {
  private final FollowingClient client;

  /** The network of the simulation. */
  public interface Network {
    /** Begins to connect; the listener hears of it later, never from within. */
    Connection open(Address address, Listener listener);
  }

  /** One connection; answers come later, never from within. */
  public interface Connection {
    void submit(Command command, Answer<Outcome> answer);

    void openQuery(OpenQueryRequest request, Answer<OpenQueryReply> answer);

    void readRows(ReadRowsRequest request, Answer<ReadRowsReply> answer);

    void close();
  }

  /** Hears of a connection. */
  public interface Listener {
    void heard(MemberStatus status);

    void lost(String why);
  }

  /** Hears what became of one request; one call at most. */
  public interface Answer<R> {
    void answered(R reply);

    void refused(Fault fault);
  }

  public SimulatedClient(
      CellEntry entry,
      TimeSource time,
      RandomGenerator chance,
      Network network,
      ScheduledExecutorService timer) {
    FollowingClient.Connections connections =
        (line, serial) ->
            (address, listener) -> {
              Link link = new Link(serial, listener);
              link.connection = network.open(address, link);
              return link;
            };
    this.client =
        new FollowingClient(entry, ClientSettings.DEFAULTS, time, chance, connections, timer);
  }

  /** Begins to connect. */
  public void start() {
    client.start();
  }

  public CompletableFuture<CommandOutcome> submit(CellCommand command, Duration patience) {
    return client.submit(command, patience);
  }

  public CompletableFuture<OpenQueryReply> openQuery(String query, Duration patience) {
    OpenQueryRequest request =
        OpenQueryRequest.newBuilder()
            .setKind(CommandCodec.toWire(ObjectKind.EVENT))
            .setQuery(query)
            .build();
    return client.question(
        CellServiceGrpc.getOpenQueryMethod(), request, OpenQueryReply::getTerm, patience);
  }

  public CompletableFuture<ReadRowsReply> readRows(RowRequest request, Duration patience) {
    return client.question(
        CellServiceGrpc.getReadRowsMethod(),
        QueryCodec.toWire(request),
        ReadRowsReply::getTerm,
        patience);
  }

  public boolean isReachable() {
    return client.isReachable();
  }

  @Override
  public void close() {
    client.close();
  }

  /** Brings what the network tells into the serial context of the client. */
  private static final class Link implements MemberLink, Listener {
    private final SynchronizationContext serial;
    private final MemberLink.Listener listener;
    private Connection connection = new NotYet();
    private boolean closed;

    Link(SynchronizationContext serial, MemberLink.Listener listener) {
      this.serial = serial;
      this.listener = listener;
    }

    @Override
    public void heard(MemberStatus status) {
      tell(() -> listener.heard(status));
    }

    @Override
    public void lost(String why) {
      tell(() -> listener.lost(LinkFailure.of(why)));
    }

    private void tell(Runnable news) {
      serial.execute(
          () -> {
            if (!closed) news.run();
          });
    }

    private <R> Answer<R> within(Attempt<R> attempt) {
      return new Answer<>() {
        @Override
        public void answered(R reply) {
          tell(
              () -> {
                listener.alive();
                attempt.answered(reply);
              });
        }

        @Override
        public void refused(Fault fault) {
          tell(() -> attempt.refused(fault));
        }
      };
    }

    @Override
    public Runnable submit(Command command, Attempt<Outcome> attempt) {
      connection.submit(
          command,
          new Answer<>() {
            private final Answer<Outcome> told = within(attempt);

            @Override
            public void answered(Outcome outcome) {
              if (outcome.hasFault()) told.refused(outcome.getFault());
              else told.answered(outcome);
            }

            @Override
            public void refused(Fault fault) {
              told.refused(fault);
            }
          });
      return Call.NOTHING;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <Q, R> Runnable ask(MethodDescriptor<Q, R> method, Q request, Attempt<R> attempt) {
      if (request instanceof OpenQueryRequest query) {
        connection.openQuery(query, (Answer<OpenQueryReply>) within(attempt));
      } else if (request instanceof ReadRowsRequest rows) {
        connection.readRows(rows, (Answer<ReadRowsReply>) within(attempt));
      } else {
        throw new IllegalArgumentException("not simulated: " + method.getFullMethodName());
      }
      return Call.NOTHING;
    }

    @Override
    public void control(ControlRequest request, Duration limit, Consumer<String> onLine) {
      throw new IllegalStateException("not simulated");
    }

    @Override
    public void close() {
      closed = true;
      connection.close();
    }
  }

  private static final class NotYet implements Connection {
    @Override
    public void submit(Command command, Answer<Outcome> answer) {
      throw new IllegalStateException("still being opened");
    }

    @Override
    public void openQuery(OpenQueryRequest request, Answer<OpenQueryReply> answer) {
      throw new IllegalStateException("still being opened");
    }

    @Override
    public void readRows(ReadRowsRequest request, Answer<ReadRowsReply> answer) {
      throw new IllegalStateException("still being opened");
    }

    @Override
    public void close() {}
  }
}
