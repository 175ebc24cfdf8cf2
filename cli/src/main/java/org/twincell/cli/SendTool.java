// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.twincell.baroc.BarocException;
import org.twincell.baroc.SlotList;
import org.twincell.event.RawInstance;
import org.twincell.event.RawValue;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.ObjectKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code msend} and {@code mposter}: sends events and data objects to a cell. */
@Command(
    description = {
      "Sends events to a cell: from files or standard input in the form",
      "'CLASS; slot=value; ... END', or one event built by -a, or a change of one event by -u.",
      "Every message has its own id before it is sent, so that nothing is ever stored twice."
    },
    footer = {
      "  msend -n Alphonse -a EVENT -r MAJOR -m 'disk full' -b \"mc_host=srv01;mc_object='/var'\"",
      "  msend -n Alphonse -v events.baroc",
      "  tail -F app.events | msend -n Alphonse -j /var/spool/twincell -",
      "  msend -n @SystemA/1828#mc -u 219 -b status=CLOSED",
      "  mposter -n Alphonse -d hosts.baroc"
    })
final class SendTool extends CellTool {
  private static final int WAIT_LIMIT_MILLIS = 600_000;

  private final String name;

  @Option(
      names = "-a",
      paramLabel = "<class>",
      defaultValue = "",
      description = "Build one event of this class.")
  private String className = "";

  @Option(names = "-m", paramLabel = "<text>", description = "Its message: slot msg.")
  private List<String> message = List.of();

  @Option(names = "-r", paramLabel = "<severity>", description = "Its severity.")
  private List<String> severity = List.of();

  @Option(
      names = "-b",
      paramLabel = "<slots>",
      description = "More slots: \"slot=value;slot='two words';\"; may be repeated.")
  private List<String> slotTexts = List.of();

  @Option(
      names = "-u",
      paramLabel = "<id>",
      defaultValue = "",
      description = "Change this object instead: its handle, or @ and its mc_ueid (mc_udid).")
  private String modified = "";

  @Option(
      names = "-d",
      description = "Data objects instead of events; one with the same key is overwritten.")
  private boolean data;

  @Option(names = "-e", description = "The input is EIF text: Class;slot=value;...;END.")
  private boolean eif;

  @Option(
      names = "-w",
      paramLabel = "<ms>",
      defaultValue = "30000",
      description = "How long to wait for each answer. Default: ${DEFAULT-VALUE} ms.")
  private int waitMillis;

  @Option(
      names = "-j",
      paramLabel = "<folder>",
      defaultValue = "",
      description = {
        "Keep messages in this folder until the cell has them. What cannot be delivered now",
        "is delivered by a sender in the background, or by the next call with the same folder."
      })
  private String bufferFolder = "";

  @Option(names = "-k", description = "End the background sender of the folder of -j.")
  private boolean stopSender;

  @Option(names = "-x", description = "Accepted for old scripts; has no effect.")
  boolean withoutEffect;

  @Option(names = "--deliver", hidden = true, description = "Be the background sender.")
  private boolean deliver;

  @Parameters(paramLabel = "<file>", description = "Files of instances; - is standard input.")
  private List<String> files = new ArrayList<>();

  private int messageCount;

  /**
   * @param name {@code msend} or {@code mposter}: the same but for their names
   */
  SendTool(Terminal terminal, String name) {
    super(terminal);
    this.name = name;
  }

  @Override
  String programName() {
    return name;
  }

  Duration patience() {
    return Duration.ofMillis(waitMillis);
  }

  @Override
  ExitCode carryOut() throws InterruptedException {
    checkUsage();
    if (stopSender) return stopBackgroundSender();
    Map<String, RawValue> slots = slots();
    Settings settings = settings();
    Target target = target(settings);
    EventIds ids =
        new EventIds(
            target.cell().name().equals(Target.NAMELESS)
                ? terminal.hostName()
                : target.cell().name(),
            terminal.time().wallClock(),
            terminal.random());
    Commands commands = new Commands(ids, sender(), data ? ObjectKind.DATA : ObjectKind.EVENT);
    SendReport report = new SendReport(this);
    if (!deliver && isBuilt()) return send(settings, target, report, built(commands, slots));
    Inputs inputs =
        new Inputs(terminal, files.isEmpty() ? List.of(Inputs.STANDARD_INPUT) : files, eif);
    inputs.check(report);
    if (report.misspelt() > 0) {
      complain("nothing was sent.");
      return ExitCode.SYNTAX;
    }
    return send(settings, target, report, sink -> readInputs(inputs, commands, report, sink));
  }

  private boolean isBuilt() {
    return !className.isEmpty() || !modified.isEmpty();
  }

  /** Takes messages one after the other; false ends the sending. */
  private interface MessageSink {
    boolean accept(Outgoing message);
  }

  private interface MessageSource {
    void sendTo(MessageSink sink);
  }

  private void readInputs(Inputs inputs, Commands commands, SendReport report, MessageSink sink) {
    inputs.readAll(
        located -> sink.accept(outgoing(located.place(), commands.store(located.instance()))),
        report);
  }

  private Outgoing outgoing(String place, CellCommand command) {
    int number = ++messageCount;
    return new Outgoing(number, place.isEmpty() ? "message #" + number : place, command);
  }

  private MessageSource built(Commands commands, Map<String, RawValue> slots) {
    CellCommand command =
        modified.isEmpty()
            ? commands.store(new RawInstance(className, slots))
            : commands.modify(modified, slots);
    return sink -> sink.accept(outgoing("", command));
  }

  private ExitCode send(Settings settings, Target target, SendReport report, MessageSource messages)
      throws InterruptedException {
    if (!bufferFolder.isEmpty()) return sendBuffered(settings, target, report, messages);
    try (CellClient client = connect(target.cell(), settings.conf())) {
      SendWindow window = new SendWindow(client, patience(), report);
      messages.sendTo(window::send);
      return report.finish(window.finish());
    }
  }

  private ExitCode sendBuffered(
      Settings settings, Target target, SendReport report, MessageSource messages)
      throws InterruptedException {
    try (BufferFolder folder = BufferFolder.open(terminal.resolve(bufferFolder));
        CellClient client = open(target.cell(), settings.conf())) {
      BufferSender sender = new BufferSender(this, folder, client, report);
      if (deliver) return sender.deliverAlways();
      Batch batch = new Batch(folder, sender);
      messages.sendTo(batch::accept);
      batch.flush();
      if (!sender.deliverWithin(settings.conf().connectionSetUp())) startBackgroundSender(folder);
      return report.finish(java.util.Optional.empty());
    }
  }

  /** Gathers messages and makes them safe on the disk as soon as no more are at hand. */
  private final class Batch {
    private final BufferFolder folder;
    private final BufferSender sender;
    private final List<Outgoing> waiting = new ArrayList<>();

    Batch(BufferFolder folder, BufferSender sender) {
      this.folder = folder;
      this.sender = sender;
    }

    boolean accept(Outgoing message) {
      waiting.add(message);
      if (waiting.size() >= BufferFolder.BATCH_LIMIT || isPauseInInput()) flush();
      return true;
    }

    /** Standard input may stay silent for hours after this message. */
    private boolean isPauseInInput() {
      try {
        return !isBuilt()
            && (files.isEmpty() || files.contains(Inputs.STANDARD_INPUT))
            && terminal.in().available() == 0;
      } catch (IOException e) {
        return true; // it was closed: what is here must be safe
      }
    }

    void flush() {
      if (waiting.isEmpty()) return;
      folder.add(
          waiting.stream().map(Outgoing::command).toList(),
          terminal.time().wallClock().toEpochMilli(),
          terminal.random().nextLong());
      sender.expect(waiting);
      waiting.clear();
      sender.deliver();
    }
  }

  private void startBackgroundSender(BufferFolder folder) {
    if (folder.batches().isEmpty()) return;
    if (!folder.lock()) {
      complain("the sender that runs for " + folder.path() + " already will deliver it.");
      return;
    }
    folder.close();
    List<String> arguments = new ArrayList<>(List.of(name, "-q", "--deliver"));
    arguments.addAll(List.of("-j", folder.path().toString()));
    if (!cellName.isEmpty()) arguments.addAll(List.of("-n", cellName));
    if (!home.isEmpty()) arguments.addAll(List.of("-l", terminal.resolve(home).toString()));
    if (!configFile.isEmpty()) {
      arguments.addAll(List.of("-c", terminal.resolve(configFile).toString()));
    }
    for (String parameter : parameters) arguments.addAll(List.of("-p", parameter));
    Path log = folder.path().resolve("sender.log");
    try {
      long id = terminal.background().start(arguments, log);
      complain(
          "the cell cannot be reached now; what waits in "
              + folder.path()
              + " is delivered by process "
              + id
              + " as soon as it can ('"
              + name
              + " -k -j "
              + folder.path()
              + "' ends it, "
              + log
              + " is its log).");
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.BUFFER_SENDER,
          "cannot start the background sender",
          ClientConf.reason(e),
          "The messages are safe in " + folder.path() + "; the next call with -j delivers them.");
    }
  }

  private ExitCode stopBackgroundSender() throws InterruptedException {
    try (BufferFolder folder = BufferFolder.open(terminal.resolve(bufferFolder))) {
      folder.askToStop();
      long start = terminal.time().monotonicNanos();
      while (!folder.lock()) {
        if (terminal.time().monotonicNanos() - start > patience().toNanos()) {
          throw new CommandFailure(
              ExitCode.BUFFER_SENDER,
              "the background sender does not end",
              "it still holds " + folder.path().resolve("lock") + " after " + waitMillis + " ms",
              "End its process by hand; no message is lost by that.");
        }
        terminal.time().pause(Duration.ofMillis(50));
      }
      folder.forgetStop();
      return ExitCode.OK;
    }
  }

  private void checkUsage() {
    if (waitMillis < 1 || waitMillis > WAIT_LIMIT_MILLIS) {
      throw badUsage(
          "-w " + waitMillis + " is not possible", "Write 1 to " + WAIT_LIMIT_MILLIS + " ms.");
    }
    if ((stopSender || deliver) && bufferFolder.isEmpty()) {
      throw badUsage("-k needs the folder of the buffer", "Name it with -j.");
    }
    if (!className.isEmpty() && !modified.isEmpty()) {
      throw badUsage("-a and -u do not go together", "Send a new event, or change one.");
    }
    if (isBuilt() && !files.isEmpty()) {
      throw badUsage("files do not go with -a or -u", "Leave out '" + files.get(0) + "'.");
    }
    if (!isBuilt() && !(message.isEmpty() && severity.isEmpty() && slotTexts.isEmpty())) {
      throw badUsage("-m, -r and -b say what to put into -a or -u", "Add -a <class> or -u <id>.");
    }
    if (!modified.isEmpty() && !modified.matches("@.+|[0-9]{1,18}")) {
      throw badUsage(
          "'" + modified + "' is not an object", "Write its handle, as 219, or @ and its mc_ueid.");
    }
    if (eif && isBuilt()) throw badUsage("-e is about input", "Leave it out with -a and -u.");
  }

  private Map<String, RawValue> slots() {
    Map<String, RawValue> slots = new LinkedHashMap<>();
    for (String text : message) slots.put("msg", RawValue.text(text));
    for (String text : severity) slots.put("severity", RawValue.text(text));
    for (String text : slotTexts) {
      try {
        slots.putAll(SlotList.parse("-b", text));
      } catch (BarocException e) {
        throw new CommandFailure(
            ExitCode.SYNTAX,
            "the slots cannot be read",
            String.valueOf(e.getMessage()),
            "Write -b \"slot=value;slot='two words'\".");
      }
    }
    if (!modified.isEmpty() && slots.isEmpty()) {
      throw badUsage("-u changes nothing", "Say what with -b, -m or -r.");
    }
    return slots;
  }
}
