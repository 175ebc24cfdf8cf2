// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import java.util.StringJoiner;
import org.twincell.baroc.BarocPrinter;
import org.twincell.event.ValueText;
import org.twincell.protocol.RowPage.Row;

/** The two output forms of {@code mquery}. */
enum RowForm {
  /** {@code CLASS;}, one slot per line, {@code END}: what {@code msend} reads. */
  BAROC {
    @Override
    String text(Row row) {
      return BarocPrinter.print(row.className(), row.slots());
    }
  },
  /** One line for each: the class, then the values; texts in single quotes. */
  CSV {
    @Override
    String text(Row row) {
      StringJoiner line = new StringJoiner(",", "", "\n");
      line.add(row.className());
      row.slots().values().forEach(value -> line.add(ValueText.of(value)));
      return line.toString();
    }
  };

  /** The row with its last line end. */
  abstract String text(Row row);
}
