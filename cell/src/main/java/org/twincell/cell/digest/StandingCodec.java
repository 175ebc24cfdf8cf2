// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.digest;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.TreeSet;
import org.twincell.cell.store.DigestMark;
import org.twincell.cell.store.StoreCare;
import org.twincell.protocol.MemberInfo;
import org.twincell.protocol.wire.DigestAt;
import org.twincell.protocol.wire.Duty;
import org.twincell.protocol.wire.StoreStanding;

/** What members say of their stores, as messages. */
final class StandingCodec {
  private StandingCodec() {}

  static StoreStanding toWire(Standing standing) {
    StoreStanding.Builder wire =
        StoreStanding.newBuilder()
            .setDuty(
                switch (standing.duty()) {
                  case STANDBY -> Duty.STANDBY;
                  case LIMITED -> Duty.LIMITED;
                  case ACTIVE -> Duty.ACTIVE;
                })
            .setTerm(standing.term())
            .setAppliedIndex(standing.applied())
            .setState(standing.doubt().state().name())
            .addAllBuckets(standing.doubt().buckets())
            .setReason(standing.doubt().reason())
            .setFindings(standing.findings().count())
            .addAllLastFinding(standing.findings().last())
            .setStartId(standing.findings().startId())
            .addAllSharedSettings(standing.sharedSettings());
    for (Standing.Root root : standing.roots()) {
      wire.addDigests(
          DigestAt.newBuilder().setTerm(root.term()).setIndex(root.index()).setRoot(root.root()));
    }
    return wire.build();
  }

  /**
   * Reads a message.
   *
   * @throws IllegalArgumentException when it makes no sense to this version
   */
  static Standing fromWire(StoreStanding wire) {
    Set<Integer> buckets = new TreeSet<>(wire.getBucketsList());
    return new Standing(
        switch (wire.getDuty()) {
          case ACTIVE -> MemberInfo.Duty.ACTIVE;
          case LIMITED -> MemberInfo.Duty.LIMITED;
          case STANDBY, DUTY_UNSPECIFIED, UNRECOGNIZED -> MemberInfo.Duty.STANDBY;
        },
        wire.getTerm(),
        wire.getAppliedIndex(),
        wire.getDigestsList().stream()
            .filter(at -> at.getSums().isEmpty())
            .map(at -> new Standing.Root(at.getTerm(), at.getIndex(), at.getRoot()))
            .toList(),
        new StoreCare.Doubt(StoreCare.State.valueOf(wire.getState()), buckets, wire.getReason()),
        new Standing.Findings(wire.getStartId(), wire.getFindings(), wire.getLastFindingList()),
        wire.getSharedSettingsList());
  }

  static DigestAt toWire(DigestMark mark) {
    ByteBuffer sums = ByteBuffer.allocate(8 * DigestMark.BUCKETS);
    for (int i = 0; i < DigestMark.BUCKETS; i++) sums.putLong(mark.sum(i));
    return DigestAt.newBuilder()
        .setTerm(mark.term())
        .setIndex(mark.index())
        .setRoot(mark.root())
        .setCounters(mark.counters())
        .setSums(ByteString.copyFrom(sums.array()))
        .build();
  }

  /**
   * Reads a message.
   *
   * @throws IllegalArgumentException when it makes no sense to this version
   */
  static DigestMark fromWire(DigestAt wire) {
    if (wire.getSums().size() != 8 * DigestMark.BUCKETS) {
      throw new IllegalArgumentException(wire.getSums().size() + " bytes of sums");
    }
    ByteBuffer bytes = wire.getSums().asReadOnlyByteBuffer();
    long[] sums = new long[DigestMark.BUCKETS];
    for (int i = 0; i < sums.length; i++) sums[i] = bytes.getLong();
    return new DigestMark(wire.getTerm(), wire.getIndex(), wire.getCounters(), sums);
  }
}
