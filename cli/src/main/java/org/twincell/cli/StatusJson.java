// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.twincell.protocol.MemberInfo;

/**
 * What members say of themselves, as one JSON document for programs: {@code {"members":[...]}}.
 * Names are only ever added. Numbers that are not known are null.
 */
final class StatusJson {
  private StatusJson() {}

  static void print(List<MemberInfo> members, PrintStream out) {
    StringBuilder text = new StringBuilder();
    boolean isWitnessListed = Sight.isWitnessListed(members);
    List<?> all = members.stream().map(member -> member(member, isWitnessListed)).toList();
    write(Map.of("members", all), text);
    out.println(text);
  }

  private static Map<String, Object> member(MemberInfo member, boolean isWitnessListed) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("cell", member.cell());
    all.put("role", lower(member.role().name()));
    all.put("address", member.address());
    all.put("reachable", member.reachable());
    all.put("reason", member.reason());
    if (!member.reachable()) return all;
    all.put("duty", lower(member.duty().name()));
    all.put("term", member.term());
    all.put("mode", member.mode());
    all.put("alone", member.alone());
    all.put("witness", witness(member, isWitnessListed));
    all.put("active", member.activeAddress().orElse(""));
    all.put("since", member.since().toString());
    all.put("paused", member.paused());
    all.put("committed", member.commitIndex());
    all.put("applied", member.appliedIndex());
    all.put("events", member.events());
    all.put("data_objects", member.dataObjects());
    all.put("stores", lower(member.stores().name()));
    all.put("progress", progress(member.progress()));
    all.put("version", member.version());
    all.put("peers", member.peers().stream().map(StatusJson::peer).toList());
    return all;
  }

  private static String witness(MemberInfo member, boolean isListed) {
    boolean isItself = member.role() == MemberInfo.Role.WITNESS;
    return isItself ? "self" : Sight.ofWitness(member, isListed).key();
  }

  private static Map<String, Object> peer(MemberInfo.Peer peer) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("role", lower(peer.role().name()));
    all.put("address", peer.address());
    all.put("reachable", peer.reachable());
    all.put("signal", lower(peer.signal().name()));
    all.put("lag_entries", known(peer.lagEntries()));
    all.put("lag_seconds", peer.lagMillis() < 0 ? Missing.NULL : peer.lagMillis() / 1000.0);
    all.put("silent_millis", known(peer.silentMillis()));
    all.put("progress", progress(peer.progress()));
    all.put("differs", peer.differs());
    return all;
  }

  private static Object progress(Optional<MemberInfo.Progress> progress) {
    if (progress.isEmpty()) return Missing.NULL;
    MemberInfo.Progress it = progress.get();
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("what", it.what());
    all.put("percent", known(it.percent()));
    all.put("left", known(it.left()));
    all.put("unit", it.unit());
    return all;
  }

  /** What JSON calls null. */
  private enum Missing {
    NULL
  }

  private static Object known(long number) {
    return number < 0 ? Missing.NULL : number;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static void write(Object value, StringBuilder text) {
    if (value instanceof Map<?, ?> map) {
      List<String> parts = new ArrayList<>();
      map.forEach((name, each) -> parts.add(string(name.toString()) + ":" + written(each)));
      text.append('{').append(String.join(",", parts)).append('}');
    } else if (value instanceof List<?> list) {
      text.append('[');
      text.append(String.join(",", list.stream().map(StatusJson::written).toList()));
      text.append(']');
    } else if (value == Missing.NULL) {
      text.append("null");
    } else if (value instanceof String string) {
      text.append(string(string));
    } else {
      text.append(value);
    }
  }

  private static String written(Object value) {
    StringBuilder text = new StringBuilder();
    write(value, text);
    return text.toString();
  }

  private static String string(String value) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') text.append('\\').append(c);
      else if (c < ' ') text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      else text.append(c);
    }
    return text.append('"').toString();
  }
}
