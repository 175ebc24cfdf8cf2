// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.history;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.twincell.time.TimeSource;

/**
 * Takes down calls as they end. Any thread may begin and end calls; lines come in the order in
 * which calls ended. A file that cannot be written fails the call that wanted to.
 *
 * <pre>{@code
 * try (HistoryWriter history = HistoryWriter.create(file, "faults", seed, time)) {
 *   HistoryWriter.OpenCall call =
 *       history.begin("sender-1", CallKind.SEND, Call.Subject.newEvent(id, 1));
 *   call.acknowledged(Call.Answer.of("gateway-1", term, "primary"));
 *   history.stored("primary", rows);
 * }
 * }</pre>
 */
public final class HistoryWriter implements AutoCloseable {
  private final Consumer<HistoryLine> lines;
  private final Closing closing;
  private final TimeSource time;
  private final AtomicLong numbers = new AtomicLong();
  private final Object writing = new Object();

  private interface Closing {
    void close() throws IOException;
  }

  private HistoryWriter(Consumer<HistoryLine> lines, Closing closing, TimeSource time) {
    this.lines = lines;
    this.closing = closing;
    this.time = time;
  }

  /**
   * Begins a history in a new file.
   *
   * @throws UncheckedIOException when the file cannot be written
   */
  public static HistoryWriter create(Path file, String run, long seed, TimeSource time) {
    try {
      BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
      Consumer<HistoryLine> lines =
          line -> {
            try {
              out.write(HistoryText.of(line));
              out.write('\n');
            } catch (IOException e) {
              throw new UncheckedIOException("the history " + file + " cannot be written", e);
            }
          };
      return begun(new HistoryWriter(lines, out::close, time), run, seed);
    } catch (IOException e) {
      throw new UncheckedIOException("the history " + file + " cannot be written", e);
    }
  }

  /** Begins a history that goes straight to whoever checks it. */
  public static HistoryWriter to(
      Consumer<HistoryLine> lines, String run, long seed, TimeSource time) {
    return begun(new HistoryWriter(lines, () -> {}, time), run, seed);
  }

  private static HistoryWriter begun(HistoryWriter writer, String run, long seed) {
    writer.lines.accept(new HistoryLine.Header(HistoryText.FORMAT, run, seed));
    return writer;
  }

  /** A call starts now. */
  public OpenCall begin(String client, CallKind kind, Call.Subject subject) {
    return new OpenCall(client, kind, subject, time.monotonicNanos());
  }

  /** A call that is under way; ended once, by the thread that made it or another. */
  public final class OpenCall {
    private final String client;
    private final CallKind kind;
    private final Call.Subject subject;
    private final long startNanos;

    private OpenCall(String client, CallKind kind, Call.Subject subject, long startNanos) {
      this.client = client;
      this.kind = kind;
      this.subject = subject;
      this.startNanos = startNanos;
    }

    /** It was answered as asked, now. */
    public Call acknowledged(Call.Answer answer) {
      return end(CallOutcome.ACKNOWLEDGED, subject, answer, "");
    }

    /** The same for an event whose id the caller learns only from the answer. */
    public Call acknowledged(String id, Call.Answer answer) {
      Call.Subject known =
          new Call.Subject(id, subject.sequence(), subject.version(), subject.name());
      return end(CallOutcome.ACKNOWLEDGED, known, answer, "");
    }

    /** It certainly had no effect and will have none. */
    public Call refused(String why) {
      return end(CallOutcome.REFUSED, subject, Call.Answer.NONE, why);
    }

    /** It may have had its effect, or may still have it. */
    public Call unknown(String why) {
      return end(CallOutcome.UNKNOWN, subject, Call.Answer.NONE, why);
    }

    private Call end(CallOutcome outcome, Call.Subject about, Call.Answer answer, String why) {
      synchronized (writing) {
        Call call =
            new Call(
                numbers.incrementAndGet(),
                client,
                kind,
                startNanos,
                time.monotonicNanos(),
                outcome,
                about,
                answer,
                why);
        lines.accept(call);
        return call;
      }
    }
  }

  /** What a member's store holds at the end, in the order of handles; read while it is written. */
  public void stored(String member, Iterable<EventRow> rows) {
    synchronized (writing) {
      long count = 0;
      for (EventRow row : rows) {
        lines.accept(new HistoryLine.Stored(member, row));
        count++;
      }
      lines.accept(new HistoryLine.StoredEnd(member, count));
    }
  }

  /** Writes what is still in memory; twice does no harm. */
  @Override
  public void close() {
    synchronized (writing) {
      try {
        closing.close();
      } catch (IOException e) {
        throw new UncheckedIOException("the end of the history cannot be written", e);
      }
    }
  }
}
