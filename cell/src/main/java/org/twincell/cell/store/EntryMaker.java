// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.baroc.BaseClasses;
import org.twincell.cell.store.wire.Beginning;
import org.twincell.cell.store.wire.CleanUpEvents;
import org.twincell.cell.store.wire.Entry;
import org.twincell.cell.store.wire.EntryResult;
import org.twincell.cell.store.wire.Item;
import org.twincell.cell.store.wire.TidyUp;
import org.twincell.protocol.wire.ClassFile;
import org.twincell.protocol.wire.Command;
import org.twincell.protocol.wire.Outcome;
import org.twincell.time.TimeSource;

/**
 * Makes the entries of the log on the active member: stamps the times, and adds what the store
 * needs from time to time (the shipped classes, the order to let go of old things). Any thread may
 * use it.
 *
 * <p>Two times: the wall clock, which objects show, and the store's own, which says what is old.
 * The latter goes on from where the store stands by the monotonic time that passes here, so that a
 * wall clock that leaps, here or on the member that was active before, makes nothing old. Time in
 * which no member appends is not counted when the duty moves: things are then kept longer.
 */
public final class EntryMaker {
  private static final List<ClassFile> SHIPPED =
      BaseClasses.files().stream()
          .map(file -> ClassFile.newBuilder().setName(file.name()).setText(file.text()).build())
          .toList();

  private static final Logger LOG = LoggerFactory.getLogger(EntryMaker.class);
  private static final Duration WARN_EVERY = Duration.ofMinutes(10);

  /** Of one width, so that the order of the texts is that of the times. */
  private static final DateTimeFormatter LINEAGE_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final EventStore store;
  private final String cell;
  private final StoreSettings.Retention retention;
  private final TimeSource time;
  private final CleanUpRounds cleanUp;
  private final Duration markEvery;
  private final BooleanSupplier alone;
  private long markedNanos;
  private long tidiedNanos;
  private boolean moreToTidy;
  private boolean baseClassesRefused;
  private long baseMillis;
  private long baseNanos;
  private long lastStampMillis;
  private boolean warned;
  private long warnedNanos;

  /** One that lets no event go by itself. */
  public EntryMaker(
      EventStore store, String cell, StoreSettings.Retention retention, TimeSource time) {
    this(store, cell, retention, StoreSettings.CleanUp.NEVER, time);
  }

  /** One that makes no marks for comparing digests. */
  public EntryMaker(
      EventStore store,
      String cell,
      StoreSettings.Retention retention,
      StoreSettings.CleanUp cleanUp,
      TimeSource time) {
    this(store, cell, retention, cleanUp, Duration.ZERO, () -> false, time);
  }

  /**
   * @param markEvery how often members remember their digest, so that it can be compared; zero is
   *     never
   * @param alone whether this member accepts what another one does not get at once: then no old
   *     version goes for its age, for a merge has to know what was before the parting. Any thread
   */
  public EntryMaker(
      EventStore store,
      String cell,
      StoreSettings.Retention retention,
      StoreSettings.CleanUp cleanUp,
      Duration markEvery,
      BooleanSupplier alone,
      TimeSource time) {
    this.store = store;
    this.cleanUp = new CleanUpRounds(cleanUp, time);
    this.cell = cell;
    this.retention = retention;
    this.time = time;
    this.markEvery = markEvery;
    this.alone = alone;
    this.markedNanos = time.monotonicNanos();
    this.tidiedNanos = time.monotonicNanos();
  }

  /** One entry that carries these commands out, in this order. */
  public byte[] entry(List<Command> commands) {
    Entry.Builder entry = begin();
    addWhatIsMissing(entry);
    for (Command command : commands) entry.addItems(Item.newBuilder().setCommand(command));
    if (isTidyDue()) entry.addItems(tidyUp(entry.getStampEpochMillis()));
    cleanUp.next(store.counts().events()).ifPresent(order -> entry.addItems(item(order)));
    if (isMarkDue()) entry.setDigestMark(true);
    return entry.build().toByteArray();
  }

  /**
   * What to append when this member becomes active, before it answers anything: a lineage where the
   * cell has none yet, and the classes that this program ships, where the store has none or others.
   */
  public Optional<byte[]> opening() {
    Entry.Builder entry = begin();
    addWhatIsMissing(entry);
    return entry.getItemsCount() == 0 ? Optional.empty() : Optional.of(entry.build().toByteArray());
  }

  private void addWhatIsMissing(Entry.Builder entry) {
    if (store.lineage().isEmpty()) entry.addItems(beginning());
    if (needsBaseClasses()) entry.addItems(baseClasses());
  }

  /**
   * What to append when nothing else comes for a while; empty when there is nothing to let go and
   * nothing changed since the digest was last remembered. Ask again at once as long as there is
   * something.
   */
  public Optional<byte[]> idle() {
    Entry.Builder entry = begin();
    var counts = store.counts();
    boolean isKept = alone.getAsBoolean() && counts.oldVersions() <= retention.historyLimitRows();
    boolean isEmpty = (counts.oldVersions() == 0 || isKept) && counts.commands() == 0;
    if (!isEmpty && isTidyDue()) entry.addItems(tidyUp(entry.getStampEpochMillis()));
    cleanUp.next(counts.events()).ifPresent(order -> entry.addItems(item(order)));
    boolean isMark = isChangedSinceMark() && isMarkDue();
    if (isMark) entry.setDigestMark(true);
    return entry.getItemsCount() == 0 && !isMark
        ? Optional.empty()
        : Optional.of(entry.build().toByteArray());
  }

  private boolean isChangedSinceMark() {
    List<DigestMark> marks = store.care().marks();
    boolean isNew = marks.isEmpty() || marks.get(marks.size() - 1).index() < store.appliedIndex();
    if (store.care().takeMarkWanted()) {
      makeMarkDue();
      return true;
    }
    return isNew;
  }

  private synchronized void makeMarkDue() {
    markedNanos = time.monotonicNanos() - markEvery.toNanos();
  }

  private synchronized boolean isMarkDue() {
    long now = time.monotonicNanos();
    if (markEvery.isZero() || now - markedNanos < markEvery.toNanos()) return false;
    markedNanos = now;
    return true;
  }

  private static Item item(CleanUpEvents order) {
    return Item.newBuilder().setCleanUpEvents(order).build();
  }

  /** One entry that names the designated member of manual mode. */
  public byte[] designation(String member) {
    Item.Builder item = Item.newBuilder();
    item.getDesignateBuilder().setMember(member);
    return begin().addItems(item).build().toByteArray();
  }

  /**
   * What became of the commands of an entry, in their order.
   *
   * @param result what the store answered when it applied the entry
   */
  public List<Outcome> outcomes(byte[] result) {
    try {
      EntryResult parsed = EntryResult.parseFrom(result);
      synchronized (this) {
        moreToTidy |= parsed.getMoreToTidy();
        baseClassesRefused |= parsed.hasBaseClassesRefusal();
      }
      warnOfShortMemory(parsed.getForgottenEarly());
      cleanUp.take(parsed, store.counts().events());
      return parsed.getOutcomesList();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("not the result of an entry", e);
    }
  }

  private synchronized void warnOfShortMemory(long forgottenEarly) {
    long now = time.monotonicNanos();
    boolean isTold = warned && now - warnedNanos < WARN_EVERY.toNanos();
    if (forgottenEarly == 0 || isTold) return;
    warned = true;
    warnedNanos = now;
    LOG.warn(
        "{}: more than {} commands (CommandMemoryLimit) were carried out within {}"
            + " (CommandMemoryKeep): the oldest are forgotten early, and a retry of one of them"
            + " would be carried out again. Raise CommandMemoryLimit",
        cell,
        retention.commandLimit(),
        retention.keepCommands());
  }

  private Entry.Builder begin() {
    long wallMillis = time.wallClock().toEpochMilli();
    return Entry.newBuilder()
        .setStampEpochMillis(stampMillis(wallMillis))
        .setWallEpochMillis(wallMillis)
        .setCell(cell);
  }

  private synchronized long stampMillis(long wallMillis) {
    long now = time.monotonicNanos();
    long inStore = store.stampMillis();
    boolean wentOnElsewhere = inStore > lastStampMillis;
    if (lastStampMillis == 0 || wentOnElsewhere) {
      baseMillis = inStore == 0 ? Math.max(1, wallMillis) : inStore;
      baseNanos = now;
    }
    lastStampMillis = baseMillis + TimeUnit.NANOSECONDS.toMillis(now - baseNanos);
    return lastStampMillis;
  }

  /** The time makes a later lineage the larger text; the rest makes it unlike any other. */
  private Item beginning() {
    String lineage = LINEAGE_TIME.format(time.wallClock()) + "/" + UUID.randomUUID();
    return Item.newBuilder().setBeginning(Beginning.newBuilder().setLineage(lineage)).build();
  }

  private synchronized boolean needsBaseClasses() {
    return !baseClassesRefused && !store.baseFiles().equals(SHIPPED);
  }

  private static Item baseClasses() {
    var base = org.twincell.cell.store.wire.BaseClasses.newBuilder().addAllFiles(SHIPPED);
    return Item.newBuilder().setBaseClasses(base).build();
  }

  private synchronized boolean isTidyDue() {
    long now = time.monotonicNanos();
    boolean isDue = moreToTidy || now - tidiedNanos >= retention.tidyEvery().toNanos();
    if (isDue) {
      moreToTidy = false;
      tidiedNanos = now;
    }
    return isDue;
  }

  private Item tidyUp(long stampMillis) {
    long historyBefore =
        alone.getAsBoolean() ? 0 : stampMillis - retention.keepHistory().toMillis();
    return Item.newBuilder()
        .setTidyUp(
            TidyUp.newBuilder()
                .setHistoryBeforeEpochMillis(historyBefore)
                .setHistoryLimitRows(retention.historyLimitRows())
                .setCommandsBeforeEpochMillis(stampMillis - retention.keepCommands().toMillis())
                .setCommandLimit(retention.commandLimit()))
        .build();
  }
}
