// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.twincell.event.RawInstance;
import org.twincell.event.RawValue;
import org.twincell.event.SlotValue;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.CommandOutcome;
import org.twincell.protocol.MemberInfo;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.ObjectReference;
import org.twincell.protocol.RowPage;
import org.twincell.protocol.RowRequest;
import org.twincell.protocol.wire.Command;
import org.twincell.protocol.wire.Fault;
import org.twincell.protocol.wire.MemberStatus;
import org.twincell.protocol.wire.ReadRowsRequest;
import org.twincell.protocol.wire.Value;

class CodecTest {
  private static final CellCommand.Origin ORIGIN =
      new CellCommand.Origin("c-1", "ann@SystemC", "192.0.2.7");
  private static final Map<String, RawValue> SLOTS =
      Map.of(
          "msg", RawValue.text("grüß \u0000 \uD83D\uDE00"), "l", RawValue.list(List.of("a", "")));

  static List<CellCommand> commands() {
    RawInstance instance = new RawInstance("EVENT", SLOTS);
    return List.of(
        new CellCommand.NewObject(ORIGIN, ObjectKind.EVENT, instance, ""),
        new CellCommand.NewObject(ORIGIN, ObjectKind.DATA, instance, "mc.1"),
        new CellCommand.ModifyObject(
            ORIGIN, ObjectKind.EVENT, new ObjectReference.ById("mc.1"), SLOTS),
        new CellCommand.ModifyObject(
            ORIGIN, ObjectKind.DATA, new ObjectReference.ByHandle(0), SLOTS),
        new CellCommand.OverwriteData(ORIGIN, instance),
        new CellCommand.DefineClasses(
            ORIGIN, List.of(new CellCommand.ClassFile("x.baroc", "MC_EV_CLASS : X;\nEND"))));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandComesBackAsItWasSent(CellCommand command) throws Exception {
    byte[] sent = CommandCodec.toWire(command).toByteArray();
    assertThat(CommandCodec.fromWire(Command.parseFrom(sent))).isEqualTo(command);
  }

  @Test
  void everyKindOfValueComesBack() {
    SlotValue all =
        new SlotValue.ListValue(
            List.of(
                new SlotValue.IntegerValue(Long.MIN_VALUE),
                new SlotValue.RealValue(Double.NaN),
                new SlotValue.TextValue(""),
                new SlotValue.EnumValue("CLOSED", -3),
                new SlotValue.ListValue(List.of())));
    assertThat(ValueCodec.fromWire(ValueCodec.toWire(all))).isEqualTo(all);
  }

  @ParameterizedTest
  @EnumSource(CellError.class)
  void everyRefusalComesBackWithItsPartsAndInTheTrailer(CellError error) {
    CellException refusal = new CellException(error, "what", "why", "mend", 3, 7);
    Fault wire = FaultCodec.toWire(refusal);
    assertThat(FaultCodec.fromWire(wire))
        .usingRecursiveComparison()
        .ignoringFields("stackTrace")
        .isEqualTo(refusal);
    var trailers = FaultCodec.toStatus(wire).getTrailers();
    assertThat(trailers).isNotNull();
    assertThat(FaultCodec.fromTrailers(trailers)).contains(wire);
  }

  @Test
  void aCodeOfANewerVersionIsAFaultOfTheCell() {
    assertThat(FaultCodec.fromWire(Fault.newBuilder().setCode("NEWER").build()).error())
        .isEqualTo(CellError.INTERNAL);
  }

  @Test
  void outcomesPagesRequestsAndStatusesComeBack() {
    CommandOutcome outcome = new CommandOutcome("mc.1", 7, true, true, 99, 12, List.of("bad"));
    RowRequest request =
        new RowRequest(
            ObjectKind.DATA, "EVENT", List.of("a", "b"), 99, new RowRequest.Cursor(5, 6), 10_000);
    RowPage page =
        new RowPage(
            List.of(new RowPage.Row("E", 8, Map.of("a", new SlotValue.IntegerValue(1)))), 8, true);
    MemberInfo info =
        new MemberInfo(
            "Alphonse",
            MemberInfo.Role.PRIMARY,
            "SystemA:1828",
            true,
            MemberInfo.Duty.LIMITED,
            12,
            "safe",
            Optional.of("SystemB:1828"),
            5,
            4,
            List.of(
                new MemberInfo.Peer(
                    MemberInfo.Role.WITNESS,
                    "SystemC:1828",
                    true,
                    -1,
                    3,
                    1500,
                    MemberInfo.Signal.CLOSE,
                    Optional.of(new MemberInfo.Progress("catching up", 40, 7, "entries")),
                    "mode manual")),
            Instant.ofEpochMilli(1234),
            "started",
            true,
            10,
            11,
            "0.1",
            "2026-11-21T12:00:00.000Z/7a",
            Optional.of(new MemberInfo.Progress("receiving", -1, -1, "bytes")),
            MemberInfo.StoreComparison.DIFFERENT,
            true);

    assertThat(CommandCodec.fromWire(CommandCodec.toWire(outcome))).isEqualTo(outcome);
    assertThat(QueryCodec.fromWire(QueryCodec.toWire(request))).isEqualTo(request);
    assertThat(QueryCodec.fromWire(QueryCodec.toWire(page, 12))).isEqualTo(page);
    assertThat(StatusCodec.fromWire(StatusCodec.toWire(info), "SystemA:1828")).isEqualTo(info);
    MemberStatus former = StatusCodec.toWire(info).toBuilder().clearAlone().clearPeers().build();
    assertThat(StatusCodec.fromWire(former, "SystemA:1828").alone()).isFalse();
  }

  @Test
  void whatLacksAPartOrIsOutOfRangeIsRefusedAsABadRequest() {
    assertBad(() -> CommandCodec.fromWire(Command.getDefaultInstance()));
    assertBad(() -> ValueCodec.fromWire(Value.getDefaultInstance()));
    assertBad(() -> QueryCodec.fromWire(ReadRowsRequest.getDefaultInstance()));
    assertBad(
        () ->
            QueryCodec.fromWire(ReadRowsRequest.newBuilder().setLimit(Integer.MAX_VALUE).build()));
    SlotValue deep = new SlotValue.TextValue("x");
    for (int i = 0; i < 40; i++) deep = new SlotValue.ListValue(List.of(deep));
    Value wire = ValueCodec.toWire(deep);
    assertBad(() -> ValueCodec.fromWire(wire));
  }

  private static void assertBad(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            CellException.class, e -> assertThat(e.error()).isEqualTo(CellError.BAD_REQUEST));
  }
}
