// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellClient.ControlTarget;
import org.twincell.protocol.CellException;
import org.twincell.protocol.MemberInfo;

/**
 * Tells the other members that this one ends, so that its silence is not taken for a loss. Each is
 * told on a thread of its own ({@code cell-farewell}), which ends by itself; a member that cannot
 * be told finds out by the silence.
 */
final class Farewell {
  /** The control word by which members tell it to each other. */
  static final String WORD = "closing";

  private static final Logger LOG = LoggerFactory.getLogger(Farewell.class);

  private final Members members;
  private final MemberHost host;

  Farewell(Members members, MemberHost host) {
    this.members = members;
    this.host = host;
  }

  /** Returns once all are told, or after the limit. */
  void say(String reason, long stopEpochMillis, Duration limit) {
    List<String> arguments = List.of(members.self().name(), Long.toString(stopEpochMillis), reason);
    List<Members.One> others =
        members.all().stream().filter(one -> !one.equals(members.self())).toList();
    if (others.isEmpty()) return;
    try (CellClient client = host.openClient()) {
      List<CompletableFuture<Void>> told =
          others.stream().map(one -> tell(client, one, arguments)).toList();
      CompletableFuture.allOf(told.toArray(CompletableFuture[]::new))
          .get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | ExecutionException | CellException e) {
      LOG.debug("not every member was told that this one ends", e);
    }
  }

  private CompletableFuture<Void> tell(CellClient client, Members.One one, List<String> arguments) {
    CompletableFuture<Void> told = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                client.control(target(one), WORD, arguments, line -> {});
              } catch (RuntimeException notTold) {
                LOG.debug("{} was not told that this member ends", one.describe(), notTold);
              } finally {
                told.complete(null);
              }
            },
            "cell-farewell-" + members.cell());
    thread.setDaemon(true);
    thread.start();
    return told;
  }

  /** Names a member for a client of the cell. */
  static ControlTarget target(Members.One one) {
    MemberInfo.Role role = one.role();
    return switch (role) {
      case PRIMARY, STAND_ALONE -> ControlTarget.PRIMARY;
      case SECONDARY -> ControlTarget.SECONDARY;
      case WITNESS -> ControlTarget.WITNESS;
    };
  }
}
