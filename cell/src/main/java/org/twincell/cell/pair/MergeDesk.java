// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.pair;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.cell.log.Branch;
import org.twincell.cell.log.BranchedLog;
import org.twincell.cell.store.EventStore;
import org.twincell.cell.store.wire.Entry;
import org.twincell.cell.store.wire.EntryResult;
import org.twincell.cell.store.wire.Item;
import org.twincell.event.RawInstance;
import org.twincell.event.RawValue;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.codec.CommandCodec;
import org.twincell.protocol.wire.Command;
import org.twincell.protocol.wire.MergeReply;
import org.twincell.protocol.wire.MergeRequest;
import org.twincell.time.TimeSource;

/**
 * Sends what this member accepted alone to the one on the newer branch, and takes in what the other
 * one did. Each writes a report, {@code merge-<branch>.txt} in its data folder, where {@code
 * <branch>} is the one that was given up.
 */
public final class MergeDesk implements Merging {
  private static final Logger LOG = LoggerFactory.getLogger(MergeDesk.class);

  /** Bytes of one part; the largest object alone may be larger. */
  static final int PART_BYTES = 256 << 10;

  /** Beyond so many, one that is told again stands in the report again. */
  private static final int REMARKS_REMEMBERED = 10_000;

  private final String cell;
  private final EventStore store;
  private final BranchedLog log;
  private final Path folder;
  private final TimeSource time;
  private final Set<UUID> told = new HashSet<>();
  private long toldOf = -1;

  /**
   * @param folder where reports go
   */
  public MergeDesk(String cell, EventStore store, BranchedLog log, Path folder, TimeSource time) {
    this.cell = cell;
    this.store = store;
    this.log = log;
    this.folder = folder;
    this.time = time;
  }

  // ---- the member that gives way

  @Override
  public boolean send(Branch own, Branch others, Sender sender) {
    long shared = own.sharedWith(others);
    if (store.appliedIndex() <= shared) return true;
    LOG.info(
        "sends what came since entry {} on branch {} to the member on branch {}",
        shared,
        own.number(),
        others.number());
    // For a member of a former version, which keeps none; of this try only.
    MergeReply.Builder sums = MergeReply.newBuilder();
    try {
      report(
          own.number(),
          "cell %s gives branch %d up for branch %d; what lost:"
              .formatted(cell, own.number(), others.number()),
          List.of());
      store.changesSince(
          shared,
          PART_BYTES,
          part -> {
            part.setFrom(PairCodec.toWire(own).setCell(cell)).setSharedIndex(shared);
            MergeReply reply = sender.send(part.build());
            add(sums, reply);
            remark(own.number(), reply.getRemarksList());
          });
      MergeRequest last =
          MergeRequest.newBuilder()
              .setFrom(PairCodec.toWire(own).setCell(cell))
              .setSharedIndex(shared)
              .setTotals(sums)
              .build();
      MergeReply totals = sender.send(last);
      report(own.number(), "all is there: " + summary(totals), List.of());
      LOG.info("the other member has everything: {}", summary(totals));
      return true;
    } catch (StatusRuntimeException e) {
      LOG.warn("not everything was sent to the other member yet; tried again: {}", e.getMessage());
      return false;
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("the report of the merge cannot be written; tried again", e);
      return false;
    }
  }

  private void remark(long branch, List<String> remarks) {
    try {
      if (!remarks.isEmpty()) report(branch, "", remarks);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(MergeReply.Builder sums, MergeReply part) {
    sums.setAddedEvents(sums.getAddedEvents() + part.getAddedEvents())
        .setAddedData(sums.getAddedData() + part.getAddedData())
        .setChangedObjects(sums.getChangedObjects() + part.getChangedObjects())
        .setConflicts(sums.getConflicts() + part.getConflicts())
        .setCommands(sums.getCommands() + part.getCommands());
  }

  private static String summary(MergeReply totals) {
    return totals.getAddedEvents()
        + " events and "
        + totals.getAddedData()
        + " data objects added, "
        + totals.getChangedObjects()
        + " changed, "
        + totals.getConflicts()
        + " conflicts";
  }

  private Path reportFile(long branch) {
    return folder.resolve("merge-" + branch + ".txt");
  }

  /** Adds a line to the report, and below it what lost, unless an earlier try has told it. */
  private synchronized void report(long branch, String line, List<String> remarks)
      throws IOException {
    if (branch != toldOf) told.clear();
    toldOf = branch;
    List<String> fresh = remarks.stream().filter(it -> !told.contains(hash(it))).toList();
    if (fresh.isEmpty() && !remarks.isEmpty()) return;
    StringBuilder text = new StringBuilder();
    if (!line.isEmpty()) text.append(time.wallClock()).append(' ').append(line).append('\n');
    fresh.forEach(remark -> text.append("  ").append(remark).append('\n'));
    Files.writeString(
        reportFile(branch),
        text.toString(),
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    fresh.stream().limit(REMARKS_REMEMBERED - told.size()).forEach(it -> told.add(hash(it)));
  }

  private static UUID hash(String remark) {
    return UUID.nameUUIDFromBytes(remark.getBytes(StandardCharsets.UTF_8));
  }

  // ---- the member on the newer branch

  @Override
  public CompletableFuture<MergeReply> take(MergeRequest request) {
    Branch branch = log.branch();
    long from = request.getFrom().getBranch();
    if (from >= branch.number() || branch.kind() == Branch.Kind.JOINING) {
      return CompletableFuture.failedFuture(
          new IllegalStateException(
              "branch " + from + " does not give way to branch " + branch.number()));
    }
    Entry.Builder entry =
        Entry.newBuilder()
            .setStampEpochMillis(store.stampMillis())
            .setWallEpochMillis(time.wallClock().toEpochMilli())
            .setCell(cell);
    MergeReply totals = store.mergeTotals(from);
    if (request.hasTotals()) {
      entry.addItems(Item.newBuilder().setCommand(told(from, totals)));
    } else {
      entry.addItems(Item.newBuilder().setMerge(request));
    }
    return log.append(entry.build().toByteArray())
        .thenApply(appended -> taken(request, appended.result(), totals));
  }

  /**
   * @param totals of the parts before the last request
   */
  private MergeReply taken(MergeRequest request, byte[] result, MergeReply totals) {
    try {
      long from = request.getFrom().getBranch();
      if (!request.hasTotals()) {
        MergeReply reply = EntryResult.parseFrom(result).getMergeReply();
        if (reply.getRemarksCount() > 0) report(from, "what lost:", reply.getRemarksList());
        return reply;
      }
      report(from, "merged: " + summary(totals), List.of());
      LOG.info("branch {} is merged: {}", from, summary(totals));
      return totals;
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("not the result of an entry", e);
    } catch (IOException e) {
      throw new UncheckedIOException("the report of the merge cannot be written", e);
    }
  }

  /** One event for each branch that was given up, however often its end is told. */
  private Command told(long from, MergeReply totals) {
    String id = "cell." + cell + ".merged." + from;
    Map<String, RawValue> slots = new LinkedHashMap<>();
    slots.put("cell_name", RawValue.text(cell));
    slots.put("term", RawValue.text(Long.toString(log.status().term())));
    slots.put("reason", RawValue.text("the members went on without each other"));
    slots.put("added_events", RawValue.text(Long.toString(totals.getAddedEvents())));
    slots.put("added_data", RawValue.text(Long.toString(totals.getAddedData())));
    slots.put("changed_objects", RawValue.text(Long.toString(totals.getChangedObjects())));
    slots.put("conflicts", RawValue.text(Long.toString(totals.getConflicts())));
    slots.put("report_file", RawValue.text(reportFile(from).getFileName().toString()));
    slots.put("msg", RawValue.text("branch " + from + " is merged: " + summary(totals)));
    return CommandCodec.toWire(
        new CellCommand.NewObject(
            new CellCommand.Origin(id, "cell", ""),
            ObjectKind.EVENT,
            new RawInstance("MC_CELL_MERGED", slots),
            id));
  }
}
