// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.cell.log.Branch;
import org.twincell.cell.store.DigestMark;
import org.twincell.cell.store.EntryMaker;
import org.twincell.cell.store.EventStore;
import org.twincell.cell.store.Records;
import org.twincell.cell.store.StoreCare.MendingException;
import org.twincell.cell.store.StoreSettings;
import org.twincell.event.RawInstance;
import org.twincell.event.RawValue;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.MemberInfo.Duty;
import org.twincell.protocol.MemberInfo.StoreComparison;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.codec.CommandCodec;
import org.twincell.testkit.VirtualTime;

/** Two members whose desks are stepped by hand, over stores on the disk. */
class DigestDeskTest {
  private static final StoreSettings SMALL = new StoreSettings(4 << 20, 4 << 20, 1 << 20, 64);

  @TempDir Path folder;
  private final VirtualTime time = new VirtualTime();
  private Side a = new Side("unused");
  private Side b = a;
  private long term = 1;
  private long index;
  private int commands;

  /** One member. */
  private final class Side implements DigestHost {
    private final String name;
    private final List<String> raised = new ArrayList<>();
    private EventStore store;
    private DigestDesk desk;
    private Duty duty = Duty.STANDBY;
    private boolean mayBeActive = true;
    private boolean handsOver = true;
    private int snapshots;
    private long branch;
    private List<String> heardSettings = List.of();
    private StoreComparison compared = StoreComparison.NOT_COMPARED;

    @SuppressWarnings("NullAway.Init")
    Side(String name) {
      this.name = name;
    }

    void open(Side other) {
      store = EventStore.openMendable(folder.resolve(name), SMALL);
      desk =
          new DigestDesk(
              "Alphonse",
              store.care(),
              Optional.of(new Direct(other)),
              new DigestSettings(Duration.ofSeconds(1), Duration.ofMinutes(5), 1 << 30),
              this,
              time);
    }

    void look() {
      desk.look();
    }

    @Override
    public Duty duty() {
      return duty;
    }

    @Override
    public long term() {
      return term + branch * Branch.TERMS;
    }

    @Override
    public boolean isAlone() {
      return branch > 0;
    }

    @Override
    public List<String> sharedSettings() {
      return List.of("of=" + name);
    }

    @Override
    public void othersSettings(List<String> settings) {
      heardSettings = settings;
    }

    @Override
    public void raise(String id, boolean ok, boolean self, String reason, List<String> records) {
      raised.add((ok ? "OK " : "CRITICAL ") + reason + " " + records);
    }

    @Override
    public boolean handOver(String reason) {
      if (handsOver) takeOver(this == a ? b : a);
      return handsOver;
    }

    @Override
    public void mayBecomeActive(boolean may) {
      mayBeActive = may;
    }

    @Override
    public void takeSnapshot() {
      snapshots++;
    }

    @Override
    public void compared(StoreComparison comparison) {
      compared = comparison;
    }

    void close() {
      desk.close();
      store.close();
    }
  }

  /** The other member without a network. */
  private record Direct(Side other) implements Partner {
    @Override
    public Standing standing(boolean wantMark) throws MendingException {
      if (other.duty == Duty.LIMITED) throw new MendingException("away", false);
      return other.desk.standing();
    }

    @Override
    public DigestMark mark(long at) throws MendingException {
      return other.store.care().marks().stream()
          .filter(mark -> mark.index() == at)
          .findFirst()
          .orElseThrow(() -> new MendingException("not remembered", false));
    }

    @Override
    public Records read(Set<Integer> buckets, long at) throws MendingException {
      return other.store.care().read(buckets);
    }

    @Override
    public void copyInto(Path into) throws MendingException {
      try {
        Path copy = other.store.care().copyForAnother();
        try (Stream<Path> files = Files.list(copy)) {
          for (Path file : files.toList()) Files.copy(file, into.resolve(file.getFileName()));
        }
        other.store.care().deleteCopy(copy);
      } catch (IOException e) {
        throw new MendingException(String.valueOf(e.getMessage()), false);
      }
    }

    @Override
    public void close() {}
  }

  @BeforeEach
  void open() {
    a = new Side("a");
    b = new Side("b");
    a.open(b);
    b.open(a);
    takeOver(a);
    for (int i = 0; i < 20; i++) both(entry(a, event("e" + i, "about " + i)));
  }

  @AfterEach
  void close() {
    a.close();
    b.close();
  }

  private void takeOver(Side active) {
    term++;
    a.duty = active == a ? Duty.ACTIVE : Duty.STANDBY;
    b.duty = active == b ? Duty.ACTIVE : Duty.STANDBY;
  }

  private CellCommand event(String id, String msg) {
    return new CellCommand.NewObject(
        new CellCommand.Origin("c" + ++commands, "joe@host", ""),
        ObjectKind.EVENT,
        new RawInstance("EVENT", Map.of("msg", RawValue.text(msg))),
        id);
  }

  /** An entry at which members remember their digest. */
  private byte[] entry(Side side, CellCommand... some) {
    time.advance(Duration.ofSeconds(2));
    EntryMaker maker =
        new EntryMaker(
            side.store,
            "Alphonse",
            StoreSettings.Retention.DEFAULTS,
            StoreSettings.CleanUp.NEVER,
            Duration.ofNanos(1),
            () -> false,
            time);
    time.advance(Duration.ofMillis(1));
    return maker.entry(Stream.of(some).map(CommandCodec::toWire).toList());
  }

  private void both(byte[] entry) {
    index++;
    a.store.apply(term, index, entry);
    b.store.apply(term, index, entry);
  }

  /** As no log ever would: the members get different entries. */
  private void apart() {
    byte[] ofA = entry(a, event("e100", "right"));
    byte[] ofB = entry(b, event("e100", "wrong"), event("e101", "stray"));
    index++;
    a.store.apply(term, index, ofA);
    b.store.apply(term, index, ofB);
  }

  @Test
  void equalStoresAreFoundEqualAndNothingIsTold() {
    a.look();
    b.look();
    assertThat(a.compared).isEqualTo(StoreComparison.EQUAL);
    assertThat(b.compared).isEqualTo(StoreComparison.EQUAL);
    assertThat(a.raised).isEmpty();
  }

  @Test
  void aDifferenceIsToldOnceMendedOnTheStandbyAndToldToBeOver() {
    apart();
    a.look();
    a.look();
    assertThat(a.compared).isEqualTo(StoreComparison.DIFFERENT);
    assertThat(a.raised).singleElement().asString().startsWith("CRITICAL digests differ");

    b.look();
    both(entry(a, event("e200", "later")));
    b.look();
    a.look();

    assertThat(b.compared).isEqualTo(StoreComparison.EQUAL);
    assertThat(b.store.recomputeDigest()).isEqualTo(a.store.recomputeDigest());
    assertThat(a.raised).hasSize(2);
    assertThat(a.raised.get(1)).startsWith("OK").contains("id 'e100'", "msg", "id 'e101'");
    assertThat(b.raised).isEmpty();
    List<String> lines = new ArrayList<>();
    b.desk.diff(lines::add);
    assertThat(lines).anySatisfy(line -> assertThat(line).contains("id 'e101'"));
  }

  @Test
  void aDigestOfMembersThatAreApartSaysSo() {
    b.branch = 2;
    a.look();
    b.look();
    assertThat(digestOf(a)).contains("stores not compared: the members are apart");
    assertThat(digestOf(b)).contains("stores not compared: the members are apart");

    a.duty = Duty.LIMITED;
    b.look();
    assertThat(digestOf(b)).contains("this member carries on alone, and the other one does not");
  }

  private static String digestOf(Side side) {
    List<String> lines = new ArrayList<>();
    side.desk.digest(lines::add);
    return String.join("\n", lines);
  }

  @Test
  void membersTellEachOtherHowTheyAreSet() {
    a.look();
    b.look();
    assertThat(a.heardSettings).containsExactly("of=b");
    assertThat(b.heardSettings).containsExactly("of=a");
  }

  @Test
  void aDiffOnAStandbyNamesKindHandleIdAndSlotsOfRecordsThatDifferAndMendsNothing() {
    apart();
    seeOnly(b);

    List<String> lines = new ArrayList<>();
    b.desk.diff(lines::add);

    assertThat(lines.get(0)).isEqualTo("stores DIFFERENT at entry " + index);
    assertThat(lines)
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("event handle 21 class EVENT id 'e100'")
                    .containsPattern("slots [a-z_, ]*\\bmsg\\b"))
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("event handle 22 class EVENT id 'e101'")
                    .contains("row is here only"));
    assertThat(b.store.counts().events()).as("nothing is mended by it").isEqualTo(22);
  }

  /** Compares while the active member is not there to mend from. */
  private void seeOnly(Side standby) {
    a.duty = Duty.STANDBY;
    standby.look();
  }

  @Test
  void digestsOfEntriesBeforeAndAfterATakeoverAreCompared() {
    takeOver(b);
    a.look();
    assertThat(a.compared).as("an entry of the former term").isEqualTo(StoreComparison.EQUAL);
    apart();
    b.look();
    assertThat(b.compared).isEqualTo(StoreComparison.DIFFERENT);
    a.look();
    both(entry(b, event("e201", "later")));
    a.look();
    assertThat(a.compared).isEqualTo(StoreComparison.EQUAL);
    assertThat(a.store.recomputeDigest()).isEqualTo(b.store.recomputeDigest());
    assertThat(a.store.counts().events()).as("the one of the higher term counts").isEqualTo(23);
  }

  @Test
  void aStandbyWhoseStoreCannotBeReadLeavesTheDutyToOthersAndTakesACopy() {
    b.store.care().unreadable("a block has a wrong check sum");
    b.duty = Duty.STANDBY;
    b.look();
    b.look();
    assertThat(b.store.care().doubt().isWhole()).isTrue();
    assertThat(b.mayBeActive).isTrue();
    assertThat(b.snapshots).isEqualTo(1);
    a.look();
    assertThat(a.raised).singleElement().asString().contains("by a copy");
  }

  @Test
  void aDamagedStoreThatTheLogReplacedIsToldLikeOneThatWasFetched() throws Exception {
    b.store.care().unreadable("a block has a wrong check sum");
    a.store.checkpoint(folder.resolve("snapshot"));
    b.store.installFrom(folder.resolve("snapshot"), term, index);
    b.look();
    a.look();
    assertThat(a.raised)
        .singleElement()
        .asString()
        .contains("by a copy", "a block has a wrong check sum");
    b.look();
    a.look();
    assertThat(a.raised).as("told once").hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void anActiveMemberWithADamagedStoreHandsOverAndIsMendedAsAStandby() {
    a.store.care().unreadable("a block has a wrong check sum");
    a.look();
    assertThat(b.duty).isEqualTo(Duty.ACTIVE);
    assertThat(a.raised).singleElement().asString().startsWith("CRITICAL");
    assertThat(a.mayBeActive).isFalse();
    a.look();
    a.look();
    assertThat(a.mayBeActive).isTrue();
    assertThat(a.store.recomputeDigest()).isEqualTo(b.store.recomputeDigest());
  }

  @Test
  void whenBothStoresAreDamagedItIsToldAndNothingIsTouched() {
    a.store.care().unreadable("a block of a");
    b.store.care().unreadable("a block of b");
    a.look();
    b.look();
    a.look();
    b.look();
    assertThat(a.duty).isEqualTo(Duty.ACTIVE);
    assertThat(a.raised).singleElement().asString().contains("a block of a");
    assertThat(b.snapshots).isZero();
    assertThat(a.store.care().doubt().reason()).isEqualTo("a block of a");
    assertThat(b.store.care().doubt().reason()).isEqualTo("a block of b");
  }

  @Test
  void aQuietCellGetsAnEntryAtWhichDigestsCanBeCompared() {
    b.close();
    b.open(a);
    b.duty = Duty.STANDBY;
    b.look();
    assertThat(b.compared).isEqualTo(StoreComparison.NOT_COMPARED);
    EntryMaker maker =
        new EntryMaker(
            a.store,
            "Alphonse",
            StoreSettings.Retention.DEFAULTS,
            StoreSettings.CleanUp.NEVER,
            Duration.ofSeconds(1),
            () -> false,
            time);
    assertThat(maker.idle()).as("nothing changed since the last").isEmpty();
    time.advance(Duration.ofSeconds(2));
    a.look();
    both(maker.idle().orElseThrow());
    b.look();
    assertThat(b.compared).isEqualTo(StoreComparison.EQUAL);
  }
}
