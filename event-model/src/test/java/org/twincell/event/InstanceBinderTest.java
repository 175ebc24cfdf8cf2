// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.twincell.baroc.BaseClasses;
import org.twincell.baroc.ClassFile;
import org.twincell.baroc.SlotList;

final class InstanceBinderTest {
  private static final ClassTable TABLE =
      BaseClasses.with(
              List.of(
                  new ClassFile(
                      "test.baroc",
                      """
                      MC_EV_CLASS : T ISA EVENT DEFINES {
                        number : INTEGER; real : REAL; text : STRING; level : SEVERITY;
                        numbers : LIST_OF INTEGER; levels : LIST_OF SEVERITY; when : INTEGER,
                        representation = date;
                      }; END
                      MC_DATA_CLASS : BARE DEFINES { name : STRING; }; END
                      """)))
          .table();
  private static final EventClass TYPE = TABLE.find("T").orElseThrow();
  private final InstanceBinder binder = new InstanceBinder(TABLE);

  private InstanceBinder.Bound bind(String slots) {
    return binder.bind(new RawInstance("T", SlotList.parse("slots", slots)), TYPE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "number=5                  | number=5",
        "number=-2147483648        | number=-2147483648",
        "number=2147483647         | number=2147483647",
        "number=+7                 | number=7",
        "number=5.0                | number=5",
        "number=1e3                | number=1000",
        "number=' 12 '             | number=12",
        "number=[6]                | number=6",
        "when=4102444800           | when=4102444800",
        "real=1.5                  | real=1.5",
        "real=-1e300               | real=-1.0E300",
        "text=[x]                  | text='x'",
        "text=5                    | text='5'",
        "text='it''s'              | text='it''s'",
        "level=MAJOR               | level=MAJOR",
        "level=60                  | level=MAJOR",
        "level=60.0                | level=MAJOR",
        "numbers=[1,2]             | numbers=[1,2]",
        "numbers=3                 | numbers=[3]",
        "numbers=                  | numbers=[]",
        "levels=[OK,70]            | levels=[OK,CRITICAL]",
        "client_ack=anna           | client_ack=['anna']"
      })
  void whatConvertsWithoutLossIsTaken(String slots, String expected) {
    InstanceBinder.Bound bound = bind(slots);
    assertThat(bound.badSlots()).isEmpty();
    assertThat(bound.instance().slots().entrySet())
        .extracting(slot -> slot.getKey() + "=" + ValueText.of(slot.getValue()))
        .containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "number=2147483648      | NOT_CONVERTIBLE",
        "number=5.5             | NOT_CONVERTIBLE",
        "number=five            | NOT_CONVERTIBLE",
        "number=''              | NOT_CONVERTIBLE",
        "number=0x10            | NOT_CONVERTIBLE",
        "number=1e999999999     | NOT_CONVERTIBLE",
        "number=100e2147483647  | NOT_CONVERTIBLE",
        "number=[1,2]           | NOT_CONVERTIBLE",
        "when=9223372036854775808 | NOT_CONVERTIBLE",
        "real=NaN               | NOT_CONVERTIBLE",
        "real=1e999             | NOT_CONVERTIBLE",
        "text=[a,b]             | NOT_CONVERTIBLE",
        "level=major            | NOT_CONVERTIBLE",
        "level=61               | NOT_CONVERTIBLE",
        "numbers=[1,x]          | NOT_CONVERTIBLE",
        "numbers=[[1]]          | NOT_CONVERTIBLE",
        "nothing=1              | UNKNOWN",
        "event_handle=1         | NOT_SETTABLE",
        "mc_client_address=h    | NOT_SETTABLE"
      })
  void whatDoesNotConvertIsPutAside(String slots, BadSlot.Reason reason) {
    InstanceBinder.Bound bound = bind(slots);
    assertThat(bound.badSlots()).extracting(BadSlot::reason).containsExactly(reason);
    assertThat(bound.instance().slots().keySet())
        .containsExactly("mc_bad_slot_names", "mc_bad_slot_values");
  }

  @Test
  void badSlotsKeepTheirOrderAndTheSendersValueBehindThoseThatTheSenderGave() {
    InstanceBinder.Bound bound =
        bind("mc_bad_slot_names=[old]; mc_bad_slot_values=[v]; b=[x,'y z']; a='it''s'");
    assertThat(ValueText.of(bound.instance().get("mc_bad_slot_names").orElseThrow()))
        .isEqualTo("['old','b','a']");
    assertThat(ValueText.of(bound.instance().get("mc_bad_slot_values").orElseThrow()))
        .isEqualTo("['v','[''x'',''y z'']','it''s']");
  }

  @Test
  void theClassInASlotOfItsOwnIsPassedOverWhenItIsTheSame() {
    assertThat(bind("CLASS=T; text=x").badSlots()).isEmpty();
    assertThat(bind("CLASS=ALARM").badSlots()).hasSize(1);
  }

  @Test
  void aClassWithoutTheTwoListsLosesNothingInTheAnswer() {
    EventClass bare =
        new EventClass("B", MetaClass.MC_DATA_CLASS, java.util.Optional.empty(), Map.of());
    InstanceBinder.Bound bound =
        binder.bind(new RawInstance("B", Map.of("x", RawValue.text("1"))), bare);
    assertThat(bound.badSlots()).containsExactly(new BadSlot("x", "1", BadSlot.Reason.UNKNOWN));
    assertThat(bound.instance().slots()).isEmpty();
  }

  @Test
  void aTextOfExactly64KiBIsTakenAndOneByteMoreIsRefusedWithSlotAndSize() {
    String fits = "\u20ac".repeat(64 * 1024 / 3) + "x";
    assertThat(fits.getBytes(java.nio.charset.StandardCharsets.UTF_8)).hasSize(65_536);
    assertThat(bindText("text", RawValue.text(fits)).badSlots()).isEmpty();

    for (String slot : List.of("text", "numbers", "nothing")) {
      for (RawValue value :
          List.of(RawValue.text(fits + "y"), RawValue.list(List.of("a", fits + "y")))) {
        SlotTooLongException failure =
            catchThrowableOfType(SlotTooLongException.class, () -> bindText(slot, value));
        assertThat(failure.slot()).isEqualTo(slot);
        assertThat(failure.sizeBytes()).isEqualTo(65_537);
        assertThat(failure).hasMessageContaining("65537 bytes").hasMessageContaining("shorten");
      }
    }
  }

  private InstanceBinder.Bound bindText(String slot, RawValue value) {
    return binder.bind(new RawInstance("T", Map.of(slot, value)), TYPE);
  }

  @Test
  void theCellItselfMaySetEverySlot() {
    InstanceBinder.Bound bound =
        binder.bindOwn(new RawInstance("T", SlotList.parse("own", "event_handle=7")), TYPE);
    assertThat(bound.instance().get("event_handle")).contains(new SlotValue.IntegerValue(7));
  }

  @Test
  void aModificationSetsNeitherSystemNorReadOnlySlotsButMayRepeatThem() {
    Instance current =
        binder
            .bindOwn(
                new RawInstance("T", SlotList.parse("own", "event_handle=7;mc_ueid=id1")), TYPE)
            .instance();

    InstanceBinder.BoundChanges changes =
        binder.bindChanges(
            SlotList.parse("m", "mc_ueid=id1; event_handle=7; status=ACK; CLASS=T"), current);
    assertThat(changes.badSlots()).isEmpty();
    assertThat(changes.slots()).containsOnlyKeys("status");

    changes = binder.bindChanges(SlotList.parse("m", "mc_ueid=id2; event_handle=8; x=1"), current);
    assertThat(changes.slots()).isEmpty();
    assertThat(changes.badSlots())
        .extracting(BadSlot::reason)
        .containsExactly(
            BadSlot.Reason.NOT_SETTABLE, BadSlot.Reason.NOT_SETTABLE, BadSlot.Reason.UNKNOWN);
  }

  @Test
  void slotsKeepTheOrderOfWritingSoThatAllMembersStoreTheSame() {
    Map<String, RawValue> slots = new LinkedHashMap<>();
    for (String name : List.of("text", "z", "number", "a", "real")) {
      slots.put(name, RawValue.text("1"));
    }
    Instance bound = binder.bind(new RawInstance("T", slots), TYPE).instance();
    assertThat(bound.slots().keySet())
        .containsExactly("text", "number", "real", "mc_bad_slot_names", "mc_bad_slot_values");
    assertThat(binder.bindChanges(slots, new Instance(TYPE, Map.of())).slots().keySet())
        .containsExactly("text", "number", "real");
  }
}
