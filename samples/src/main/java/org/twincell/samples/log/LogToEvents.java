// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.samples.log;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.twincell.client.Event;
import org.twincell.client.ImpactClient;
import org.twincell.client.ImpactException;
import org.twincell.client.RefusedException;

/**
 * Sends the lines of a log file as events, several at the same time.
 *
 * <pre>{@code
 * samples/run log-to-events --primary http://localhost:9080 --backup http://localhost:9081 \
 *     --cell Alphonse --count 2000 /var/log/dpkg.log
 * }</pre>
 *
 * <p>When the file has fewer lines than are asked for, it starts again at the first. Events are of
 * class LOG_LINE ({@code samples/kb/log_line.baroc}) when the cell knows it, else of EVENT. A run
 * that is interrupted, or that meets the end of the client's patience, tells what was acknowledged.
 */
public final class LogToEvents {
  private static final Duration SPOOL_PATIENCE = Duration.ofMinutes(10);

  private LogToEvents() {}

  /**
   * What to send.
   *
   * @param count how many events; 0: one for each line
   * @param callers how many are sent at the same time
   */
  public record Job(Path file, int count, int callers) {
    public Job {
      if (count < 0) throw new IllegalArgumentException("--count is negative");
      if (callers < 1 || callers > 256)
        throw new IllegalArgumentException("--callers is not between 1 and 256");
    }
  }

  /**
   * What came of it.
   *
   * @param acknowledged ids of the events that a cell, or the spool, has acknowledged
   * @param failures what was thrown for the others
   */
  public record Result(List<String> acknowledged, List<ImpactException> failures) {
    public Result {
      acknowledged = List.copyOf(acknowledged);
      failures = List.copyOf(failures);
    }
  }

  /**
   * Sends and waits until all are sent or have failed.
   *
   * @param progress told the number of acknowledged events after each, on the sending threads
   * @throws IOException when the file cannot be read
   */
  public static Result run(ImpactClient client, Job job, IntConsumer progress)
      throws IOException, InterruptedException {
    List<String> lines = lines(job.file());
    int count = job.count() == 0 ? lines.size() : job.count();
    boolean classIsKnown = client.classes().stream().anyMatch(c -> c.name().equals("LOG_LINE"));
    Run run = new Run(client, job.file().toString(), lines, count, classIsKnown, progress);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < job.callers(); i++) threads.add(new Thread(run, "log-to-events-" + i));
    threads.forEach(Thread::start);
    try {
      for (Thread thread : threads) thread.join();
    } catch (InterruptedException e) {
      threads.forEach(Thread::interrupt);
      throw e;
    }
    client.awaitDelivered(SPOOL_PATIENCE);
    return new Result(List.copyOf(run.acknowledged), List.copyOf(run.failures));
  }

  private static List<String> lines(Path file) throws IOException {
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
    if (lines.isEmpty()) throw new IOException(file + " has no lines; name another log file");
    return lines;
  }

  /** What the sending threads share: each takes the next number until all are taken. */
  private static final class Run implements Runnable {
    private final ImpactClient client;
    private final String file;
    private final List<String> lines;
    private final int count;
    private final boolean classIsKnown;
    private final IntConsumer progress;
    private final String host = hostName();
    private final ZoneId zone = ZoneId.systemDefault();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<ImpactException> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean refused;

    Run(
        ImpactClient client,
        String file,
        List<String> lines,
        int count,
        boolean classIsKnown,
        IntConsumer progress) {
      this.client = client;
      this.file = file;
      this.lines = lines;
      this.count = count;
      this.classIsKnown = classIsKnown;
      this.progress = progress;
    }

    @Override
    public void run() {
      for (int i = next.getAndIncrement(); i < count && !refused; i = next.getAndIncrement()) {
        if (Thread.currentThread().isInterrupted()) return;
        send(i);
      }
    }

    private void send(int number) {
      int line = number % lines.size();
      Event event = new LogLine(file, line + 1L, lines.get(line)).asEvent(host, zone, classIsKnown);
      try {
        acknowledged.add(client.send(event).eventId());
        progress.accept(done.incrementAndGet());
      } catch (RefusedException e) {
        refused = true;
        failures.add(e);
      } catch (ImpactException e) {
        failures.add(e);
      }
    }

    private static String hostName() {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (IOException e) {
        return "localhost";
      }
    }
  }

  public static void main(String[] arguments) throws Exception {
    System.exit(CommandLine.run(arguments, System.out, System.err));
  }
}
