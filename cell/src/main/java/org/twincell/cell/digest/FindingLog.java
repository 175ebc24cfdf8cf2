// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.digest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.cell.digest.Judge.Judgement;
import org.twincell.cell.store.StoreCare.ScrubReport;
import org.twincell.protocol.MemberInfo.StoreComparison;
import org.twincell.time.TimeSource;

/**
 * What was found in this run, and what the cell was told of it: one event when something is wrong,
 * one when it is right again. The desk's thread writes, any thread reads.
 */
final class FindingLog {
  private static final Logger LOG = LoggerFactory.getLogger(FindingLog.class);

  /** Lines that are kept of the last finding. */
  static final int LINES_LIMIT = 200;

  private final DigestHost host;
  private final String startId;
  private volatile Standing.Findings told;
  private volatile long mends;
  private volatile long passes;
  private boolean raised;
  private long raisedAt;
  private long serial;
  private String seenFinding = "";
  private List<String> names = List.of();

  FindingLog(DigestHost host, TimeSource time) {
    this.host = host;
    this.startId = time.wallClock().toEpochMilli() + "-" + UUID.randomUUID().toString();
    this.told = new Standing.Findings(startId, 0, List.of());
  }

  Standing.Findings tell() {
    return told;
  }

  long count() {
    return told.count();
  }

  List<String> last() {
    return told.last();
  }

  long mends() {
    return mends;
  }

  long passes() {
    return passes;
  }

  /** Records differed, and do no longer. */
  void mended(List<String> names) {
    mends++;
    found(names);
  }

  /** A pass over the disk ended. */
  void passed(ScrubReport report) {
    passes++;
    if (report.found().isWhole()) {
      LOG.info("the store was read from the disk, {} keys: all is well", report.keys());
      return;
    }
    LOG.error("the store on the disk is damaged: {}", report.found().reason());
    found(List.of("on the disk: " + report.found().reason()));
  }

  private void found(List<String> lines) {
    List<String> kept = new ArrayList<>(lines.subList(0, Math.min(LINES_LIMIT, lines.size())));
    if (lines.size() > LINES_LIMIT) kept.add("and " + (lines.size() - LINES_LIMIT) + " more");
    told = new Standing.Findings(startId, told.count() + 1, kept);
  }

  /** On the active member: tells the cell once what is wrong, and once that it is right again. */
  void raise(Standing own, Optional<Standing> other, Judgement judgement) {
    if (!own.isActive()) {
      raised = false;
      return;
    }
    other.ifPresent(this::take);
    boolean isOtherWhole = other.isEmpty() || other.get().doubt().isWhole();
    boolean isWrong =
        judgement.comparison() == StoreComparison.DIFFERENT
            || !own.doubt().isWhole()
            || !isOtherWhole;
    if (!raised && (isWrong || !names.isEmpty())) {
      raised = true;
      raisedAt = own.applied();
      serial++;
      host.raise(id("differ"), false, !own.doubt().isWhole(), reason(own, other, judgement), names);
      LOG.error("the stores of the members are not equal: {}", reason(own, other, judgement));
    } else if (raised && !isWrong && isEqualSince(judgement)) {
      raised = false;
      host.raise(id("equal"), true, false, "equal at entry " + judgement.index(), names);
      LOG.info("the stores of the members are equal at entry {}", judgement.index());
      names = List.of();
    }
  }

  private boolean isEqualSince(Judgement judgement) {
    return judgement.comparison() == StoreComparison.EQUAL && judgement.index() > raisedAt;
  }

  private void take(Standing other) {
    Standing.Findings its = other.findings();
    String finding = its.startId() + "." + its.count();
    if (its.count() == 0 || finding.equals(seenFinding)) return;
    seenFinding = finding;
    names = its.last();
  }

  private String id(String what) {
    return "store." + what + "." + startId + "." + serial;
  }

  private static String reason(Standing own, Optional<Standing> other, Judgement judgement) {
    if (!own.doubt().isWhole()) return "the store of the active member: " + own.doubt().reason();
    if (other.isPresent() && !other.get().doubt().isWhole()) {
      return "the store of the standby: " + other.get().doubt().reason();
    }
    return judgement.comparison() == StoreComparison.DIFFERENT
        ? "digests differ at entry " + judgement.index()
        : "the standby found and mended differences";
  }
}
