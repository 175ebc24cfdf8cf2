// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.baroc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.twincell.event.ClassTable;
import org.twincell.event.Facet;
import org.twincell.event.SlotValue;

final class BaseClassesTest {
  private final ClassTable table = BaseClasses.table();

  @Test
  void theShippedFilesLoadWithoutWarning() {
    assertThat(BaseClasses.with(List.of()).warnings()).isEmpty();
    assertThat(BaseClasses.with(List.of(BaseClasses.tec())).warnings()).isEmpty();
  }

  @Test
  void severitiesAndStatesHaveTheDecidedNumbers() {
    assertThat(labels("SEVERITY"))
        .isEqualTo("{UNKNOWN=10, OK=20, INFO=30, WARNING=40, MINOR=50, MAJOR=60, CRITICAL=70}");
    assertThat(labels("STATUS")).isEqualTo("{OPEN=0, ASSIGNED=10, ACK=20, CLOSED=30, BLACKOUT=40}");
    assertThat(labels("MC_YESNO")).isEqualTo("{NO=0, YES=1}");
    assertThat(labels("MC_PRIORITY"))
        .isEqualTo("{PRIORITY_5=10, PRIORITY_4=20, PRIORITY_3=30, PRIORITY_2=40, PRIORITY_1=50}");
  }

  private String labels(String enumeration) {
    return table.enumeration(enumeration).orElseThrow().labels().toString();
  }

  @Test
  void systemSlotsAreClosedToSendersAndTheEventIdIsOpen() {
    var event = table.find("EVENT").orElseThrow();
    assertThat(event.slot("event_handle").orElseThrow().flags()).isEqualTo("Rkpdh");
    assertThat(event.slot("mc_client_address").orElseThrow().has(Facet.PARSE)).isFalse();
    assertThat(event.slot("mc_ueid").orElseThrow().has(Facet.PARSE)).isTrue();
    assertThat(event.slot("client_ack").orElseThrow().defaultValue())
        .isEqualTo(new SlotValue.ListValue(List.of()));
    assertThat(table.isA("MC_CELL_TAKEOVER", "MC_CELL_EVENT")).isTrue();
    assertThat(table.isA("WIN_EL_SYSTEM", "EVENT")).isTrue();
  }

  @Test
  void thePrintedTableReadsBackEqual() {
    String printed = BarocPrinter.print(table);
    assertThat(ClassFiles.load(List.of(new ClassFile("printed", printed)))).isEqualTo(table);
  }
}
