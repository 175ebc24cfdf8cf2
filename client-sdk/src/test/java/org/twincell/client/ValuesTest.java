// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.twincell.imapi.basic.ArrayOfByte;
import org.twincell.imapi.basic.ArrayOfFloat;
import org.twincell.imapi.basic.ArrayOfInt;
import org.twincell.imapi.basic.ArrayOfNameValue;
import org.twincell.imapi.basic.ArrayOfShort;
import org.twincell.imapi.basic.DataType;
import org.twincell.imapi.basic.NameValue;
import org.twincell.imapi.basic.Value;

class ValuesTest {
  private static SlotValue read(Value value) {
    ArrayOfNameValue row = new ArrayOfNameValue();
    NameValue pair = new NameValue();
    pair.setName("slot");
    pair.setValue(value);
    row.getNameValueElement().add(pair);
    return Beans.event(row).slots().get("slot").orElseThrow();
  }

  @Test
  void everyChoiceOfTheContractIsRead() {
    Value value = new Value();
    value.setByteValue((byte) 1);
    assertThat(read(value)).isEqualTo(new SlotValue.Whole(1));
    value = new Value();
    value.setShortValue((short) 2);
    assertThat(read(value)).isEqualTo(new SlotValue.Whole(2));
    value = new Value();
    value.setFloatValue(0.5f);
    assertThat(read(value)).isEqualTo(new SlotValue.Real(0.5));
    value = new Value();
    value.setByteArray(new ArrayOfByte());
    value.getByteArray().getByteElement().add((byte) 3);
    assertThat(read(value)).isEqualTo(new SlotValue.Wholes(List.of(3L)));
    value = new Value();
    value.setShortArray(new ArrayOfShort());
    value.getShortArray().getShortElement().add((short) 4);
    assertThat(read(value)).isEqualTo(new SlotValue.Wholes(List.of(4L)));
    value = new Value();
    value.setIntArray(new ArrayOfInt());
    value.getIntArray().getIntElement().add(5);
    assertThat(read(value)).isEqualTo(new SlotValue.Wholes(List.of(5L)));
    value = new Value();
    value.setFloatArray(new ArrayOfFloat());
    value.getFloatArray().getFloatElement().add(0.25f);
    assertThat(read(value)).isEqualTo(new SlotValue.Reals(List.of(0.25)));
    assertThat(read(new Value())).isEqualTo(new SlotValue.Text(""));
  }

  @Test
  void whatIsWrittenSaysItsTypeAndIsReadBack() {
    Slots slots =
        Slots.of("text", "a")
            .with("int", 7)
            .with("long", 1L << 40)
            .with("real", 0.5)
            .with("texts", List.of("a", "b"))
            .with("wholes", new SlotValue.Wholes(List.of(1L << 40)))
            .with("reals", new SlotValue.Reals(List.of(2.5)));
    List<NameValue> written = Beans.message("EVENT", slots).getNameValueElement();

    assertThat(written)
        .extracting(NameValue::getValueType)
        .containsExactly(
            DataType.STRING,
            DataType.INT,
            DataType.LONG,
            DataType.DOUBLE,
            DataType.STRING_ARRAY,
            DataType.LONG_ARRAY,
            DataType.DOUBLE_ARRAY);
    ArrayOfNameValue row = new ArrayOfNameValue();
    row.getNameValueElement().addAll(written);
    assertThat(Beans.event(row).slots()).isEqualTo(slots);
  }

  @Test
  void idsOfOneClientAreUniqueAndThoseOfTwoClientsDiffer() {
    Instant started = Instant.ofEpochSecond(0x5EC98372L);
    EventIds mine = new EventIds(new Random(1), started);
    EventIds theirs = new EventIds(new Random(2), started);
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      assertThat(ids.add(mine.next())).isTrue();
      assertThat(ids.add(theirs.next())).isTrue();
    }
    assertThat(mine.next()).matches("sdk\\.[0-9a-f]{16}\\.5ec98372\\.1000");
  }

  @Test
  void anAcknowledgementAddsTheNameToAListAndAppendsItToAText() {
    Event list = Event.of("EVENT").with(Event.CLIENT_ACK, List.of("other"));
    Event empty = Event.of("MINE").with(Event.CLIENT_ACK, "");
    Event text = Event.of("MINE").with(Event.CLIENT_ACK, "other");

    assertThat(NewEvents.acknowledgement(list, "me").texts(Event.CLIENT_ACK))
        .containsExactly("+me");
    assertThat(NewEvents.acknowledgement(empty, "me").text(Event.CLIENT_ACK)).isEqualTo("me");
    assertThat(NewEvents.acknowledgement(text, "me").text(Event.CLIENT_ACK)).isEqualTo("other,me");
  }

  @Test
  void theQueryForNewEventsKeepsTheCallersConditionTogether() {
    assertThat(NewEvents.query("EVENT", "", "me"))
        .isEqualTo("EVENT where [ NOT ( client_ack: contains 'me' ) ]");
    assertThat(NewEvents.query("ALARM", "a: == 1 OR b: == 2", "me"))
        .isEqualTo("ALARM where [ NOT ( client_ack: contains 'me' ) AND ( a: == 1 OR b: == 2 ) ]");
  }

  @Test
  void aValueThatCannotBeIsRefusedWhereItIsMade() {
    assertThatThrownBy(() -> Event.of(" ")).hasMessage("an event needs a class");
    assertThatThrownBy(() -> DataObject.of("")).hasMessage("a data object needs a class");
    assertThatThrownBy(() -> Slots.of("", "x")).hasMessage("a slot needs a name");
  }

  @Test
  void slotsAnswerByTypeAndDefaultToNothing() {
    Slots slots = Slots.of("a", "x").with("n", 5).with("r", 1.5).with("l", List.of("p", "q"));

    assertThat(slots.text("n")).isEqualTo("5");
    assertThat(slots.text("r")).isEqualTo("1.5");
    assertThat(slots.text("l")).isEqualTo("[p, q]");
    assertThat(slots.text("none")).isEmpty();
    assertThat(slots.whole("a")).isEmpty();
    assertThat(slots.texts("a")).containsExactly("x");
    assertThat(slots.texts("n")).isEmpty();
    assertThat(slots.and(Slots.of("a", "y")).text("a")).isEqualTo("y");
  }
}
