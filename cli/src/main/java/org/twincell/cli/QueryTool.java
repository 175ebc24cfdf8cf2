// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.OpenedQuery;
import org.twincell.protocol.RowPage;
import org.twincell.protocol.RowRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mquery}: prints events or data objects of a cell. */
@Command(
    description =
        "Prints the events or data objects of a cell that match, in the order of arrival.",
    footer = {
      "  mquery -q -n Alphonse -f CSV -a EVENT -w \"severity: >= MAJOR\" -s mc_ueid,severity,msg",
      "  mquery -n Alphonse -w \"status: within [OPEN,ACK]\" -w \"mc_host: has_prefix 'srv'\"",
      "  mquery -q -n Alphonse -d -a MC_CELL_METRIC"
    })
final class QueryTool extends CellTool {
  /** Rows of one page. */
  static final int PAGE_ROWS = 1000;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Option(
      names = "-f",
      paramLabel = "BAROC|CSV",
      defaultValue = "BAROC",
      description = "Form of the output. Default: ${DEFAULT-VALUE}.")
  private RowForm form = RowForm.BAROC;

  @Option(
      names = "-a",
      paramLabel = "<class>",
      defaultValue = "",
      description = "Only this class and its subclasses.")
  private String className = "";

  @Option(
      names = "-w",
      paramLabel = "<condition>",
      description = "Only what matches, as \"slot: operator value\"; several -w must all match.")
  private List<String> conditions = List.of();

  @Option(names = "-d", description = "Data objects instead of events.")
  private boolean data;

  @Option(
      names = "-s",
      paramLabel = "<slot,slot>",
      description = "Print these slots, in this order. Default: all.")
  private List<String> slots = List.of();

  @Option(names = "--count", description = "Print only how many match.")
  private boolean countOnly;

  @Option(
      names = "--limit",
      paramLabel = "<n>",
      defaultValue = "0",
      description = "Print at most so many. Default: all.")
  private long limit;

  QueryTool(Terminal terminal) {
    super(terminal);
  }

  @Override
  String programName() {
    return "mquery";
  }

  @Override
  ExitCode carryOut() throws InterruptedException {
    if (limit < 0) throw badUsage("--limit " + limit + " is not possible", "Write 1 or more.");
    Settings settings = settings();
    ObjectKind kind = data ? ObjectKind.DATA : ObjectKind.EVENT;
    String query = query();
    try (CellClient client = connect(target(settings).cell(), settings.conf())) {
      OpenedQuery opened = client.openQuery(kind, query, PATIENCE);
      if (verbose) terminal.err().println(opened.count() + " found.");
      if (countOnly) terminal.out().println(opened.count());
      else
        printRows(
            client,
            new RowRequest(
                kind, query, slotNames(), opened.commitIndex(), RowRequest.START, PAGE_ROWS));
      return ExitCode.OK;
    } catch (CellException e) {
      if (e.error() == CellError.QUERY_SYNTAX) throw pointedOut(query, e);
      throw e;
    }
  }

  private void printRows(CellClient client, RowRequest first) {
    RowRequest request = first;
    long left = limit == 0 ? Long.MAX_VALUE : limit;
    while (true) {
      RowPage page = client.readRows(request, PATIENCE);
      for (RowPage.Row row : page.rows()) {
        terminal.out().print(form.text(row));
        if (--left == 0) return;
      }
      if (page.end() || terminal.out().checkError()) return; // checkError: nobody reads any more
      request = after(request, page);
    }
  }

  private static RowRequest after(RowRequest request, RowPage page) {
    if (page.lastHandle() <= request.cursor().afterHandle()) {
      throw new CommandFailure(
          ExitCode.INVALID_ANSWER,
          "the answer of the cell makes no sense",
          "a page that is not the last ends at handle " + page.lastHandle() + ", where it began",
          "Check that the cell and this program are of the same version.");
    }
    return new RowRequest(
        request.kind(),
        request.query(),
        request.slots(),
        request.commitIndex(),
        new RowRequest.Cursor(page.lastHandle(), 0),
        request.limit());
  }

  private List<String> slotNames() {
    List<String> names = new ArrayList<>();
    for (String list : slots) {
      Arrays.stream(list.split(",", -1)).map(String::strip).forEach(names::add);
    }
    if (names.contains("")) throw badUsage("-s has an empty name", "Write -s slot,slot.");
    return names;
  }

  private String query() {
    String base = data ? "CORE_DATA" : "CORE_EVENT";
    if (conditions.isEmpty()) return className;
    String condition =
        conditions.size() == 1
            ? bare(conditions.get(0))
            : String.join(" AND ", conditions.stream().map(c -> "( " + bare(c) + " )").toList());
    return (className.isEmpty() ? base : className) + " where [ " + condition + " ]";
  }

  /** The condition without the brackets that some write around it. */
  private static String bare(String condition) {
    String text = condition.strip();
    boolean bracketed = text.startsWith("[") && text.endsWith("]");
    return bracketed ? text.substring(1, text.length() - 1).strip() : text;
  }

  /** Shows the query with a mark under the place of the mistake. */
  private CommandFailure pointedOut(String query, CellException e) {
    if (e.line() == 1 && e.column() >= 1 && query.indexOf('\n') < 0) {
      terminal.err().println("  " + query);
      terminal.err().println("  " + " ".repeat(e.column() - 1) + "^");
    }
    return CommandFailure.of(e);
  }
}
