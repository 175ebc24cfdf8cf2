// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.simulation;

import com.google.protobuf.InvalidProtocolBufferException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.twincell.cell.log.Appended;
import org.twincell.cell.log.Duty;
import org.twincell.cell.log.LogStatus;
import org.twincell.cell.log.ReplicatedLog;
import org.twincell.cell.store.wire.Entry;
import org.twincell.cell.store.wire.EntryResult;
import org.twincell.cell.store.wire.Item;
import org.twincell.protocol.wire.Command;
import org.twincell.protocol.wire.Done;
import org.twincell.protocol.wire.Outcome;

/** Logs that break their promises, to see whether the checker notices. */
final class FaultyTwins {
  private FaultyTwins() {}

  /** What a twin does otherwise than the log that it stands for. */
  private interface Otherwise {
    /** The answer, or null to ask the log. */
    @org.jspecify.annotations.Nullable
    Object answer(String method, Object[] arguments);
  }

  private static ReplicatedLog twin(ReplicatedLog log, Otherwise otherwise) {
    return (ReplicatedLog)
        Proxy.newProxyInstance(
            FaultyTwins.class.getClassLoader(),
            new Class<?>[] {ReplicatedLog.class},
            (proxy, method, arguments) -> {
              Object answer =
                  otherwise.answer(method.getName(), arguments == null ? new Object[0] : arguments);
              return answer != null ? answer : ask(log, method, arguments);
            });
  }

  private static Object ask(ReplicatedLog log, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(log, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** Acknowledges what it has only begun to write. */
  static ReplicatedLog acknowledgesBeforeTheCommit(ReplicatedLog log) {
    return twin(
        log,
        (method, arguments) -> {
          if (!method.equals("append")) return null;
          byte[] entry = (byte[]) arguments[0];
          CompletableFuture<Appended> honest = log.append(entry);
          if (honest.isCompletedExceptionally()) return honest;
          LogStatus now = log.status();
          return CompletableFuture.completedFuture(
              new Appended(now.term(), now.commitIndex(), promised(entry, now.term())));
        });
  }

  private static byte[] promised(byte[] entry, long term) {
    EntryResult.Builder result = EntryResult.newBuilder();
    try {
      for (Item item : Entry.parseFrom(entry).getItemsList()) {
        Command command = item.getCommand();
        Done done =
            Done.newBuilder()
                .setObjectId(command.getNewObject().getObjectId())
                .setTerm(term)
                .setDurable(true)
                .build();
        result.addOutcomes(Outcome.newBuilder().setCommandId(command.getCommandId()).setDone(done));
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
    return result.build().toByteArray();
  }

  /** Goes on answering questions as the active member when a newer term has begun elsewhere. */
  static ReplicatedLog ignoresTheTerm(ReplicatedLog log) {
    long[] activeIn = {-1};
    return twin(
        log,
        (method, arguments) -> {
          LogStatus now = log.status();
          if (now.duty() == Duty.ACTIVE) activeIn[0] = now.term();
          if (activeIn[0] < 0) return null;
          if (method.equals("status")) return stillActive(now, activeIn[0]);
          if (!method.equals("confirmActive")) return null;
          return CompletableFuture.completedFuture(now.appliedIndex());
        });
  }

  /** Says that it is active in the term in which it knows another one to be. */
  static ReplicatedLog claimsTheTermOfAnother(ReplicatedLog log) {
    return twin(
        log,
        (method, arguments) -> {
          if (!method.equals("status")) return null;
          LogStatus now = log.status();
          boolean isOther =
              now.activeMember().filter(leader -> !leader.equals(now.member())).isPresent();
          return isOther ? stillActive(now, now.term()) : null;
        });
  }

  private static LogStatus stillActive(LogStatus now, long term) {
    return new LogStatus(
        now.member(),
        now.role(),
        Duty.ACTIVE,
        term,
        Optional.of(now.member()),
        now.commitIndex(),
        now.appliedIndex(),
        now.since(),
        now.peers());
  }
}
