// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ToolTest {
  @Test
  void whatIsMissingNamesThePackageThatBringsIt() {
    assertThat(Tool.NFT.lacking()).isEqualTo("no nft (apt-get install nftables)");
    assertThat(Tool.TC.lacking()).isEqualTo("no tc (apt-get install iproute2)");
    assertThat(Tool.GCC.lacking()).isEqualTo("no gcc (apt-get install gcc libc6-dev)");
  }

  @Test
  void oneCommandInstallsEachPackageOnce() {
    assertThat(Tool.install(List.of(Tool.IP, Tool.TC, Tool.NFT, Tool.GCC)))
        .isEqualTo("apt-get install gcc iproute2 libc6-dev nftables");
  }
}
