// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.apache.ratis.grpc.server.GrpcServices;
import org.apache.ratis.grpc.server.GrpcServicesImpl;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.server.RaftServerRpc;
import org.jspecify.annotations.Nullable;

/**
 * What is different about Ratis' calls to other members. None goes out while the links are cut for
 * a drill: a member that is cut off and has the newest entries would otherwise ask for votes, and
 * get them. Votes are asked for by {@link VoteCalls}.
 *
 * @param cut the cut of a drill
 * @param votes how long a vote is waited for
 */
record OutgoingCalls(LinkCut cut, VoteCalls votes) {
  /** The name under which the transport finds those of its server. */
  static final String PARAMETER = "twincell.outgoing-calls";

  private static final Set<String> TO_OTHERS =
      Set.of("requestVote", "appendEntries", "installSnapshot", "startLeaderElection");

  GrpcServices around(GrpcServices services) {
    if (!(services instanceof GrpcServicesImpl real)) return services;
    return (GrpcServices)
        Proxy.newProxyInstance(
            OutgoingCalls.class.getClassLoader(),
            new Class<?>[] {GrpcServices.class},
            new Services(real, this));
  }

  /** The services themselves, which Ratis' senders ask for their connections. */
  static GrpcServicesImpl real(RaftServerRpc services) {
    return Proxy.isProxyClass(services.getClass())
            && Proxy.getInvocationHandler(services) instanceof Services it
        ? it.real
        : (GrpcServicesImpl) services;
  }

  private record Services(GrpcServicesImpl real, OutgoingCalls calls) implements InvocationHandler {
    @Override
    public @Nullable Object invoke(
        Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
      if (calls.cut.isCut() && TO_OTHERS.contains(method.getName())) {
        throw new IOException("the links are cut for a drill");
      }
      if (arguments != null && arguments[0] instanceof RequestVoteRequestProto request) {
        return calls.votes.ask(request, real::requestVote);
      }
      try {
        return method.invoke(real, arguments);
      } catch (InvocationTargetException e) {
        Throwable cause = e.getCause();
        throw cause == null ? e : cause;
      }
    }
  }
}
