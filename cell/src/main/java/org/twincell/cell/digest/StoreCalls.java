// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.digest;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.cell.store.DigestMark;
import org.twincell.cell.store.Records;
import org.twincell.cell.store.StoreCare;
import org.twincell.cell.store.StoreCare.MendingException;
import org.twincell.protocol.wire.CopyPart;
import org.twincell.protocol.wire.ReadCopyRequest;
import org.twincell.protocol.wire.ReadRecordsRequest;
import org.twincell.protocol.wire.ReadStandingRequest;
import org.twincell.protocol.wire.RecordsPart;
import org.twincell.protocol.wire.StoreServiceGrpc;
import org.twincell.protocol.wire.StoreStanding;
import org.twincell.protocol.wire.StoredItem;

/**
 * Answers the other member about this one's store. Records and copies are read on the thread {@code
 * cell-store-<cell>}, one question after the other; the transport's threads never wait.
 */
public final class StoreCalls extends StoreServiceGrpc.StoreServiceImplBase
    implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StoreCalls.class);

  /** Questions that may wait; there is one other member, which asks one at a time. */
  private static final int WAITING_LIMIT = 4;

  static final int PART_BYTES = 256 << 10;

  private final StoreCare care;
  private final Supplier<Standing> standing;
  private final ThreadPoolExecutor thread;

  StoreCalls(String cell, StoreCare care, Supplier<Standing> standing) {
    this.care = care;
    this.standing = standing;
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(WAITING_LIMIT),
            work -> {
              Thread made = new Thread(work, "cell-store-" + cell);
              made.setDaemon(true);
              return made;
            });
    thread.allowCoreThreadTimeOut(true);
  }

  @Override
  public void readStanding(ReadStandingRequest request, StreamObserver<StoreStanding> caller) {
    if (request.getWantMark()) care.wantMark();
    StoreStanding.Builder answer = StandingCodec.toWire(standing.get()).toBuilder();
    for (DigestMark mark : care.marks()) {
      if (mark.index() == request.getSumsOf()) answer.addDigests(StandingCodec.toWire(mark));
    }
    caller.onNext(answer.build());
    caller.onCompleted();
  }

  @Override
  public void readRecords(ReadRecordsRequest request, StreamObserver<RecordsPart> caller) {
    Slow<RecordsPart> slow = new Slow<>(caller);
    onThread(slow, () -> sendRecords(new TreeSet<>(request.getBucketsList()), slow));
  }

  @Override
  public void readCopy(ReadCopyRequest request, StreamObserver<CopyPart> caller) {
    Slow<CopyPart> slow = new Slow<>(caller);
    onThread(slow, () -> sendCopy(slow));
  }

  private interface Work {
    void run() throws IOException;
  }

  private void onThread(Slow<?> caller, Work work) {
    try {
      thread.execute(
          () -> {
            try {
              work.run();
              caller.end();
            } catch (IOException | RuntimeException e) {
              LOG.warn("a question of the other member was not answered", e);
              caller.fail(String.valueOf(e.getMessage()));
            }
          });
    } catch (RejectedExecutionException full) {
      caller.fail("the member is stopping, or busy with other questions");
    }
  }

  private void sendRecords(Set<Integer> buckets, Slow<RecordsPart> caller) throws IOException {
    Records records;
    try {
      records = care.read(buckets);
    } catch (MendingException e) {
      caller.send(
          RecordsPart.newBuilder()
              .setRefusal(String.valueOf(e.getMessage()))
              .setInDoubt(e.isOtherInDoubt())
              .build());
      return;
    }
    RecordsPart.Builder part =
        RecordsPart.newBuilder().setState(ByteString.copyFrom(records.state()));
    int bytes = 0;
    for (Records.Item item : records.items()) {
      part.addItems(
          StoredItem.newBuilder()
              .setFamily(item.family())
              .setKey(ByteString.copyFrom(item.key()))
              .setValue(ByteString.copyFrom(item.value())));
      bytes += item.key().length + item.value().length;
      if (bytes < PART_BYTES) continue;
      caller.send(part.build());
      part = RecordsPart.newBuilder();
      bytes = 0;
    }
    caller.send(part.build());
  }

  private void sendCopy(Slow<CopyPart> caller) throws IOException {
    StoreCare.Doubt doubt = care.doubt();
    if (!doubt.isWhole()) {
      caller.send(CopyPart.newBuilder().setRefusal(doubt.reason()).setInDoubt(true).build());
      return;
    }
    LOG.info("a copy of the store goes to the other member");
    Path copy = care.copyForAnother();
    try {
      for (Path file : files(copy)) send(file, caller);
      caller.send(CopyPart.newBuilder().setDone(true).build());
    } finally {
      care.deleteCopy(copy);
    }
  }

  private static List<Path> files(Path copy) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(copy)) {
      all.filter(Files::isRegularFile).sorted().forEach(files::add);
    }
    return files;
  }

  private static void send(Path file, Slow<CopyPart> caller) throws IOException {
    String name = String.valueOf(file.getFileName());
    try (InputStream in = Files.newInputStream(file)) {
      while (true) {
        byte[] bytes = in.readNBytes(PART_BYTES);
        caller.send(
            CopyPart.newBuilder().setFile(name).setBytes(ByteString.copyFrom(bytes)).build());
        if (bytes.length < PART_BYTES) return;
      }
    }
  }

  /** A caller that takes what is sent at its own pace; the sender waits for it. */
  private static final class Slow<R> {
    private final ServerCallStreamObserver<R> caller;

    Slow(StreamObserver<R> caller) {
      this.caller = (ServerCallStreamObserver<R>) caller;
      this.caller.setOnReadyHandler(this::wake);
      this.caller.setOnCancelHandler(this::wake);
    }

    private synchronized void wake() {
      notifyAll();
    }

    synchronized void send(R part) throws IOException {
      try {
        while (!caller.isReady() && !caller.isCancelled()) wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("the member is stopping", e);
      }
      if (caller.isCancelled()) throw new IOException("the other member went away");
      caller.onNext(part);
    }

    synchronized void end() {
      if (!caller.isCancelled()) caller.onCompleted();
    }

    synchronized void fail(String why) {
      if (caller.isCancelled()) return;
      caller.onError(Status.UNAVAILABLE.withDescription(why).asRuntimeException());
    }
  }

  /** Breaks off what is under way. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
