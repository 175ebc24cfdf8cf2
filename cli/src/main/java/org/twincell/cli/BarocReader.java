// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import java.io.IOException;
import java.io.Reader;
import java.util.Optional;
import org.twincell.baroc.Instances;
import org.twincell.baroc.Problem;

/** Reads instances in the cell's own form, one after the other as they come. */
final class BarocReader implements EventReader {
  private final InstanceSplitter splitter;
  private final String source;

  BarocReader(Reader reader, String source) {
    this.splitter = new InstanceSplitter(reader);
    this.source = source;
  }

  @Override
  public Optional<Located> next() throws IOException, SyntaxProblem {
    Optional<InstanceSplitter.Piece> piece = splitter.next();
    if (piece.isEmpty()) return Optional.empty();
    InstanceSplitter.Piece found = piece.get();
    Instances.Parsed parsed = Instances.parse(source, found.text());
    if (!parsed.problems().isEmpty() || parsed.located().isEmpty()) {
      throw problem(parsed, found.firstLine());
    }
    return Optional.of(new Located(parsed.instances().get(0), source + ":" + found.firstLine()));
  }

  private SyntaxProblem problem(Instances.Parsed parsed, int firstLine) {
    if (parsed.problems().isEmpty()) {
      return new SyntaxProblem(source + ":" + firstLine, "expected 'CLASS; slot=value; ... END'");
    }
    Problem first = parsed.problems().get(0);
    String place = source + ":" + (firstLine + first.line() - 1) + ":" + first.column();
    int more = parsed.problems().size() - 1;
    return new SyntaxProblem(
        place,
        first.what()
            + (first.mend().isEmpty() ? "" : "; " + first.mend())
            + (more == 0 ? "" : " (and " + more + " more in this instance)"));
  }
}
