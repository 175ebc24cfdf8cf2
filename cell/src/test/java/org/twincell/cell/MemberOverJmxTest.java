// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.cell.service.MemberMXBean;
import org.twincell.protocol.MemberInfo.Role;

/** A member as a JMX console sees it. */
@Timeout(600)
class MemberOverJmxTest {
  private static final String KEY = "a-key-of-sixteen-characters";
  private static final MBeanServer PLATFORM = ManagementFactory.getPlatformMBeanServer();

  @TempDir Path folder;

  private static ObjectName name(Role role) throws Exception {
    return new ObjectName(
        "org.twincell:type=Member,cell=Alphonse,role=" + role.name().toLowerCase(Locale.ROOT));
  }

  private static MemberMXBean bean(Role role) throws Exception {
    return JMX.newMXBeanProxy(PLATFORM, name(role), MemberMXBean.class);
  }

  private static void until(String what, java.util.concurrent.Callable<Boolean> condition) {
    Awaitility.await(what).atMost(TestCell.PATIENCE).until(condition);
  }

  @Test
  void aConsoleReadsTheDutyMovesItPausesAndIsToldOfChanges() throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();
    try (TestCell cell = TestCell.ofThree(folder, KEY)) {
      Role active = cell.active();
      Role standby = active == Role.PRIMARY ? Role.SECONDARY : Role.PRIMARY;
      PLATFORM.addNotificationListener(
          name(standby), (n, handback) -> told.add(n.getType() + " " + n.getMessage()), null, null);
      assertThat(bean(active).getDuty()).isEqualTo("ACTIVE");
      assertThat(bean(active).getStores()).isNotEmpty();
      until("the standby is heard", () -> bean(active).getPeers().toString().contains("LIVE"));

      until(
          "how far it is behind",
          () ->
              bean(active).getPeers().stream()
                  .anyMatch(
                      peer ->
                          peer.matches(".* lag=[0-9]+ lag_millis=[0-9]+ silent_millis=[0-9]+")));
      assertThat(bean(active).isAlone()).isFalse();
      assertThat(bean(active).digest()).anyMatch(line -> line.startsWith("stores "));
      assertThat(bean(standby).diff()).first().asString().startsWith("stores ");
      assertThat(bean(active).config()).contains("cell=Alphonse", "CellDuplicateAutoFailOver=Yes");
      assertThat(bean(active).connect())
          .anyMatch(line -> line.startsWith("out " + standby.name().toLowerCase(Locale.ROOT)));
      assertThat(bean(active).metrics()).anyMatch(line -> line.startsWith("twincell_term"));

      assertThat(bean(active).pause()).anyMatch(line -> line.contains("no new events"));
      assertThat(bean(active).isPaused()).isTrue();
      assertThat(bean(active).resume()).isNotEmpty();
      assertThatThrownBy(() -> bean(standby).pause())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("is not active");

      assertThat(bean(standby).active(false)).last().asString().endsWith("is active");
      until("the duty has moved", () -> bean(standby).getDuty().equals("ACTIVE"));
      assertThat(bean(standby).getReason()).contains("by JMX");
      until("told", () -> told.stream().anyMatch(n -> n.contains("duty") && n.contains("ACTIVE")));

      assertThat(bean(standby).drill("Planned", 5, false))
          .last()
          .asString()
          .startsWith("drill planned: longest gap")
          .contains("failed 0, lost 0, doubled 0");
      until("the drill has moved it back", () -> bean(active).getDuty().equals("ACTIVE"));
      assertThatThrownBy(() -> bean(active).drill("crash", 5, true))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("ask the standby's");
      assertThatThrownBy(() -> bean(standby).drill("crash", 5, false))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("refused");
      assertThatThrownBy(() -> bean(standby).drill("dance", 5, false))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("planned, crash or partition");
      assertThatThrownBy(() -> bean(standby).drill("partition", 61, false))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1 to 60");

      cell.kill(active);
      until("told", () -> told.stream().anyMatch(n -> n.startsWith("org.twincell.signal.DEAD")));
    }
    assertThat(PLATFORM.isRegistered(name(Role.PRIMARY))).as("gone with its member").isFalse();
    assertThat(PLATFORM.isRegistered(name(Role.SECONDARY))).isFalse();
  }
}
