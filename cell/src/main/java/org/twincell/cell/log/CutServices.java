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
import org.apache.ratis.server.RaftServerRpc;
import org.jspecify.annotations.Nullable;

/**
 * Ratis' calls to other members, of which none goes out while the links are cut for a drill: a
 * member that is cut off and has the newest entries would otherwise ask for votes, and get them.
 */
final class CutServices implements InvocationHandler {
  private static final Set<String> TO_OTHERS =
      Set.of("requestVote", "appendEntries", "installSnapshot", "startLeaderElection");

  private final GrpcServicesImpl real;
  private final LinkCut cut;

  private CutServices(GrpcServicesImpl real, LinkCut cut) {
    this.real = real;
    this.cut = cut;
  }

  static GrpcServices around(GrpcServices services, LinkCut cut) {
    if (!(services instanceof GrpcServicesImpl real)) return services;
    return (GrpcServices)
        Proxy.newProxyInstance(
            CutServices.class.getClassLoader(),
            new Class<?>[] {GrpcServices.class},
            new CutServices(real, cut));
  }

  /** The services themselves, which Ratis' senders ask for their connections. */
  static GrpcServicesImpl real(RaftServerRpc services) {
    return Proxy.isProxyClass(services.getClass())
            && Proxy.getInvocationHandler(services) instanceof CutServices it
        ? it.real
        : (GrpcServicesImpl) services;
  }

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    if (cut.isCut() && TO_OTHERS.contains(method.getName())) {
      throw new IOException("the links are cut for a drill");
    }
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      throw cause == null ? e : cause;
    }
  }
}
