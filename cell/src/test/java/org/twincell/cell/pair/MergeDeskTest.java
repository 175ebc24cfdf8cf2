// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.pair;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.cell.log.Branch;
import org.twincell.cell.log.BranchedLog;
import org.twincell.cell.log.LogMember;
import org.twincell.cell.log.LogSecurity;
import org.twincell.cell.log.LogSettings;
import org.twincell.cell.log.LogTuning;
import org.twincell.cell.log.MemberRole;
import org.twincell.cell.store.EntryMaker;
import org.twincell.cell.store.EventStore;
import org.twincell.cell.store.StoreSettings;
import org.twincell.event.RawInstance;
import org.twincell.event.RawValue;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.codec.CommandCodec;
import org.twincell.protocol.wire.MergeReply;
import org.twincell.protocol.wire.MergeRequest;
import org.twincell.testkit.VirtualTime;

/** The member that gives way, and a link that fails in the middle. */
class MergeDeskTest {
  private static final Branch OWN = solo(1);
  private static final Branch OTHERS = solo(2);
  private static final MergeReply PART =
      MergeReply.newBuilder().setAddedEvents(1).addRemarks("e1: msg stays a, not b").build();

  @TempDir Path folder;

  private final VirtualTime time = new VirtualTime();
  private final List<MergeRequest> sent = new ArrayList<>();
  private EventStore store;
  private BranchedLog log;
  private MergeDesk desk;

  private static Branch solo(long number) {
    return new Branch(number, Branch.Kind.SOLO, List.of(new Branch.Fork(0, 0)), number);
  }

  @BeforeEach
  void open() throws Exception {
    store =
        EventStore.open(folder.resolve("store"), new StoreSettings(4 << 20, 4 << 20, 1 << 20, 64));
    var maker = new EntryMaker(store, "Alphonse", StoreSettings.Retention.DEFAULTS, time);
    var event =
        new CellCommand.NewObject(
            new CellCommand.Origin("c1", "joe", ""),
            ObjectKind.EVENT,
            new RawInstance("EVENT", Map.of("msg", RawValue.text("alone"))),
            "e1");
    store.apply(1, 1, maker.entry(List.of(CommandCodec.toWire(event))));
    List<LogMember> members =
        List.of(
            new LogMember("primary", MemberRole.PRIMARY, "127.0.0.1", 1829),
            new LogMember("secondary", MemberRole.SECONDARY, "127.0.0.1", 1839));
    Path logs = folder.resolve("log");
    var settings =
        new LogSettings("Alphonse", "primary", members, logs, LogTuning.FAST, LogSecurity.PLAIN);
    log = BranchedLog.open(settings, store, time);
    desk = new MergeDesk("Alphonse", store, log, folder, time);
  }

  @AfterEach
  void close() {
    log.close();
    store.close();
  }

  private MergeReply answer(MergeRequest part, boolean isBroken) {
    sent.add(part);
    if (!part.hasTotals()) return PART;
    if (isBroken) throw Status.UNAVAILABLE.asRuntimeException();
    return MergeReply.newBuilder().setAddedEvents(7).setConflicts(3).build();
  }

  /** For an object that could not be stored the report is the only place. */
  @Test
  void aLossThatCouldNotBeWrittenIsToldByTheNextTry() throws Exception {
    Path report = folder.resolve("merge-1.txt");
    MergeRequest[] first = new MergeRequest[1];
    assertThat(
            desk.send(
                OWN,
                OTHERS,
                part -> {
                  first[0] = part;
                  replaceByFolder(report);
                  return PART;
                }))
        .isFalse();
    assertThat(first[0].hasTotals()).isFalse();

    Files.delete(report);
    assertThat(desk.send(OWN, OTHERS, part -> answer(part, false))).isTrue();

    assertThat(Files.readString(report)).containsOnlyOnce("e1: msg stays a, not b");
  }

  private static void replaceByFolder(Path file) {
    try {
      Files.deleteIfExists(file);
      Files.createDirectory(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aMergeThatTookSeveralTriesTellsOfTheWholeAndOfEachLossOnce() throws Exception {
    assertThat(desk.send(OWN, OTHERS, part -> answer(part, true))).isFalse();
    assertThat(desk.send(OWN, OTHERS, part -> answer(part, false))).isTrue();

    assertThat(sent.stream().filter(MergeRequest::hasTotals)).hasSize(2);
    assertThat(Files.readString(folder.resolve("merge-1.txt")))
        .containsOnlyOnce("e1: msg stays a, not b")
        .containsOnlyOnce(
            "all is there: 7 events and 0 data objects added, 0 changed, 3 conflicts");
  }
}
