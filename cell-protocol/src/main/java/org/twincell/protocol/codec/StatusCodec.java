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
import org.twincell.protocol.wire.Progress;
import org.twincell.protocol.wire.Role;
import org.twincell.protocol.wire.Signal;
import org.twincell.protocol.wire.StoreComparison;

/** What members say of themselves. */
public final class StatusCodec {
  private StatusCodec() {}

  /** A status as a message; the address at which the member was asked does not travel. */
  public static MemberStatus toWire(MemberInfo info) {
    MemberStatus.Builder wire = MemberStatus.newBuilder();
    info.progress().ifPresent(it -> wire.setProgress(toWire(it)));
    return wire.setCell(info.cell())
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
        .setStores(toWire(info.stores()))
        .setLineage(info.lineage())
        .setAlone(info.alone())
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
        wire.getVersion(),
        wire.getLineage(),
        wire.hasProgress() ? Optional.of(fromWire(wire.getProgress())) : Optional.empty(),
        fromWire(wire.getStores()),
        wire.getAlone());
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
        "",
        "",
        Optional.empty(),
        MemberInfo.StoreComparison.NOT_COMPARED,
        false);
  }

  private static PeerStatus toWire(MemberInfo.Peer peer) {
    PeerStatus.Builder wire = PeerStatus.newBuilder();
    peer.progress().ifPresent(it -> wire.setProgress(toWire(it)));
    return wire.setRole(toWire(peer.role()))
        .setAddress(peer.address())
        .setReachable(peer.reachable())
        .setLagEntries(peer.lagEntries())
        .setSilentMillis(peer.silentMillis())
        .setLagMillis(peer.lagMillis())
        .setSignal(toWire(peer.signal()))
        .setDiffers(peer.differs())
        .build();
  }

  private static MemberInfo.Peer fromWire(PeerStatus wire) {
    return new MemberInfo.Peer(
        fromWire(wire.getRole()),
        wire.getAddress(),
        wire.getReachable(),
        wire.getLagEntries(),
        wire.getSilentMillis(),
        wire.getLagMillis(),
        fromWire(wire.getSignal()),
        wire.hasProgress() ? Optional.of(fromWire(wire.getProgress())) : Optional.empty(),
        wire.getDiffers());
  }

  private static Progress toWire(MemberInfo.Progress progress) {
    return Progress.newBuilder()
        .setWhat(progress.what())
        .setPercent(progress.percent())
        .setLeft(progress.left())
        .setUnit(progress.unit())
        .build();
  }

  private static MemberInfo.Progress fromWire(Progress wire) {
    return new MemberInfo.Progress(
        wire.getWhat(), wire.getPercent(), wire.getLeft(), wire.getUnit());
  }

  private static Signal toWire(MemberInfo.Signal signal) {
    return switch (signal) {
      case UNKNOWN -> Signal.SIGNAL_UNSPECIFIED;
      case LIVE -> Signal.LIVE;
      case DEAD -> Signal.DEAD;
      case CLOSE -> Signal.CLOSE;
    };
  }

  private static MemberInfo.Signal fromWire(Signal wire) {
    return switch (wire) {
      case LIVE -> MemberInfo.Signal.LIVE;
      case DEAD -> MemberInfo.Signal.DEAD;
      case CLOSE -> MemberInfo.Signal.CLOSE;
      case SIGNAL_UNSPECIFIED, UNRECOGNIZED -> MemberInfo.Signal.UNKNOWN;
    };
  }

  private static StoreComparison toWire(MemberInfo.StoreComparison stores) {
    return switch (stores) {
      case NOT_COMPARED -> StoreComparison.NOT_COMPARED;
      case EQUAL -> StoreComparison.EQUAL;
      case DIFFERENT -> StoreComparison.DIFFERENT;
    };
  }

  private static MemberInfo.StoreComparison fromWire(StoreComparison wire) {
    return switch (wire) {
      case EQUAL -> MemberInfo.StoreComparison.EQUAL;
      case DIFFERENT -> MemberInfo.StoreComparison.DIFFERENT;
      case NOT_COMPARED, UNRECOGNIZED -> MemberInfo.StoreComparison.NOT_COMPARED;
    };
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
