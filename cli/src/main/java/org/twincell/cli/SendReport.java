// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import java.util.Optional;
import org.twincell.protocol.CellException;
import org.twincell.protocol.CommandOutcome;

/** Prints what became of each message and keeps the count. */
final class SendReport implements SendWindow.Listener, Inputs.Complaints {
  private final SendTool tool;
  private int stored;
  private int refused;
  private int unanswered;
  private int misspelt;

  SendReport(SendTool tool) {
    this.tool = tool;
  }

  @Override
  public void stored(Outgoing message, CommandOutcome outcome) {
    stored++;
    number(message, outcome.handle());
    if (!outcome.badSlots().isEmpty()) {
      tool.complain(
          message.place()
              + ": put aside into mc_bad_slot_names: "
              + String.join(", ", outcome.badSlots())
              + ".");
    }
  }

  @Override
  public void refused(Outgoing message, CellException refusal) {
    refused++;
    number(message, 0);
    tool.complain(message.place() + ": " + CommandFailure.of(refusal).text());
  }

  @Override
  public void unanswered(Outgoing message, CellException failure) {
    unanswered++;
    number(message, 0);
  }

  private void number(Outgoing message, long handle) {
    if (tool.verbose) {
      tool.terminal.out().println("Message #" + message.number() + " - Evtid = " + handle);
      tool.terminal.out().flush(); // the input may pause for hours
    }
  }

  @Override
  public void problem(SyntaxProblem problem) {
    if (misspelt++ < Inputs.PROBLEMS_SHOWN) tool.complain(problem.text());
  }

  int misspelt() {
    return misspelt;
  }

  /** The exit code of the call, after a sentence about what is not stored. */
  ExitCode finish(Optional<CellException> fatal) {
    if (fatal.isPresent()) {
      CommandFailure failure = CommandFailure.of(fatal.get());
      tool.complain(failure.text());
      tool.complain(
          stored
              + " stored, "
              + refused
              + " refused, "
              + unanswered
              + " without an answer; the"
              + " rest was not sent.");
      return failure.code();
    }
    if (misspelt > 0) return ExitCode.SYNTAX;
    if (refused > 0 && stored > 0) tool.complain(stored + " stored, " + refused + " refused.");
    return refused > 0 ? ExitCode.COMMAND_FAILED : ExitCode.OK;
  }
}
