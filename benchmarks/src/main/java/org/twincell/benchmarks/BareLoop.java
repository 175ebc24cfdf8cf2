// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.benchmarks;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The limit that a replicated log can reach here: a leader and a follower, one thread each, one
 * preallocated file each, one fdatasync for everything that waits, nothing else. The follower is a
 * process of its own; the leader's thread runs beside the load.
 */
final class BareLoop implements AutoCloseable {
  private static final int FILE_BYTES = 256 << 20;
  private static final int BATCH_BYTES = 1 << 20;

  private record Waiting(byte[] event, CompletableFuture<Void> safe) {}

  private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  private final Journal journal;
  private final Socket follower;
  private final Thread thread;
  private volatile boolean closing;

  BareLoop(Path folder, int followerPort) throws IOException {
    this.journal = new Journal(folder.resolve("bare-leader"));
    this.follower = new Socket(InetAddress.getLoopbackAddress(), followerPort);
    follower.setTcpNoDelay(true);
    this.thread = new Thread(this::lead, "bare-leader");
    thread.start();
  }

  /** Completes when both files have the event on disk. */
  CompletableFuture<Void> append(byte[] event) {
    Waiting waiting = new Waiting(event, new CompletableFuture<>());
    queue.add(waiting);
    return waiting.safe();
  }

  private void lead() {
    try (DataInputStream in = new DataInputStream(follower.getInputStream());
        DataOutputStream out = new DataOutputStream(follower.getOutputStream())) {
      while (!closing) {
        List<Waiting> batch = takeBatch();
        byte[] bytes = join(batch);
        out.write(ByteBuffer.allocate(4).putInt(bytes.length).array());
        out.write(bytes);
        out.flush();
        journal.write(bytes);
        if (in.readByte() != 1) throw new IOException("the follower did not confirm");
        batch.forEach(w -> w.safe().complete(null));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      if (!closing) throw new UncheckedIOException(e);
    }
  }

  private List<Waiting> takeBatch() throws InterruptedException {
    List<Waiting> batch = new ArrayList<>();
    batch.add(queue.take());
    int bytes = batch.get(0).event().length;
    Waiting next;
    while (bytes < BATCH_BYTES && (next = queue.poll()) != null) {
      batch.add(next);
      bytes += next.event().length;
    }
    return batch;
  }

  private static byte[] join(List<Waiting> batch) {
    ByteBuffer all = ByteBuffer.allocate(batch.stream().mapToInt(w -> w.event().length).sum());
    batch.forEach(w -> all.put(w.event()));
    return all.array();
  }

  @Override
  public void close() throws IOException {
    closing = true;
    thread.interrupt();
    follower.close();
    journal.close();
  }

  /** The follower's whole life: prints its port, serves one leader, ends when that goes away. */
  static void follow(Path folder) throws IOException {
    try (ServerSocket server = new ServerSocket()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      System.out.println("port " + server.getLocalPort());
      try (Socket leader = server.accept();
          Journal journal = new Journal(folder.resolve("bare-follower"));
          DataInputStream in = new DataInputStream(leader.getInputStream());
          DataOutputStream out = new DataOutputStream(leader.getOutputStream())) {
        leader.setTcpNoDelay(true);
        while (true) {
          byte[] bytes = new byte[in.readInt()];
          in.readFully(bytes);
          journal.write(bytes);
          out.writeByte(1);
        }
      } catch (java.io.EOFException e) {
        System.out.println("the leader is gone");
      }
    }
  }

  /** One preallocated file, written round and round. */
  private static final class Journal implements AutoCloseable {
    private final FileChannel file;

    Journal(Path path) throws IOException {
      file =
          FileChannel.open(
              path,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING);
      ByteBuffer zeros = ByteBuffer.allocate(1 << 20);
      for (int i = 0; i < FILE_BYTES / zeros.capacity(); i++) file.write(zeros.rewind());
      file.force(true);
      file.position(0);
    }

    void write(byte[] bytes) throws IOException {
      if (file.position() + bytes.length > FILE_BYTES) file.position(0);
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) file.write(buffer);
      file.force(false);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  /** Removes what both left behind. */
  static void clean(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve("bare-leader"));
    Files.deleteIfExists(folder.resolve("bare-follower"));
  }
}
