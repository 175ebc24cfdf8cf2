// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.twincell.gateway.Messages.connect;
import static org.twincell.gateway.Messages.event;
import static org.twincell.gateway.Messages.query;
import static org.twincell.gateway.Messages.retrieve;
import static org.twincell.gateway.Messages.slot;
import static org.twincell.gateway.Messages.text;
import static org.twincell.gateway.Messages.texts;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.twincell.event.RawValue;
import org.twincell.imapi.Contract;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What each operation does, over HTTP; every answer is held against the schemas on the way. */
class OperationsTest {
  private static final Set<String> OFFERED =
      Set.of(
          "Connect",
          "Disconnect",
          "SendEvent",
          "GetCellInfo",
          "QueryEvents",
          "QueryData",
          "QueryEventByID",
          "QueryEventsByDate",
          "GetQueryResultCount",
          "RetrieveQueryResults",
          "EndQuery",
          "QueryClassDefinitions");

  @TempDir static Path folder;
  private static GatewayFixture fixture;
  private static Gateway gateway;
  private static SoapCaller caller;
  private static String connection;

  @BeforeAll
  static void start() {
    fixture = new GatewayFixture(folder);
    gateway = fixture.start();
    caller = GatewayFixture.soap11(gateway);
    connection = caller.good("Connect", connect("Alphonse", "DEFAULT")).value("connectionId");
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  private static String send(String type, String className, String... slots) {
    return caller
        .good("SendEvent", event(connection, type, className, 3000, slots))
        .value("response");
  }

  private static List<Element> rowsOf(String query, String operation) {
    String handle = caller.good(operation, query(query, "Alphonse")).value("resultHandle");
    SoapCaller.Answer page = caller.good("RetrieveQueryResults", retrieve(handle, 1, 1000));
    NodeList rows = page.body().getElementsByTagNameNS("*", "NameValueArray_element");
    List<Element> found = new ArrayList<>();
    for (int i = 0; i < rows.getLength(); i++) found.add((Element) rows.item(i));
    return found;
  }

  /** The value of a slot as it is written: type, choice and text. */
  private static String written(Element row, String name) {
    NodeList slots = row.getElementsByTagNameNS("*", "NameValue_element");
    for (int i = 0; i < slots.getLength(); i++) {
      Element slot = (Element) slots.item(i);
      if (!child(slot, "name").getTextContent().equals(name)) continue;
      Element choice = (Element) child(slot, "value").getFirstChild();
      return child(slot, "value_type").getTextContent()
          + " "
          + choice.getLocalName()
          + " "
          + choice.getTextContent();
    }
    return "absent";
  }

  private static Element child(Element parent, String name) {
    return (Element) parent.getElementsByTagNameNS(Contract.BASIC_NAMESPACE, name).item(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {SoapCaller.SOAP_11, SoapCaller.SOAP_12})
  void anEventIsSentAndFoundByItsIdInBothVersionsOfSoap(String soap) {
    SoapCaller any = new SoapCaller(gateway.url(), soap);
    String id = any.good("Connect", connect("ALPHONSE", "NONE")).value("connectionId");

    String eventId =
        any.good("SendEvent", event(id, "NEW_EVENT", "EVENT", 0, text("msg", "hello")))
            .value("response");
    SoapCaller.Answer found =
        any.good(
            "QueryEventByID",
            "<e:eventId>" + eventId + "</e:eventId><e:imname>Alphonse</e:imname>");

    assertThat(eventId).matches("ImWebServices\\.\\d{19}\\.\\d{13}\\.\\d+");
    assertThat(found.value("resultCount")).isEqualTo("1");
  }

  @Test
  void aConnectionIdIsTheSameEachTimeAndNeverZero() {
    String again = caller.good("Connect", connect("alphonse", "DEFAULT")).value("connectionId");
    String other = caller.good("Connect", connect("Bertha", "DEFAULT")).value("connectionId");
    String mode = caller.good("Connect", connect("Alphonse", "HIGH")).value("connectionId");

    assertThat(again).isEqualTo(connection);
    assertThat(Set.of(connection, other, mode)).hasSize(3).doesNotContain("0");
    assertThat(Stream.of(connection, other, mode).map(Long::parseLong))
        .allMatch(id -> id > 0 && id < 1L << 53);
  }

  @Test
  void nilUserPasswordAndBufferTypeConnectAsWell() {
    String nil = " xmlns:x='http://www.w3.org/2001/XMLSchema-instance' x:nil='true'/>";
    String children =
        "<e:userName"
            + nil
            + "<e:password"
            + nil
            + "<e:imname>Alphonse</e:imname><e:bufferType"
            + nil;
    assertThat(caller.good("Connect", children).value("connectionId")).isEqualTo(connection);
  }

  @Test
  void anEventThatIsSentAgainUnderItsIdIsStoredOnce() {
    int before = fixture.cell("Alphonse").size();
    String first = send("NEW_EVENT", "EVENT", text("mc_ueid", "mine.1"), text("msg", "a"));
    String second = send("NEW_EVENT", "EVENT", text("mc_ueid", "mine.1"), text("msg", "a"));

    assertThat(List.of(first, second)).containsOnly("mine.1");
    assertThat(fixture.cell("Alphonse").size()).isEqualTo(before + 1);
  }

  @Test
  void aModificationReplacesSlotsOfTheEventWithThatId() {
    String id = send("NEW_EVENT", "EVENT", text("msg", "before"), text("mc_ueid", "mod.1"));
    List<String> notes = List.of("0x5f000000", "op", "seen");
    send(
        "MOD_EVENT",
        "MC_CELL_UNDEFINED_CLASS",
        text("mc_ueid", id),
        text("status", "ACK"),
        texts("mc_notes", notes));

    Element row = rowsOf("EVENT where [ mc_ueid: equals 'mod.1' ]", "QueryEvents").get(0);
    assertThat(written(row, "status")).isEqualTo("STRING string_value ACK");
    assertThat(written(row, "msg")).isEqualTo("STRING string_value before");
    assertThat(written(row, "mc_notes")).isEqualTo("STRING_ARRAY StringArray 0x5f000000opseen");
  }

  @Test
  void aModificationNeedsAnEventThatIsThere() {
    assertThat(
            caller
                .call(
                    "SendEvent", event(connection, "MOD_EVENT", "EVENT", 0, text("status", "ACK")))
                .failure())
        .startsWith("SLOT_INVALID: the message names no event");
    String unknown = event(connection, "MOD_EVENT", "EVENT", 0, text("mc_ueid", "no.such"));
    assertThat(caller.call("SendEvent", unknown).failure()).startsWith("OBJECT_UNKNOWN: ");
  }

  @Test
  void dataObjectsAreMadeOverwrittenByKeyAndModifiedByHandle() {
    send("NEW_DATA", "HOST", text("name", "srv01"), slot("rank", "<b:int_value>1</b:int_value>"));
    send("OVERWRITE_DATA", "HOST", text("name", "srv01"), text("rank", "2"));
    List<Element> rows = rowsOf("HOST where [ name: equals srv01 ]", "QueryData");
    assertThat(rows).hasSize(1);
    assertThat(written(rows.get(0), "rank")).isEqualTo("INT int_value 2");

    String handle = written(rows.get(0), "data_handle").substring("INT int_value ".length());
    send("MOD_DATA", "HOST", text("data_handle", handle), text("rank", "3"));
    assertThat(written(rowsOf("HOST where [ name: equals srv01 ]", "QueryData").get(0), "rank"))
        .isEqualTo("INT int_value 3");
    assertThat(
            caller
                .call("SendEvent", event(connection, "MOD_DATA", "HOST", 0, text("mc_udid", "x")))
                .failure())
        .startsWith("SLOT_INVALID: the message names no data object");
  }

  @Test
  void everyChoiceOfValueIsTakenForASlotThatItFits() {
    send(
        "NEW_EVENT",
        "PROBE",
        text("mc_ueid", "values.1"),
        slot("big", "<b:double_value>3.0</b:double_value>"),
        slot("load", "<b:float_value>0.5</b:float_value>"),
        slot("repeat_count", "<b:short_value>7</b:short_value>"),
        slot("ref", "<b:long_value>123456789012</b:long_value>"),
        slot("counts", "<b:LongArray><b:long_element>1</b:long_element></b:LongArray>"),
        slot("ratios", "<b:IntArray><b:int_element>2</b:int_element></b:IntArray>"),
        slot("severity", "<b:string_value>MAJOR</b:string_value>"),
        texts("grades", List.of("OK", "CRITICAL")));

    Element row = rowsOf("PROBE where [ mc_ueid: equals 'values.1' ]", "QueryEvents").get(0);
    assertThat(written(row, "CLASS")).isEqualTo("STRING string_value PROBE");
    assertThat(written(row, "big")).isEqualTo("INT int_value 3");
    assertThat(written(row, "load")).isEqualTo("DOUBLE double_value 0.5");
    assertThat(written(row, "repeat_count")).isEqualTo("INT int_value 7");
    assertThat(written(row, "ref")).isEqualTo("STRING string_value 123456789012");
    assertThat(written(row, "counts")).isEqualTo("INT_ARRAY IntArray 1");
    assertThat(written(row, "ratios")).isEqualTo("DOUBLE_ARRAY DoubleArray 2.0");
    assertThat(written(row, "severity")).isEqualTo("STRING string_value MAJOR");
    assertThat(written(row, "grades")).isEqualTo("STRING_ARRAY StringArray OKCRITICAL");
  }

  @Test
  void emptyListsAreArraysOfTheirSlotsType() {
    send("NEW_EVENT", "PROBE", text("mc_ueid", "empty.1"));

    Element row = rowsOf("PROBE where [ mc_ueid: equals 'empty.1' ]", "QueryEvents").get(0);
    assertThat(written(row, "mc_notes")).isEqualTo("STRING_ARRAY StringArray ");
    assertThat(written(row, "counts")).isEqualTo("INT_ARRAY IntArray ");
    assertThat(written(row, "ratios")).isEqualTo("DOUBLE_ARRAY DoubleArray ");
    assertThat(written(row, "grades")).isEqualTo("STRING_ARRAY StringArray ");
    assertThat(((Element) row.getFirstChild()).getTextContent()).startsWith("CLASS");
  }

  @Test
  void textThatXmlCannotCarryComesBackReplaced() {
    fixture
        .cell("Alphonse")
        .add("EVENT", Map.of("msg", RawValue.text("a\u0001b\uD800c\u00E9\uD83D\uDE00")), "odd.1");

    Element row = rowsOf("EVENT where [ mc_ueid: equals 'odd.1' ]", "QueryEvents").get(0);
    assertThat(written(row, "msg"))
        .isEqualTo("STRING string_value a\uFFFDb\uFFFDc\u00E9\uD83D\uDE00");
  }

  @Test
  void aWholeRowCanBeSentBack() {
    send("NEW_EVENT", "PROBE", text("mc_ueid", "row.1"));
    send("MOD_EVENT", "PROBE", text("CLASS", "PROBE"), text("mc_ueid", "row.1"), text("msg", "m"));

    Element row = rowsOf("PROBE where [ mc_ueid: equals 'row.1' ]", "QueryEvents").get(0);
    assertThat(written(row, "mc_bad_slot_names")).isEqualTo("STRING_ARRAY StringArray ");
  }

  @Test
  void pagesShowEachRowOnceAndNothingPastTheEnd() {
    SoapCaller bertha = GatewayFixture.soap12(gateway);
    for (int i = 1; i <= 57; i++) {
      fixture.cell("Bertha").add("EVENT", Map.of("msg", RawValue.text("m" + i)), "page." + i);
    }
    SoapCaller.Answer opened =
        bertha.good("QueryEvents", query("EVENT where [ mc_ueid: has_prefix 'page.' ]", "bertha"));
    String handle = opened.value("resultHandle");
    fixture.cell("Bertha").add("EVENT", Map.of(), "page.late");

    List<String> seen = new ArrayList<>();
    for (int start = 1; start <= 57; start += 10) {
      SoapCaller.Answer page = bertha.good("RetrieveQueryResults", retrieve(handle, start, 10));
      assertThat(page.value("num_of_events")).isEqualTo(start < 50 ? "10" : "7");
      seen.addAll(page.values("string_value").stream().filter(v -> v.startsWith("page.")).toList());
    }
    assertThat(opened.value("resultCount")).isEqualTo("57");
    assertThat(seen).hasSize(57).doesNotHaveDuplicates().doesNotContain("page.late");
    SoapCaller.Answer past = bertha.good("RetrieveQueryResults", retrieve(handle, 58, 10));
    assertThat(past.value("num_of_events")).isEqualTo("0");
    assertThat(past.values("NameValueArray_element")).isEmpty();
    assertThat(
            bertha
                .good(
                    "GetQueryResultCount",
                    "<e:resultHandle>" + handle + "</e:resultHandle><e:timeout>0</e:timeout>")
                .value("resultCount"))
        .isEqualTo("57");
  }

  @Test
  void aPageHasAtMostRowLimitRowsWhateverIsAskedFor() {
    Gateway small = fixture.start("RowLimit=3");
    SoapCaller any = GatewayFixture.soap11(small);
    for (int i = 1; i <= 5; i++) fixture.cell("Alphonse").add("SUBPROBE", Map.of(), "limit." + i);
    String handle = any.good("QueryEvents", query("SUBPROBE", "Alphonse")).value("resultHandle");

    SoapCaller.Answer page =
        any.good("RetrieveQueryResults", retrieve(handle, 1, Integer.MAX_VALUE));
    assertThat(page.value("num_of_events")).isEqualTo("3");
    assertThat(
            any.good("RetrieveQueryResults", retrieve(handle, Long.MAX_VALUE, 1))
                .value("num_of_events"))
        .isEqualTo("0");
    assertThat(any.call("RetrieveQueryResults", retrieve(handle, 0, 1)).failure())
        .startsWith("ARGUMENT_INVALID: startIndex is 0.");
    assertThat(any.call("RetrieveQueryResults", retrieve(handle, Long.MIN_VALUE, 1)).failure())
        .startsWith("ARGUMENT_INVALID: startIndex is -9223372036854775808.");
    assertThat(any.call("RetrieveQueryResults", retrieve(handle, 1, -1)).failure())
        .startsWith("ARGUMENT_INVALID: num_of_events is -1.");
  }

  @Test
  void aPageEndsEarlyWhenItsRowsAreLarge() {
    Gateway small = fixture.start("PageBytesLimit=65536");
    SoapCaller any = GatewayFixture.soap11(small);
    for (int i = 1; i <= 60; i++) {
      fixture
          .cell("Bertha")
          .add("SUBPROBE", Map.of("msg", RawValue.text("x".repeat(8000))), "large." + i);
    }
    String handle = any.good("QueryEvents", query("SUBPROBE", "Bertha")).value("resultHandle");

    int rows = 0;
    int pages = 0;
    while (rows < 60 && pages < 60) {
      SoapCaller.Answer page = any.good("RetrieveQueryResults", retrieve(handle, rows + 1, 60));
      assertThat(page.text().length()).isLessThan(1_000_000);
      rows += Integer.parseInt(page.value("num_of_events"));
      pages++;
    }
    assertThat(rows).isEqualTo(60);
    assertThat(pages).isBetween(2, 20);
  }

  @Test
  void eventsAreFoundByDateClassesAndShowTheSlotsAskedFor() {
    MemoryCell cell = fixture.cell("Bertha");
    cell.add(
        "ALERT_A".replace("ALERT_A", "PROBE"),
        Map.of("date_reception", RawValue.text("1000")),
        "date.1");
    cell.add("PROBE", Map.of("date_reception", RawValue.text("2000")), "date.2");
    cell.add("EVENT", Map.of("date_reception", RawValue.text("2000")), "date.3");

    assertThat(byDate("1970-01-01T00:33:20Z", "1970-01-01T00:33:20.5Z", "PROBE"))
        .containsExactly("date.2");
    assertThat(byDate("1970-01-01T00:16:40", "1970-01-01T00:33:20", "PROBE; EVENT"))
        .contains("date.1", "date.2", "date.3");
    assertThat(byDate("1970-01-01T00:16:40.001Z", "1970-01-01T01:33:20+01:00", " EVENT "))
        .containsExactly("date.2", "date.3");
  }

  private static List<String> byDate(String start, String end, String classes) {
    String children =
        "<e:startDate>%s</e:startDate><e:endDate>%s</e:endDate><e:classNames>%s</e:classNames>"
                .formatted(start, end, classes)
            + "<e:imname>Bertha</e:imname><e:slotsList>mc_ueid, severity</e:slotsList>";
    String handle = caller.good("QueryEventsByDate", children).value("resultHandle");
    SoapCaller.Answer page = caller.good("RetrieveQueryResults", retrieve(handle, 1, 100));
    assertThat(Set.copyOf(page.values("name")))
        .containsExactlyInAnyOrder("CLASS", "mc_ueid", "severity");
    return page.values("string_value").stream().filter(v -> v.startsWith("date.")).toList();
  }

  @Test
  void cleaningUpWhatIsNotThereIsFine() {
    caller.good(
        "Disconnect", "<e:connection>4711</e:connection><e:deleteBuffer>true</e:deleteBuffer>");
    caller.good("EndQuery", "<e:resultHandle>nothing</e:resultHandle>");
    assertThat(caller.call("RetrieveQueryResults", retrieve("nothing", 1, 1)).failure())
        .startsWith("HANDLE_UNKNOWN: ");
  }

  @Test
  void cellsAndGatewaysOfTheDirectoryAreListedWithoutTheirKeys() {
    SoapCaller.Answer answer = caller.good("GetCellInfo", "");

    assertThat(answer.values("cell_name"))
        .containsExactly("Alphonse", "Bertha", "IIWSGatewayServer");
    assertThat(answer.values("cell_type")).containsExactly("cell", "cell", "gateway");
    assertThat(answer.values("port")).containsExactly("1828", "1831", "1859");
    assertThat(answer.text()).doesNotContain("0123456789abcdef", "other-key");
  }

  @Test
  void classesAreDescribedWithIndexesIntoTheAnswer() {
    SoapCaller.Answer answer =
        caller.good(
            "QueryClassDefinitions", classes("EVENT", "BMCII_EVENT_CLASSES", "PROBE", "", false));

    assertThat(answer.values("class_name")).containsExactly("PROBE", "SUBPROBE");
    assertThat(answer.values("class_parent_idx")).containsExactly("-1", "0");
    assertThat(answer.values("class_child_cnt")).containsExactly("1", "0");
    assertThat(answer.values("int_element")).containsExactly("1");
    assertThat(answer.values("slot_type")).contains("REAL", "LIST_OF INTEGER", "LIST_OF SEVERITY");
    assertThat(answer.values("slot_def_val")).contains("none", "[]", "OPEN");
    assertThat(answer.values("slot_flags")).allMatch(f -> f.matches("[rR][kK][pP][dD][hH]"));
    assertThat(answer.values("slot_rep_type")).contains("date");
    SoapCaller.Answer one =
        caller.good("QueryClassDefinitions", classes("", "BMCII_EVENT_CLASSES", "", "PROBE", true));
    assertThat(one.values("class_name")).containsExactly("PROBE");
    SoapCaller.Answer data =
        caller.good("QueryClassDefinitions", classes("", "BMCII_DATA_CLASSES", "", "", false));
    assertThat(data.values("class_name")).contains("CORE_DATA", "HOST").doesNotContain("EVENT");
    assertThat(
            caller
                .call(
                    "QueryClassDefinitions",
                    classes("", "BMCII_DATA_CLASSES", "NO_SUCH", "", false))
                .failure())
        .startsWith("CLASS_UNKNOWN: the cell has no class 'NO_SUCH'.");
  }

  private static String classes(
      String unused, String mode, String base, String name, boolean only) {
    assertThat(unused).isNotNull();
    return ("<e:imname>Alphonse</e:imname><e:queryMode>%s</e:queryMode><e:baseClass>%s</e:baseClass>"
            + "<e:className>%s</e:className><e:classOnly>%s</e:classOnly>")
        .formatted(mode, base, name, only);
  }

  static Stream<String> notOffered() {
    return Contract.OPERATIONS.stream().filter(name -> !OFFERED.contains(name));
  }

  @ParameterizedTest
  @MethodSource("notOffered")
  void anOperationThatIsNotOfferedSaysSo(String operation) {
    assertThat(caller.call(operation, "").failure())
        .startsWith("NOT_AVAILABLE: the operation " + operation + " is not offered");
  }

  @Test
  void anEmptyMessageIsAnsweredByNil() {
    SoapCaller.Answer answer = caller.good("SendEvent", event(connection, "NONE", "EVENT", 0));
    assertThat(answer.text()).contains("nil=\"true\"");
  }
}
