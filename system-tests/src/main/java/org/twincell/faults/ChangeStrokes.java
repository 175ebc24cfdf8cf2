// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import org.twincell.faults.site.Party;
import org.twincell.faults.site.Site;
import org.twincell.harness.SoapEnvelopes;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.ObjectKind;

/** What operators change in flight, and gateways that die in the middle of a call. */
final class ChangeStrokes {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration SEEN_WITHIN = Duration.ofSeconds(30);

  /** Gateways look at the file more often than this. */
  private static final Duration LOOKED_AT_WITHIN = Duration.ofSeconds(5);

  private static final int SOCKET_MILLIS = 5000;
  private static final int SMALL_BUFFER_BYTES = 4096;
  private static final int MANY_ROWS = 5000;
  private static final String PATH = "/imws/services/ImpactManager";

  /** The place of a call at which the gateway dies. */
  enum Phase {
    IN_THE_REQUEST,
    AFTER_THE_REQUEST
  }

  private ChangeStrokes() {}

  /**
   * The directory gets another cell, then a mistake, then is as before. Gateways have to take the
   * good file, and to keep it when the bad one comes.
   */
  static Effect editDirectory(Scene scene) throws IOException, InterruptedException {
    CellUnderTest cell = scene.cell();
    String other = "Cell" + Math.floorMod(scene.blow().dice(), 10_000);
    String good =
        cell.directoryText() + "cell " + other + " another-key-of-some-length 192.0.2.9:1828\n";
    try {
      replace(cell.directoryFile(), good);
      boolean seen = scene.within(SEEN_WITHIN, () -> everyGatewayKnowsBoth(cell));
      boolean taken = everyMember(scene, ChangeStrokes::isTaken);
      replace(
          cell.directoryFile(), good + "cell " + other + " a line that says too much : 99999 x\n");
      boolean refused = everyMember(scene, lines -> !isTaken(lines));
      scene.hold(LOOKED_AT_WITHIN);
      boolean kept = scene.comesTrue(SEEN_WITHIN, () -> everyGatewayKnowsBoth(cell));
      return keptOrNot("cell " + other, seen && taken, refused, kept);
    } finally {
      replace(cell.directoryFile(), cell.directoryText());
    }
  }

  /** Who has taken a good directory stays with it whatever mistake comes after. */
  static Effect keptOrNot(String added, boolean taken, boolean refused, boolean kept) {
    Effect effect = new Effect(taken, added + " added in flight, a mistake after it");
    if (!taken) return effect;
    return effect
        .must(refused, "a member takes a directory file with a mistake without a word")
        .must(kept, "a gateway drops the good directory for one with a mistake");
  }

  /** Lets the members read the file, and looks at what each of them says. */
  private static boolean everyMember(Scene scene, Predicate<List<String>> saysSo) {
    return scene.cell().members().stream()
        .allMatch(m -> saysSo.test(scene.control(m, "reload", "dir")));
  }

  private static boolean isTaken(List<String> lines) {
    return lines.stream().anyMatch(line -> line.matches("dir: \\d+ entries"));
  }

  private static void replace(Path file, String text) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(draft, text, StandardCharsets.UTF_8);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static boolean everyGatewayKnowsBoth(CellUnderTest cell) {
    return Party.GATEWAYS.stream().allMatch(g -> health(cell, g).contains("of 2 cells"));
  }

  private static String health(CellUnderTest cell, Party gateway) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create(cell.url(gateway) + "/health/ready").toURL().openConnection();
      connection.setConnectTimeout(SOCKET_MILLIS);
      connection.setReadTimeout(SOCKET_MILLIS);
      try {
        return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      } finally {
        connection.disconnect();
      }
    } catch (IOException notNow) {
      return "";
    }
  }

  /** The cell gets one more class while events come in. */
  static Effect defineClasses(Scene scene) throws InterruptedException {
    CellClient client = scene.client();
    String name = "FAULTS_" + Math.floorMod(scene.blow().dice(), 1_000_000);
    List<CellCommand.ClassFile> files = new ArrayList<>(ownFiles(client));
    files.removeIf(file -> file.name().startsWith("faults"));
    files.add(
        new CellCommand.ClassFile(
            "faults.baroc",
            "MC_EV_CLASS : "
                + name
                + " ISA EVENT DEFINES { faults_note : STRING, default='none'; };\nEND\n"));
    try {
      var unused =
          client
              .submit(
                  new CellCommand.DefineClasses(
                      new CellCommand.Origin("classes-" + name, "faults", ""), files),
                  PATIENCE)
              .join();
    } catch (CompletionException e) {
      return Effect.none("classes were refused: " + e.getCause());
    }
    boolean known =
        scene.within(SEEN_WITHIN, () -> client.classes(PATIENCE).find(name).isPresent());
    scene.hold();
    return new Effect(known, "class " + name + " defined in flight");
  }

  /** The class files that are not shipped with the product. */
  private static List<CellCommand.ClassFile> ownFiles(CellClient client) {
    return client.classFiles(PATIENCE).stream()
        .filter(file -> file.name().startsWith("faults"))
        .toList();
  }

  /** A gateway dies at some place of a call; the call is made again through the other one. */
  static Stroke killGateway(Phase phase) {
    return scene -> {
      Party victim = scene.anyGateway();
      Party other = victim == Party.GATEWAY1 ? Party.GATEWAY2 : Party.GATEWAY1;
      String id = "gateway-" + Math.floorMod(scene.blow().dice(), 1_000_000_000);
      String connection =
          SoapEnvelopes.element(
              post(scene, victim, SoapEnvelopes.connect(CellUnderTest.CELL)), "connectionId");
      String envelope = sendEvent(connection, id);
      boolean answered = hurtCall(scene, victim, envelope, phase);
      scene.hold();
      String again = post(scene, other, envelope);
      scene.cell().start(victim);
      long stored = count(scene.client(), id);
      if (stored != 1) {
        throw new IllegalStateException(
            "event " + id + " is there " + stored + " times after a gateway died " + phase);
      }
      return new Effect(
          !answered && !again.isEmpty(),
          victim.word() + " killed " + phase + ", the event is there once");
    };
  }

  /**
   * A gateway dies while it sends a large answer. It counts when less came than the gateway had
   * announced; the other gateway has to give the whole answer to the same handle.
   */
  static Effect killGatewayInAnswer(Scene scene) throws IOException, InterruptedException {
    Party victim = scene.anyGateway();
    Party other = victim == Party.GATEWAY1 ? Party.GATEWAY2 : Party.GATEWAY1;
    String opened = post(scene, victim, SoapEnvelopes.queryEvents("EVENT", CellUnderTest.CELL));
    String handle = SoapEnvelopes.element(opened, "resultHandle");
    String envelope = SoapEnvelopes.retrieve(handle, 1, MANY_ROWS);
    HttpAnswer cut;
    try (Socket socket = new Socket()) {
      // The less waits on the way, the more is still with the gateway when it dies.
      socket.setReceiveBufferSize(SMALL_BUFFER_BYTES);
      socket.connect(
          new InetSocketAddress(scene.site().host(victim), Site.GATEWAY_PORT), SOCKET_MILLIS);
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write(request(envelope));
      cut = HttpAnswer.read(socket.getInputStream(), () -> scene.cell().program(victim).kill());
    } finally {
      scene.cell().program(victim).kill();
    }
    scene.hold();
    String again = post(scene, other, envelope);
    scene.cell().start(victim);
    return new Effect(
            cut.isCut(), victim.word() + " killed in its answer, of which came " + cut.describe())
        .must(
            again.contains("num_of_events"),
            "the other gateway does not answer a handle of " + victim.word() + ": " + again);
  }

  private static String sendEvent(String connection, String id) {
    return SoapEnvelopes.sendEvent(connection, 1)
        .replace(
            "<btypes:NameValue_element><btypes:name>mc_host<",
            "<btypes:NameValue_element><btypes:name>mc_ueid</btypes:name><btypes:value><btypes:string_value>"
                + id
                + "</btypes:string_value></btypes:value><btypes:value_type>STRING</btypes:value_type></btypes:NameValue_element><btypes:NameValue_element><btypes:name>mc_host<");
  }

  private static long count(CellClient client, String id) {
    return client
        .openQuery(ObjectKind.EVENT, "EVENT where [ mc_ueid: == '" + id + "' ]", PATIENCE)
        .count();
  }

  /**
   * Makes the call and kills the gateway in the phase; whether a whole answer came all the same.
   */
  private static boolean hurtCall(Scene scene, Party victim, String envelope, Phase phase)
      throws IOException, InterruptedException {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(scene.site().host(victim), Site.GATEWAY_PORT), SOCKET_MILLIS);
      socket.setSoTimeout(SOCKET_MILLIS);
      byte[] request = request(envelope);
      int sent = phase == Phase.IN_THE_REQUEST ? request.length / 2 : request.length;
      socket.getOutputStream().write(request, 0, sent);
      socket.getOutputStream().flush();
      scene.cell().program(victim).kill();
      return socket.getInputStream().read() >= 0;
    } catch (IOException cut) {
      scene.cell().program(victim).kill();
      return false;
    }
  }

  private static byte[] request(String envelope) {
    byte[] body = envelope.getBytes(StandardCharsets.UTF_8);
    String head =
        "POST "
            + PATH
            + " HTTP/1.1\r\n"
            + "Host: gateway\r\n"
            + "Content-Type: text/xml; charset=utf-8\r\n"
            + "SOAPAction: \"\"\r\n"
            + "Connection: close\r\n"
            + "Content-Length: "
            + body.length
            + "\r\n\r\n";
    byte[] begin = head.getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[begin.length + body.length];
    System.arraycopy(begin, 0, all, 0, begin.length);
    System.arraycopy(body, 0, all, begin.length, body.length);
    return all;
  }

  private static String post(Scene scene, Party gateway, String envelope) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(scene.site().host(gateway), Site.GATEWAY_PORT), SOCKET_MILLIS);
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write(request(envelope));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!answer.startsWith("HTTP/1.1 200")) {
        throw new IOException(gateway.word() + " answered " + answer);
      }
      return answer;
    }
  }

  /**
   * One member after the other, then the gateways, get the programs of this build. A run of this
   * kind alone begins on the previous build; in others everyone goes back to that first.
   */
  static Effect rollingUpgrade(Scene scene) throws IOException, InterruptedException {
    Optional<Path> previous = CellUnderTest.previousLauncher();
    if (previous.isEmpty()) return Effect.none("there is no previous build in run/previous");
    // The duty moves once: the active member comes last.
    List<Party> order = new ArrayList<>(List.of(scene.standby(), scene.active()));
    if (!scene.cell().isPair()) order.add(1, Party.WITNESS);
    order.addAll(Party.GATEWAYS);
    Effect down = Effect.none("runs the previous build");
    if (!order.stream().allMatch(party -> isOf(scene, party, previous.get()))) {
      down = ProcessStrokes.ended(down, order, restart(scene, order, previous.get()));
    }
    boolean ran = order.stream().allMatch(party -> isOf(scene, party, previous.get()));
    boolean moves = scene.loadMoves(100, PATIENCE);
    scene.hold();
    Map<Party, Integer> codes = restart(scene, order, CellUnderTest.launcher());
    boolean back = order.stream().allMatch(party -> isOf(scene, party, CellUnderTest.launcher()));
    Effect up = new Effect(ran && moves && back, "every process ran the previous build, then this");
    return ProcessStrokes.ended(up, order, codes)
        .must(down.broken().isEmpty(), String.join(", ", down.broken()));
  }

  private static Map<Party, Integer> restart(Scene scene, List<Party> order, Path launcher)
      throws IOException, InterruptedException {
    Map<Party, Integer> codes = new EnumMap<>(Party.class);
    for (Party party : order) restartWith(scene, party, launcher, codes);
    return codes;
  }

  /** Whether the process of a party runs the programs beside this launcher. */
  private static boolean isOf(Scene scene, Party party, Path launcher) {
    Path programs = launcher.toAbsolutePath().resolveSibling("run");
    try {
      long pid = scene.cell().program(party).pid();
      return Files.readString(Path.of("/proc/" + pid + "/cmdline"))
          .contains(programs + "/programs");
    } catch (IOException ended) {
      return false;
    }
  }

  private static void restartWith(
      Scene scene, Party party, Path launcher, Map<Party, Integer> codes)
      throws IOException, InterruptedException {
    codes.putAll(ProcessStrokes.end(scene, List.of(party)));
    scene.cell().useLauncher(party, launcher);
    scene.cell().start(party);
    scene.await(
        party.word() + " is back",
        () ->
            party.isMember()
                ? scene.watch().isReachable(party) && scene.watch().active().isPresent()
                : scene.cell().isReady(party));
  }
}
