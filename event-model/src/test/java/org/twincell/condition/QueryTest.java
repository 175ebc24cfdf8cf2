// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.twincell.baroc.BaseClasses;
import org.twincell.baroc.ClassFile;
import org.twincell.baroc.SlotList;
import org.twincell.event.ClassTable;
import org.twincell.event.EventClass;
import org.twincell.event.Instance;
import org.twincell.event.InstanceBinder;
import org.twincell.event.RawInstance;

final class QueryTest {
  private static final ClassTable TABLE =
      BaseClasses.with(
              List.of(
                  new ClassFile(
                      "test.baroc",
                      """
                      MC_EV_CLASS : DISK_FULL ISA EVENT DEFINES {
                        usage : REAL;
                        limits : LIST_OF INTEGER;
                        levels : LIST_OF SEVERITY;
                        seen_by : STRING;
                        clash : STRING;
                      }; END
                      MC_EV_CLASS : JOB_EV ISA EVENT DEFINES { clash : INTEGER; }; END
                      MC_EV_CLASS : DISK_GONE ISA DISK_FULL; END
                      MC_DATA_CLASS : THING DEFINES { name : STRING, key = yes; }; END
                      """)))
          .table();

  private static final Instance DISK =
      event(
          "DISK_FULL",
          "mc_host=srv01; mc_object='/var'; severity=MAJOR; status=ACK; repeat_count=4; "
              + "date_reception=4000000000; usage=97.5; limits=[80,90]; levels=[MINOR,MAJOR]; "
              + "msg='Filesystem /VAR is 97% full'; client_ack=[anna,'bert b']; seen_by=anna; "
              + "mc_origin=srv01; mc_ueid=mc.cellA.be98d24.0; itsm_item='it''s'");

  private static Instance event(String className, String slots) {
    EventClass type = TABLE.find(className).orElseThrow();
    var bound =
        new InstanceBinder(TABLE)
            .bind(new RawInstance(className, SlotList.parse("test", slots)), type);
    assertThat(bound.badSlots()).isEmpty();
    return bound.instance();
  }

  private static boolean matches(String query) {
    return Query.parse(query, TABLE, "EVENT").compile().matches(SlotAccess.of(DISK));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "EVENT",
        "DISK_FULL",
        "CORE_EVENT",
        "EVENT where []",
        "EVENT where [ status: within [OPEN,ACK,ASSIGNED] AND severity: >= MAJOR ]",
        "EVENT ($E) where [ $E.mc_host == 'srv01' AND NOT ( $E.msg contains 'test' ) ]",
        "EVENT($EV) where [$EV.severity equals MAJOR ]",
        "EVENT $EV WHERE [$EV.severity equals MAJOR ]",
        "DISK_FULL where [ mc_object: has_prefix '/var', repeat_count: > 3 ]",
        "CORE_EVENT where [ mc_ueid: equals 'mc.cellA.be98d24.0' ]",
        "CORE_EVENT where [ mc_ueid: equals mc.cellA.be98d24.0 ]",
        "[EVENT ($E) where [$E.status == ACK]]",
        "[ status: == ACK ]",
        "status == ACK",
        "status==ACK and severity>=40",
        "$THIS.status != OPEN",
        "$EV.status: == ACK",
        "NOT status == OPEN",
        "not (status == OPEN or status == CLOSED)",
        "EVENT where status == ACK",
        "EVENT where [ status == OPEN OR status == CLOSED OR status == ACK ]",
        "EVENT where [ status == ACK OR status == CLOSED AND severity == OK ]",
        "itsm_item == 'it''s'",
        "mc_host == $THIS.mc_origin",
        "EVENT($EV) where [ $EV.mc_host == $EV.mc_origin ]",
        "repeat_count < $THIS.date_reception",
        "CLASS == DISK_FULL",
        "CLASS: subclass_of EVENT",
        "CLASS: subclass_of [ALARM, DISK_FULL]",
        "CLASS: is_superclass_of DISK_GONE",
        "CLASS: within [ALARM, DISK_FULL]",
        "CLASS: has_prefix 'DISK'",
        "date_reception: > 3999999999"
      })
  void whatHolds(String query) {
    assertThat(matches(query)).isTrue();
  }
}
