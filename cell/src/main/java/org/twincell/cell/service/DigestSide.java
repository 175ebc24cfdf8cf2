// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.cell.digest.DigestHost;
import org.twincell.cell.log.ReplicatedLog;
import org.twincell.protocol.CellException;
import org.twincell.protocol.MemberInfo;

/** What comparing stores sees of the member around it. */
final class DigestSide implements DigestHost {
  private static final Logger LOG = LoggerFactory.getLogger(DigestSide.class);

  private final StatusBoard board;
  private final Batcher batcher;
  private final HandOverDesk handOver;
  private final ReplicatedLog log;
  private final List<String> sharedSettings;

  /** What of the other member's settings was told last. */
  private final AtomicReference<String> differs = new AtomicReference<>("");

  /**
   * @param sharedSettings how this member is set where both should be set alike
   */
  DigestSide(
      StatusBoard board,
      Batcher batcher,
      HandOverDesk handOver,
      ReplicatedLog log,
      List<String> sharedSettings) {
    this.sharedSettings = SharedSettings.of(board.members(), sharedSettings);
    this.board = board;
    this.batcher = batcher;
    this.handOver = handOver;
    this.log = log;
  }

  @Override
  public MemberInfo.Duty duty() {
    return board.info().duty();
  }

  @Override
  public long term() {
    return board.info().term();
  }

  @Override
  public void raise(String id, boolean ok, boolean self, String reason, List<String> records) {
    Members members = board.members();
    Members.One about = self ? members.self() : members.partner().orElse(members.self());
    batcher.submitOwn(new CellEvents(members).outOfSync(id, ok, about, term(), reason, records));
  }

  @Override
  public boolean handOver(String reason) {
    if (board.designation().isManual()) {
      LOG.error(
          "{}; CellDuplicateAutoFailOver=No leaves it to you: say mcontrol standby here", reason);
      return false;
    }
    LOG.warn("the duty goes to the other member: {}", reason);
    try {
      HandOverDesk.Ask ask = new HandOverDesk.Ask(false, false, reason, HandOverDesk.LIMIT);
      handOver.toPartner(ask, line -> LOG.info("{}", line));
      return true;
    } catch (CellException refusal) {
      LOG.error("the duty stays: {}", refusal.getMessage());
      return false;
    }
  }

  @Override
  public void mayBecomeActive(boolean may) {
    log.mayBecomeActive(may);
  }

  @Override
  public void takeSnapshot() {
    var unused =
        log.takeSnapshot()
            .exceptionally(
                failure -> {
                  LOG.warn("no snapshot of the mended store was taken", failure);
                  return -1L;
                });
  }

  @Override
  public boolean isAlone() {
    return board.designation().isAlone();
  }

  @Override
  public List<String> sharedSettings() {
    return sharedSettings;
  }

  @Override
  public void othersSettings(List<String> settings) {
    String now = SharedSettings.differences(sharedSettings, settings);
    String before = differs.getAndSet(now);
    if (now.equals(before)) return;
    board.partnerDiffers(now);
    String other = board.members().partner().map(Members.One::describe).orElse("nobody");
    if (now.isEmpty()) {
      LOG.info("{} is set as this member again", other);
      return;
    }
    LOG.warn(
        "{} is set otherwise than this member: {}. Each acts by its own settings, so what a failure"
            + " leads to depends on which of the two it hits. Set both alike in mcell.conf and in"
            + " the directory, and start the one again that you changed",
        other,
        now);
  }

  @Override
  public void compared(MemberInfo.StoreComparison comparison) {
    board.compared(comparison);
  }
}
