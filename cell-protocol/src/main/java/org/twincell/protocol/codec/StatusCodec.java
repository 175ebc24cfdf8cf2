// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.codec;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.twincell.protocol.MemberInfo;
import org.twincell.protocol.wire.Duty;
import org.twincell.protocol.wire.MemberStatus;
import org.twincell.protocol.wire.PeerStatus;
import org.twincell.protocol.wire.Role;

/** What members say of themselves. */
public final class StatusCodec {
  private StatusCodec() {}

  /** A status as a message; the address at which the member was asked does not travel. */
  public static MemberStatus toWire(MemberInfo info) {
    return MemberStatus.newBuilder()
        .setCell(info.cell())
        .setRole(toWire(info.role()))
        .setDuty(toWire(info.duty()))
        .setTerm(info.term())
        .setMode(info.mode())
        .setActiveAddress(info.activeAddress().orElse(""))
        .setCommitIndex(info.commitIndex())
        .setAppliedIndex(info.appliedIndex())
        .addAllPeers(info.peers().stream().map(StatusCodec::toWire).toList())
        .setSinceEpochMillis(info.since().toEpochMilli())
        .setReason(info.reason())
        .setPaused(info.paused())
        .setEvents(info.events())
        .setDataObjects(info.dataObjects())
        .setVersion(info.version())
        .build();
  }

  /** A status from a message, of the member that was asked at {@code address}. */
  public static MemberInfo fromWire(MemberStatus wire, String address) {
    return new MemberInfo(
        wire.getCell(),
        fromWire(wire.getRole()),
        address,
        true,
        fromWire(wire.getDuty()),
        wire.getTerm(),
        wire.getMode(),
        Optional.of(wire.getActiveAddress()).filter(text -> !text.isEmpty()),
        wire.getCommitIndex(),
        wire.getAppliedIndex(),
        wire.getPeersList().stream().map(StatusCodec::fromWire).toList(),
        Instant.ofEpochMilli(wire.getSinceEpochMillis()),
        wire.getReason(),
        wire.getPaused(),
        wire.getEvents(),
        wire.getDataObjects(),
        wire.getVersion());
  }

  /** What is said of a member that did not answer, and why. */
  public static MemberInfo silent(
      String cell, MemberInfo.Role role, String address, String reason) {
    return new MemberInfo(
        cell,
        role,
        address,
        false,
        MemberInfo.Duty.STANDBY,
        0,
        "",
        Optional.empty(),
        0,
        0,
        List.of(),
        Instant.EPOCH,
        reason,
        false,
        0,
        0,
        "");
  }

  private static PeerStatus toWire(MemberInfo.Peer peer) {
    return PeerStatus.newBuilder()
        .setRole(toWire(peer.role()))
        .setAddress(peer.address())
        .setReachable(peer.reachable())
        .setLagEntries(peer.lagEntries())
        .setSilentMillis(peer.silentMillis())
        .build();
  }

  private static MemberInfo.Peer fromWire(PeerStatus wire) {
    return new MemberInfo.Peer(
        fromWire(wire.getRole()),
        wire.getAddress(),
        wire.getReachable(),
        wire.getLagEntries(),
        wire.getSilentMillis());
  }

  private static Role toWire(MemberInfo.Role role) {
    return switch (role) {
      case STAND_ALONE -> Role.STAND_ALONE;
      case PRIMARY -> Role.PRIMARY;
      case SECONDARY -> Role.SECONDARY;
      case WITNESS -> Role.WITNESS;
    };
  }

  private static MemberInfo.Role fromWire(Role wire) {
    return switch (wire) {
      case STAND_ALONE -> MemberInfo.Role.STAND_ALONE;
      case PRIMARY -> MemberInfo.Role.PRIMARY;
      case SECONDARY -> MemberInfo.Role.SECONDARY;
      case WITNESS -> MemberInfo.Role.WITNESS;
      case ROLE_UNSPECIFIED, UNRECOGNIZED -> throw ValueCodec.badMessage("a member has no role");
    };
  }

  private static Duty toWire(MemberInfo.Duty duty) {
    return switch (duty) {
      case STANDBY -> Duty.STANDBY;
      case LIMITED -> Duty.LIMITED;
      case ACTIVE -> Duty.ACTIVE;
    };
  }

  private static MemberInfo.Duty fromWire(Duty wire) {
    return switch (wire) {
      case STANDBY -> MemberInfo.Duty.STANDBY;
      case LIMITED -> MemberInfo.Duty.LIMITED;
      case ACTIVE -> MemberInfo.Duty.ACTIVE;
      case DUTY_UNSPECIFIED, UNRECOGNIZED -> throw ValueCodec.badMessage("a member has no duty");
    };
  }
}
