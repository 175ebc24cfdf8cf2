// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.baroc;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import org.twincell.event.ClassTable;
import org.twincell.event.RawInstance;

/**
 * Whatever the text: the readers answer with values or problems, and what they read prints and
 * reads back as the same. In the build these run on the seeds under {@code BarocFuzzTestInputs};
 * with {@code JAZZER_FUZZ=1} they look for new ones.
 */
final class BarocFuzzTest {
  /** Small, so that many texts are tried in a second. */
  private static final ClassFile ROOT =
      new ClassFile(
          "root",
          """
          ENUMERATION SEVERITY 10 UNKNOWN 60 MAJOR END
          MC_EV_CLASS : CORE_EVENT DEFINES { msg : STRING; severity : SEVERITY; }; END
          MC_EV_CLASS : EVENT ISA CORE_EVENT; END
          MC_DATA_CLASS : CORE_DATA; END
          """);

  @FuzzTest(maxDuration = "60s")
  void classFiles(byte[] bytes) {
    ClassFile file = ClassFile.decode("fuzz", bytes).file();
    ClassTable table;
    try {
      table = ClassFiles.load(List.of(ROOT, file));
    } catch (BarocException refused) {
      return;
    }
    ClassFile printed = new ClassFile("printed", BarocPrinter.print(table));
    if (!ClassFiles.load(List.of(printed)).equals(table)) {
      throw new AssertionError("read back differently:\n" + printed.text());
    }
  }

  @FuzzTest(maxDuration = "60s")
  void instances(byte[] bytes) {
    String text = ClassFile.decode("fuzz", bytes).file().text();
    for (RawInstance instance : Instances.parse("fuzz", text).instances()) {
      String printed = BarocPrinter.print(instance);
      if (!Instances.parse("printed", printed).orThrow().equals(List.of(instance))) {
        throw new AssertionError("read back differently:\n" + printed);
      }
    }
  }

  @FuzzTest(maxDuration = "60s")
  void slotLists(byte[] bytes) {
    try {
      SlotList.parse("fuzz", ClassFile.decode("fuzz", bytes).file().text());
    } catch (BarocException refused) {
      return;
    }
  }
}
