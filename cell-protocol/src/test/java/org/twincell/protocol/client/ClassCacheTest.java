// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.twincell.baroc.BaseClasses;
import org.twincell.protocol.CellException;
import org.twincell.protocol.wire.ClassFile;
import org.twincell.protocol.wire.ReadClassesReply;
import org.twincell.testkit.VirtualTime;

class ClassCacheTest {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final VirtualTime time = new VirtualTime();
  private final List<Long> asked = new ArrayList<>();
  private String lineage = "A";
  private ReadClassesReply reply = reply(1, "MC_EV_CLASS : LOGLINE ISA EVENT;\nEND");
  private final ClassCache cache =
      new ClassCache(
          time,
          () -> lineage,
          (known, patience) -> {
            asked.add(known);
            return known == reply.getVersion() ? reply.toBuilder().clearFiles().build() : reply;
          });

  private static ReadClassesReply reply(long version, String text) {
    ReadClassesReply.Builder reply = ReadClassesReply.newBuilder().setVersion(version);
    for (var file : BaseClasses.files()) {
      reply.addFiles(ClassFile.newBuilder().setName(file.name()).setText(file.text()));
    }
    return reply.addFiles(ClassFile.newBuilder().setName("own.baroc").setText(text)).build();
  }

  @Test
  void theCellIsAskedAtMostOnceASecond() {
    assertThat(cache.table(PATIENCE).find("LOGLINE")).isPresent();
    assertThat(cache.files(PATIENCE)).hasSize(BaseClasses.files().size() + 1);
    assertThat(asked).hasSize(1);
    time.advance(Duration.ofSeconds(2));
    cache.table(PATIENCE);
    assertThat(asked).containsExactly(-1L, 1L);
  }

  @Test
  void aNewVersionReplacesTheTable() {
    cache.table(PATIENCE);
    reply = reply(2, "MC_EV_CLASS : OTHER ISA EVENT;\nEND");
    time.advance(Duration.ofSeconds(2));
    assertThat(cache.table(PATIENCE).find("OTHER")).isPresent();
    assertThat(cache.table(PATIENCE).find("LOGLINE")).isEmpty();
  }

  @Test
  void theSameVersionOfACellThatWasBuiltAnewIsAnotherOne() {
    cache.table(PATIENCE);
    lineage = "B";
    reply = reply(1, "MC_EV_CLASS : OTHER ISA EVENT;\nEND");
    assertThat(cache.table(PATIENCE).find("OTHER")).isPresent();
    assertThat(asked).containsExactly(-1L, -1L);
  }

  @Test
  void filesThatCannotBeReadHereNameTheVersionAsTheCause() {
    reply = reply(3, "NOT A CLASS");
    assertThatThrownBy(() -> cache.table(PATIENCE))
        .isInstanceOf(CellException.class)
        .hasMessageContaining("own.baroc")
        .hasMessageContaining("same version");
  }
}
