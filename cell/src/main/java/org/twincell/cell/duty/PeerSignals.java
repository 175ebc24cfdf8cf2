// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.duty;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.twincell.protocol.MemberInfo.Signal;

/**
 * Decides what is told of the other members: LIVE, DEAD or CLOSE, once for each change.
 *
 * <ul>
 *   <li>LIVE: it is heard for the first time, or again.
 *   <li>DEAD: it was LIVE and has been silent for the threshold.
 *   <li>CLOSE: it said that it ends; its silence after that is not DEAD.
 * </ul>
 *
 * <p>Only the active member hears all others; a standby hears the active one. Of a member that is
 * not heard from here nothing is told, and what was known of it is forgotten. Times are of the
 * monotonic clock.
 */
public final class PeerSignals {
  /** A member that announced its end and is heard for so much longer has changed its mind. */
  static final Duration CLOSING_LIMIT = Duration.ofSeconds(30);

  private final long thresholdNanos;
  private final Map<String, Peer> peers = new HashMap<>();

  /**
   * A change of what is told of a member.
   *
   * @param news false when a member is merely found up by one that has just begun to listen
   * @param silentNanos how long it was silent; 0 unless it is DEAD
   */
  public record Change(Signal before, Signal now, boolean news, long silentNanos) {}

  /**
   * How a member is heard at one moment.
   *
   * @param fromHere this member would hear it
   * @param agoNanos how long ago it was heard; negative when never
   */
  public record Heard(boolean fromHere, long agoNanos) {
    /** It is heard by the active member alone, which is another one. */
    public static final Heard ELSEWHERE = new Heard(false, -1);

    /** Nobody is active, and it says nothing. */
    public static final Heard NEVER = new Heard(true, -1);
  }

  /** What is known of one member. */
  private static final class Peer {
    Signal signal = Signal.UNKNOWN;
    boolean watched;
    long watchedSinceNanos;
    long lookedNanos;
    long heardNanos;
    long changedNanos;
    boolean quietSinceClose;
  }

  /**
   * @param threshold silence after which a member that was LIVE is DEAD
   */
  public PeerSignals(Duration threshold) {
    this.thresholdNanos = threshold.toNanos();
  }

  /** What was last told of a member. */
  public Signal of(String name) {
    Peer peer = peers.get(name);
    return peer == null ? Signal.UNKNOWN : peer.signal;
  }

  /** A member said that it ends. */
  public Optional<Change> closes(String name, long nowNanos) {
    Peer peer = peers.computeIfAbsent(name, unused -> new Peer());
    if (peer.signal == Signal.CLOSE) return Optional.empty();
    peer.quietSinceClose = false;
    return change(peer, Signal.CLOSE, true, nowNanos);
  }

  /** Looks at a member; called again and again, at least twice in the time of the threshold. */
  public Optional<Change> look(String name, Heard heard, long nowNanos) {
    Peer peer = peers.computeIfAbsent(name, unused -> new Peer());
    if (!heard.fromHere()) {
      peers.remove(name);
      return Optional.empty();
    }
    if (!peer.watched) begin(peer, nowNanos);
    long sinceLook = nowNanos - peer.lookedNanos;
    peer.lookedNanos = nowNanos;
    boolean ownPause = 2 * sinceLook > thresholdNanos;
    // A member that was suspended itself has heard nobody, which says nothing of the others.
    if (ownPause && peer.signal == Signal.LIVE) peer.heardNanos += sinceLook;
    if (heard.agoNanos() >= 0) {
      peer.heardNanos = later(peer.heardNanos, nowNanos - heard.agoNanos());
    }
    return decide(peer, nowNanos);
  }

  private static void begin(Peer peer, long nowNanos) {
    peer.watched = true;
    peer.watchedSinceNanos = nowNanos;
    peer.lookedNanos = nowNanos;
    peer.heardNanos = nowNanos;
  }

  private static long later(long a, long b) {
    return b - a > 0 ? b : a;
  }

  private Optional<Change> decide(Peer peer, long nowNanos) {
    long silent = nowNanos - peer.heardNanos;
    return switch (peer.signal) {
      case UNKNOWN -> {
        // Heard before the watch began does not count: the log begins its count with a guess.
        if (peer.heardNanos - peer.watchedSinceNanos <= 0) yield Optional.empty();
        boolean news = nowNanos - peer.watchedSinceNanos >= thresholdNanos;
        yield change(peer, Signal.LIVE, news, nowNanos);
      }
      case LIVE -> silent < thresholdNanos ? Optional.empty() : dead(peer, silent, nowNanos);
      case DEAD ->
          peer.heardNanos - peer.changedNanos <= 0
              ? Optional.empty()
              : change(peer, Signal.LIVE, true, nowNanos);
      case CLOSE -> afterClose(peer, silent, nowNanos);
    };
  }

  private static Optional<Change> dead(Peer peer, long silentNanos, long nowNanos) {
    return change(peer, Signal.DEAD, true, nowNanos)
        .map(it -> new Change(it.before(), it.now(), true, silentNanos));
  }

  /** A member that closes is still heard for a moment; only after a silence it is back. */
  private Optional<Change> afterClose(Peer peer, long silentNanos, long nowNanos) {
    boolean quiet = 2 * silentNanos >= thresholdNanos;
    peer.quietSinceClose |= quiet;
    boolean stays = nowNanos - peer.changedNanos >= CLOSING_LIMIT.toNanos();
    if (quiet || !(peer.quietSinceClose || stays)) return Optional.empty();
    return change(peer, Signal.LIVE, true, nowNanos);
  }

  private static Optional<Change> change(Peer peer, Signal now, boolean news, long nowNanos) {
    Change change = new Change(peer.signal, now, news, 0);
    peer.signal = now;
    peer.changedNanos = nowNanos;
    return Optional.of(change);
  }
}
