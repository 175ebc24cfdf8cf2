// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the replicated log listens. */
class BindHostTest {
  @TempDir Path folder;

  @Test
  void theLogListensWhereBindAddressSaysWhateverTheDirectoryNames() throws Exception {
    assertThat(host("SystemA", "127.0.0.9")).isEqualTo("127.0.0.9");
    assertThat(host("127.0.0.1", "127.0.0.9")).isEqualTo("127.0.0.9");
  }

  @Test
  void withoutBindAddressAMemberOnLoopbackListensThereAlone() throws Exception {
    assertThat(host("127.0.0.1", "")).isEqualTo("127.0.0.1");
  }

  private String host(String named, String bindHost) throws LogFailedException {
    LogSettings settings =
        new LogSettings(
            "Alphonse",
            "primary",
            List.of(new LogMember("primary", MemberRole.PRIMARY, named, 1829)),
            folder,
            LogTuning.DEFAULT,
            LogSecurity.PLAIN,
            bindHost);
    try (DataFolder data = DataFolder.open(settings)) {
      return GrpcConfigKeys.Server.host(RatisSettings.properties(settings, data));
    }
  }
}
