// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults.site;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.twincell.time.TimeSource;

/**
 * All parties on loopback, each behind relays at an address of its own: needs no rights at all. The
 * directory names the relays, so whoever calls a party passes one; a party listens on a second
 * address that nobody is told.
 */
public final class LoopbackSite implements Site {
  private static final int NETWORKS = 250;
  private static final int ATTEMPTS = 20;

  private final int network;
  private final TimeSource time;
  private final Owners owners = new Owners();
  private final Map<Party, Map<Party, Link>> links = new EnumMap<>(Party.class);
  private final List<Relay> relays = new ArrayList<>();

  private LoopbackSite(int network, TimeSource time) {
    this.network = network;
    this.time = time;
    for (Party from : Party.values()) {
      Map<Party, Link> row = new EnumMap<>(Party.class);
      for (Party to : Party.values()) row.put(to, new Link(time));
      links.put(from, row);
    }
  }

  /**
   * Opens the relays.
   *
   * @param random chooses addresses, so that runs side by side do not meet
   * @throws IOException when this machine has no free loopback addresses besides 127.0.0.1
   */
  public static LoopbackSite open(RandomGenerator random, TimeSource time) throws IOException {
    for (int attempt = 1; ; attempt++) {
      LoopbackSite site = new LoopbackSite(1 + random.nextInt(NETWORKS), time);
      try {
        return site.openRelays();
      } catch (BindException e) {
        site.close();
        if (attempt == ATTEMPTS) {
          throw new IOException("loopback addresses of 127.77." + site.network + ": " + e, e);
        }
      } catch (IOException e) {
        site.close();
        throw e;
      }
    }
  }

  private LoopbackSite openRelays() throws IOException {
    for (Party party : Party.MEMBERS) {
      relay(party, MEMBER_PORT);
      relay(party, MEMBER_PORT + 1);
    }
    for (Party party : Party.GATEWAYS) relay(party, GATEWAY_PORT);
    return this;
  }

  private void relay(Party party, int port) throws IOException {
    relays.add(
        new Relay(
            party,
            new InetSocketAddress(InetAddress.getByName(host(party)), port),
            new InetSocketAddress(InetAddress.getByName(bindHost(party)), port),
            owners,
            this::link));
  }

  private Link link(Party from, Party to) {
    Link link = links.getOrDefault(from, Map.of()).get(to);
    return link == null ? new Link(time) : link;
  }

  @Override
  public String describe() {
    return "loopback, every connection through a relay of our own";
  }

  @Override
  public Optional<String> lacks(Ability ability) {
    return switch (ability) {
      case CUT, RESET, DELAY, SLOW, CUT_IN_MESSAGE -> Optional.empty();
      case LOSS, REORDER, DUPLICATE ->
          Optional.of("relays pass streams of bytes, not packets; network namespaces can do it");
      case MOUNT -> Optional.of("nothing can be mounted outside a private space");
    };
  }

  @Override
  public String host(Party party) {
    return "127.77." + network + "." + (10 + party.ordinal());
  }

  @Override
  public String bindHost(Party party) {
    return "127.77." + network + "." + (100 + party.ordinal());
  }

  @Override
  public List<String> enter(Party party) {
    return List.of();
  }

  @Override
  public void started(Party party, long pid) {
    owners.started(party, pid);
  }

  @Override
  public Wound cut(Party from, Party to) {
    Link link = link(from, to);
    link.hold(true);
    return wound(List.of(link), () -> link.hold(false));
  }

  @Override
  public Wound reset(Party one, Party other) {
    List<Link> both = List.of(link(one, other), link(other, one));
    Wound wound = wound(both, () -> both.forEach(link -> link.reset(false)));
    both.forEach(link -> link.reset(true));
    long cut = 0;
    for (Relay relay : relays) {
      if (relay.behind() == one) cut += relay.resetAll(other);
      if (relay.behind() == other) cut += relay.resetAll(one);
    }
    both.get(0).count(cut);
    return wound;
  }

  @Override
  public Wound worsen(Party party, Quality quality) throws IOException {
    if (quality.lossPercent() + quality.reorderPercent() + quality.duplicatePercent() > 0) {
      throw new IOException("a relay passes streams of bytes and cannot lose or reorder packets");
    }
    List<Link> all = new ArrayList<>();
    for (Party other : Party.values()) {
      all.add(link(party, other));
      all.add(link(other, party));
    }
    all.forEach(link -> link.become(quality));
    return wound(all, () -> all.forEach(link -> link.become(Quality.GOOD)));
  }

  private static Wound wound(List<Link> links, Runnable heal) {
    long before = links.stream().mapToLong(Link::effects).sum();
    return new Wound() {
      @Override
      public long effects() {
        return links.stream().mapToLong(Link::effects).sum() - before;
      }

      @Override
      public void close() {
        heal.run();
      }
    };
  }

  @Override
  public void close() {
    relays.forEach(Relay::close);
  }
}
