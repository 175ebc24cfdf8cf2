// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.directory;

import java.util.List;

/**
 * Writes other fields into a line and keeps how it looks: its indentation, its tabs, its comment,
 * and the columns in which its fields start where they are aligned.
 *
 * <p>A field counts as aligned when two or more spaces stand before it, or when a neighbouring line
 * has a field in the same column.
 */
final class LineLayout {
  private final LineFields line;
  private final List<LineFields> neighbours;

  LineLayout(LineFields line, List<LineFields> neighbours) {
    this.line = line;
    this.neighbours = neighbours;
  }

  /** The line with these fields, and with its own end: trailing space and comment. */
  String rewrite(List<String> fields) {
    StringBuilder out = new StringBuilder(line.text().substring(0, line.start(0)));
    appendFields(out, fields);
    int lastEnd = line.end(line.count() - 1);
    String gap = line.text().substring(lastEnd, line.commentStart());
    if (line.hasComment()) appendGap(out, gap, line.commentStart(), gap.length() > 1);
    else out.append(gap);
    return out.append(line.text().substring(line.commentStart())).toString();
  }

  /** A new line with these fields that looks like this one, without its comment. */
  String imitate(List<String> fields) {
    String indent = line.text().substring(0, line.start(0)).replace("\uFEFF", "");
    StringBuilder out = new StringBuilder(indent);
    appendFields(out, fields);
    return out.toString();
  }

  private void appendFields(StringBuilder out, List<String> fields) {
    for (int i = 0; i < fields.size(); i++) {
      if (i > 0) appendGapBefore(i, out);
      out.append(fields.get(i));
    }
  }

  private void appendGapBefore(int index, StringBuilder out) {
    if (index >= line.count()) {
      out.append(' ');
      return;
    }
    String gap = line.text().substring(line.end(index - 1), line.start(index));
    appendGap(out, gap, line.start(index), gap.length() > 1 || isAligned(index));
  }

  private boolean isAligned(int index) {
    return neighbours.stream()
        .anyMatch(other -> index < other.count() && other.start(index) == line.start(index));
  }

  private static void appendGap(StringBuilder out, String gap, int column, boolean aligned) {
    if (!aligned || !gap.isBlank() || gap.indexOf('\t') >= 0) out.append(gap);
    else out.append(" ".repeat(Math.max(1, column - out.length())));
  }
}
