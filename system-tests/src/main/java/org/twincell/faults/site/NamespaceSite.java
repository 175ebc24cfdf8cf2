// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.twincell.processes.Shell;

/**
 * Each party in a network namespace of its own, joined by a bridge of veth pairs. Works only inside
 * the private space that the launcher opens ({@code unshare}): its addresses exist nowhere else,
 * and the kernel takes everything back when the last process in there ends.
 */
public final class NamespaceSite implements Site {
  private static final String BRIDGE = "cell0";
  private static final String NETWORK = "10.77.0.";
  private static final Pattern PACKETS = Pattern.compile("packets (\\d+)");
  private static final Pattern OVERLIMITS = Pattern.compile("overlimits (\\d+)");

  private final ForwardedLinks forwarded;
  private int tables;

  private NamespaceSite(ForwardedLinks forwarded) {
    this.forwarded = forwarded;
  }

  /** Why this process cannot make namespaces; empty when it can. */
  public static List<String> missing() {
    List<String> missing = new ArrayList<>();
    for (Tool tool : List.of(Tool.UNSHARE, Tool.NSENTER, Tool.IP, Tool.NFT)) {
      if (!tool.isThere()) missing.add(tool.lacking());
    }
    if (!missing.isEmpty()) return missing;
    if (!Boolean.getBoolean("twincell.isolated")) {
      missing.add("this machine lets this user open no private space (unshare); root may");
    } else if (!Shell.works("nft", "add", "table", "inet", "probe")) {
      missing.add("the kernel here has no nftables");
    }
    return missing;
  }

  /**
   * Makes the bridge and the namespaces.
   *
   * @param forwarded how packets are delayed, reordered and doubled; may be able to do nothing
   */
  public static NamespaceSite make(ForwardedLinks forwarded) throws IOException {
    Shell.run("mount", "-t", "tmpfs", "none", "/run");
    Shell.run("mkdir", "-p", "/run/netns");
    // A port that was taken off the bridge must not answer for the bridge's address.
    Files.writeString(Path.of("/proc/sys/net/ipv4/conf/all/arp_ignore"), "1");
    Shell.run("ip", "link", "set", "lo", "up");
    Shell.run("ip", "link", "add", "name", BRIDGE, "type", "bridge");
    Shell.run("ip", "addr", "add", NETWORK + "254/24", "dev", BRIDGE);
    Shell.run("ip", "link", "set", BRIDGE, "up");
    NamespaceSite site = new NamespaceSite(forwarded);
    for (Party party : Party.values()) {
      if (party != Party.LOAD) site.join(party);
    }
    return site;
  }

  private void join(Party party) throws IOException {
    String name = party.word();
    Shell.run("ip", "netns", "add", name);
    Shell.run(
        "ip", "link", "add", port(party), "type", "veth", "peer", "name", "eth0", "netns", name);
    Shell.run("ip", "link", "set", port(party), "master", BRIDGE, "up");
    Shell.run("ip", "-n", name, "addr", "add", host(party) + "/24", "dev", "eth0");
    Shell.run("ip", "-n", name, "link", "set", "eth0", "up");
    Shell.run("ip", "-n", name, "link", "set", "lo", "up");
  }

  /** The bridge's end of a party's link. */
  private static String port(Party party) {
    return "p-" + party.word();
  }

  @Override
  public String describe() {
    return "network namespaces joined by a bridge, packets dropped by nft";
  }

  @Override
  public Optional<String> lacks(Ability ability) {
    return switch (ability) {
      case CUT, RESET, LOSS, MOUNT -> Optional.empty();
      case SLOW -> Tool.TC.isThere() ? Optional.empty() : Optional.of(Tool.TC.lacking());
      case DELAY, REORDER, DUPLICATE -> forwarded.lacking();
      case CUT_IN_MESSAGE ->
          Optional.of("packets know no messages; the relays of --rootless can do it");
    };
  }

  @Override
  public String host(Party party) {
    return NETWORK + (party == Party.LOAD ? 254 : party.ordinal() + 1);
  }

  @Override
  public String bindHost(Party party) {
    return host(party);
  }

  @Override
  public List<String> enter(Party party) {
    return party == Party.LOAD
        ? List.of()
        : List.of("nsenter", "--net=/run/netns/" + party.word(), "--");
  }

  @Override
  public void started(Party party, long pid) {}

  @Override
  public Wound cut(Party from, Party to) throws IOException {
    return to == Party.LOAD
        ? rule(from, "output", "ip daddr " + host(to) + " counter drop")
        : rule(to, "input", "ip saddr " + host(from) + " counter drop");
  }

  @Override
  public Wound reset(Party one, Party other) throws IOException {
    return rule(
        one,
        "output",
        "ip daddr " + host(other) + " tcp flags != rst counter reject with tcp reset");
  }

  @Override
  public Wound worsen(Party party, Quality quality) throws IOException {
    if (quality.lossPercent() > 0) {
      return rule(
          party, "input", "numgen random mod 100 < " + quality.lossPercent() + " counter drop");
    }
    if (quality.bytesPerSecond() > 0) return slow(party, quality.bytesPerSecond());
    if (quality.cutAfterBytes() > 0) throw new IOException("packets know no messages");
    return forwarded.insert(port(party), BRIDGE, quality);
  }

  private Wound slow(Party party, long bytesPerSecond) throws IOException {
    List<String> in = List.of("tc", "qdisc", "add", "dev", port(party), "root", "tbf");
    List<String> rate =
        List.of("rate", bytesPerSecond * 8 + "bit", "burst", "16kb", "latency", "400ms");
    List<String> all = new ArrayList<>(in);
    all.addAll(rate);
    Shell.run(all);
    List<String> out = new ArrayList<>(enter(party));
    out.addAll(List.of("tc", "qdisc", "add", "dev", "eth0", "root", "tbf"));
    out.addAll(rate);
    Shell.run(out);
    return new Wound() {
      private boolean open = true;

      @Override
      public long effects() throws IOException {
        return number(OVERLIMITS, Shell.run("tc", "-s", "qdisc", "show", "dev", port(party)));
      }

      @Override
      public void close() throws IOException {
        if (!open) return;
        open = false;
        Shell.run("tc", "qdisc", "del", "dev", port(party), "root");
        List<String> undo = new ArrayList<>(enter(party));
        undo.addAll(List.of("tc", "qdisc", "del", "dev", "eth0", "root"));
        Shell.run(undo);
      }
    };
  }

  /** A rule in a table of its own, in the namespace of a party. */
  private Wound rule(Party party, String hook, String rule) throws IOException {
    String table = "hurt" + ++tables;
    nft(party, "add table inet " + table);
    nft(party, "add chain inet " + table + " only { type filter hook " + hook + " priority 0 ; }");
    nft(party, "add rule inet " + table + " only " + rule);
    return new Wound() {
      private boolean open = true;

      @Override
      public long effects() throws IOException {
        return number(PACKETS, nft(party, "list table inet " + table));
      }

      @Override
      public void close() throws IOException {
        if (!open) return;
        open = false;
        nft(party, "delete table inet " + table);
      }
    };
  }

  private String nft(Party party, String words) throws IOException {
    List<String> command = new ArrayList<>(enter(party));
    command.add("nft");
    command.add(words);
    return Shell.run(command);
  }

  private static long number(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    long sum = 0;
    while (matcher.find()) sum += Long.parseLong(matcher.group(1));
    return sum;
  }

  /** Nothing: the namespaces go with the private space that this process lives in. */
  @Override
  public void close() {
    forwarded.close();
  }
}
