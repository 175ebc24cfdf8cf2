// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.faults.site.Party;
import org.twincell.processes.Program;
import org.twincell.protocol.MemberInfo;
import org.twincell.time.TimeSource;

/** When strokes count, and what they judge. */
@Timeout(100)
class StrokesTest {
  @TempDir Path folder;

  @Test
  void aDirectoryThatIsDroppedForOneWithAMistakeIsAViolation() {
    assertThat(ChangeStrokes.keptOrNot("cell X", true, true, false).broken())
        .containsExactly("a gateway drops the good directory for one with a mistake");
    assertThat(ChangeStrokes.keptOrNot("cell X", true, false, true).broken()).hasSize(1);
    assertThat(ChangeStrokes.keptOrNot("cell X", true, true, true))
        .satisfies(effect -> assertThat(effect.seen()).isTrue())
        .satisfies(effect -> assertThat(effect.broken()).isEmpty());
    assertThat(ChangeStrokes.keptOrNot("cell X", false, false, false))
        .satisfies(effect -> assertThat(effect.seen()).isFalse())
        .satisfies(effect -> assertThat(effect.broken()).isEmpty());
  }

  @Test
  void aMemberThatDoesNotEndInOrderIsAViolation() {
    Effect effect = new Effect(true, "asked to end");
    List<Party> asked = List.of(Party.PRIMARY, Party.GATEWAY1);

    assertThat(
            ProcessStrokes.ended(effect, asked, Map.of(Party.PRIMARY, 0, Party.GATEWAY1, 143))
                .broken())
        .isEmpty();
    assertThat(ProcessStrokes.ended(effect, asked, Map.of(Party.PRIMARY, 1)).broken())
        .containsExactly(
            "primary ended with 1 after SIGTERM, not with 0",
            "gateway1 still ran 60 s after SIGTERM");
  }

  /** The limit is over once the first of them has been waited for. */
  private static final class OverAtTheThird implements TimeSource {
    private final Duration limit;
    private int looks;

    OverAtTheThird(Duration limit) {
      this.limit = limit;
    }

    @Override
    public long monotonicNanos() {
      return ++looks < 3 ? 0 : limit.toNanos();
    }

    @Override
    public Instant wallClock() {
      return Instant.EPOCH;
    }

    @Override
    public void pause(Duration length) {
      throw new AssertionError("nobody pauses here");
    }
  }

  private Program shell(String name, String script) throws Exception {
    Path log = folder.resolve(name + ".log");
    Program program = Program.start(name, List.of("sh", "-c", script), folder, log);
    Awaitility.await(name)
        .atMost(Duration.ofSeconds(60))
        .until(() -> program.printed().contains("up"));
    return program;
  }

  @Test
  void allThatAreAskedToEndHaveOneLimitTogetherAndWhoStillRunsThenIsKilled() throws Exception {
    String stubborn = "trap '' TERM; echo up; while :; do sleep 1; done";
    try (Program orderly = shell("primary", "echo up; exec sleep 600");
        Program one = shell("secondary", stubborn);
        Program other = shell("witness", stubborn)) {
      Map<Party, Program> programs = new EnumMap<>(Party.class);
      programs.put(Party.PRIMARY, orderly);
      programs.put(Party.SECONDARY, one);
      programs.put(Party.WITNESS, other);
      Duration limit = Duration.ofMinutes(2);

      Map<Party, Integer> codes = ProcessStrokes.end(programs, limit, new OverAtTheThird(limit));

      assertThat(codes).containsExactly(Map.entry(Party.PRIMARY, 143));
      assertThat(programs.values()).noneMatch(Program::isAlive);
    }
  }

  @Test
  void aFlippedBitCountsOnlyOnceItWasFoundAndTheStoreIsWholeAgain() {
    assertThat(DiskStrokes.isMended(List.of("store WHOLE", "findings 1 since the start"))).isTrue();
    assertThat(DiskStrokes.isMended(List.of("store WHOLE", "findings 0 since the start")))
        .isFalse();
    assertThat(DiskStrokes.isMended(List.of("store UNREADABLE: x", "findings 1 since the start")))
        .isFalse();
  }

  private static MemberInfo member(MemberInfo.Role role, boolean reachable, long applied) {
    return new MemberInfo(
        "Alphonse",
        role,
        role.name(),
        reachable,
        MemberInfo.Duty.STANDBY,
        1,
        "safe",
        Optional.empty(),
        10,
        applied,
        List.of(),
        Instant.EPOCH,
        "",
        false,
        0,
        0,
        "",
        "",
        Optional.empty(),
        MemberInfo.StoreComparison.NOT_COMPARED,
        false);
  }

  @Test
  void aMemberIsBehindWhileItIsAwayOrLacksSomethingThatWasCommitted() {
    MemberInfo active = member(MemberInfo.Role.SECONDARY, true, 10);
    MemberInfo.Role first = MemberInfo.Role.PRIMARY;

    assertThat(ProcessStrokes.isBehind(List.of(member(first, false, 0), active), Party.PRIMARY))
        .isTrue();
    assertThat(ProcessStrokes.isBehind(List.of(member(first, true, 9), active), Party.PRIMARY))
        .isTrue();
    assertThat(ProcessStrokes.isBehind(List.of(member(first, true, 10), active), Party.PRIMARY))
        .isFalse();
  }

  private static HttpAnswer read(String text) throws Exception {
    return HttpAnswer.read(new ByteArrayInputStream(text.getBytes(US_ASCII)), () -> {});
  }

  @Test
  void anAnswerIsCutOnlyWhenLessCameThanWasAnnounced() throws Exception {
    String head = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";

    assertThat(read(head + "abc").isCut()).isTrue();
    assertThat(read(head + "abcde").isCut()).isFalse();
    assertThat(read(head).isCut()).as("the body had not begun").isFalse();
    assertThat(read("HTTP/1.1 200 OK\r\nContent-Le").isCut()).isFalse();
    assertThat(read("HTTP/1.1 503 No\r\nContent-Length: 5\r\n\r\nab").isCut()).isFalse();
  }
}
