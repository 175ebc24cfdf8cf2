// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.twincell.client.Requests.Message;
import org.twincell.client.failover.FailoverPolicy;
import org.twincell.client.failover.FailoverSettings;
import org.twincell.client.soap.SoapGateways;
import org.twincell.imapi.types.IMMessageType;
import org.twincell.imapi.types.QueryMode;
import org.twincell.time.SystemTime;
import org.twincell.time.TimeSource;

/**
 * A client of one cell through a primary gateway and its backups.
 *
 * <pre>{@code
 * ClientSettings settings =
 *     ClientSettings.builder("http://system1:9080")
 *         .backup("http://system2:9080")
 *         .cell("Alphonse")
 *         .clientName("billing")
 *         .build();
 * try (ImpactClient client = ImpactClient.connect(settings)) {
 *   client.send(Event.of("EVENT").with("severity", "MAJOR").with("msg", "disk is 97% full"));
 *   EventBatch batch = client.fetchNew(100);
 *   for (Event event : batch) System.out.println(event.text("msg"));
 *   client.acknowledge(batch);
 * }
 * }</pre>
 *
 * <p>Every call blocks until it is done, at most for the patience of the settings. In that time it
 * tries again, on the other gateways too; no retry stores an event twice, because every event gets
 * its id here before it is sent first. What ends badly throws one of the three kinds of {@link
 * ImpactException}. Any thread may use a client, and one client serves a whole program. An
 * interrupted thread stops waiting, with its flag still set, and gets the exception for a call
 * whose patience is over.
 */
public final class ImpactClient implements AutoCloseable {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  /** A new object has an id of its own, by which the cell knows it. */
  private static final String NO_COMMAND_ID = "";

  private final ClientSettings settings;
  private final SoapGateways gateways;
  private final FailoverPolicy policy;
  private final GatewayCalls calls;
  private final Requests requests;
  private final EventIds ids;
  private final GatewayWatch watch;
  private final Acknowledger acknowledger;
  private final Optional<LocalSpool> spool;

  private ImpactClient(ClientSettings settings, TimeSource time) {
    SecureRandom random = new SecureRandom();
    this.settings = settings;
    this.gateways =
        new SoapGateways(settings.gateways(), settings.connectTimeOut(), settings.answerLimit());
    this.policy = new FailoverPolicy(failover(settings), random);
    this.calls = new GatewayCalls(gateways, policy, time);
    this.requests = new Requests(calls, settings);
    this.ids = new EventIds(random, time.wallClock());
    this.watch = new GatewayWatch(gateways, policy, time, settings.returnToPrimaryAfter());
    this.acknowledger = new Acknowledger(settings.parallelAcknowledgements());
    this.spool =
        settings
            .spoolFolder()
            .map(folder -> LocalSpool.open(folder, settings.spoolLimit(), this::deliver, time));
  }

  private static FailoverSettings failover(ClientSettings settings) {
    return new FailoverSettings(
        settings.gateways().size(),
        settings.patience(),
        settings.attemptTimeOut(),
        settings.returnToPrimaryAfter(),
        FIRST_PAUSE,
        LONGEST_PAUSE,
        settings.retryBurst(),
        settings.retriesPerSecond());
  }

  /**
   * A client with default settings for these gateways, of the only cell that they serve.
   *
   * @param primary a URL such as {@code http://system1:9080}
   * @throws IllegalArgumentException when one of them is not the URL of a gateway
   */
  public static ImpactClient connect(String primary, String... backups) {
    ClientSettings.Builder builder = ClientSettings.builder(primary);
    for (String backup : backups) builder.backup(backup);
    return connect(builder.build());
  }

  /**
   * A client with these settings. Only what is spooled is sent yet, and the gateways need not be
   * up.
   *
   * @throws java.io.UncheckedIOException when the spool folder cannot be used
   */
  public static ImpactClient connect(ClientSettings settings) {
    ImpactClient client = new ImpactClient(settings, SystemTime.SYSTEM);
    client.watch.start();
    client.spool.ifPresent(LocalSpool::start);
    return client;
  }

  /**
   * Sends a new event. An event without an id gets one; an event whose id the cell has already is
   * not stored again. With a spool folder this returns as soon as the event is safe on the local
   * disk, and the event is delivered in the background, in order.
   *
   * @throws OutcomeUnknownException carries the id to send again with
   */
  public SendReceipt send(Event event) {
    Event known = event.id().isEmpty() ? event.with(Event.ID, ids.next()) : event;
    if (spool.isPresent()) spool.get().add(known);
    else deliver(known);
    return new SendReceipt(known.id(), spool.isPresent());
  }

  private void deliver(Event event) {
    requests.send(
        new Message(
            IMMessageType.MSG_TYPE_NEW_EVENT,
            event.className(),
            event.slots(),
            NO_COMMAND_ID,
            event.id()));
  }

  /**
   * Waits until every spooled event is delivered or set aside.
   *
   * @return false when the time was over first; true at once without a spool folder
   */
  public boolean awaitDelivered(Duration atMost) {
    return spool.map(waiting -> waiting.awaitEmpty(atMost)).orElse(true);
  }

  /**
   * Writes slots of an existing event; a list slot is replaced as a whole. A retry of one {@code
   * modify} is carried out once; two calls about one slot leave the value of the later one.
   *
   * @param eventId the event's {@code mc_ueid}
   */
  public void modify(String eventId, Slots slots) {
    if (eventId.isBlank()) throw new IllegalArgumentException("the id of the event is empty");
    requests.send(
        new Message(
            IMMessageType.MSG_TYPE_MOD_EVENT,
            "EVENT",
            Slots.of(Event.ID, eventId).and(slots),
            ids.next(),
            eventId));
  }

  /** Stores a new data object and answers its id, which it gets here when it has none. */
  public String sendData(DataObject object) {
    DataObject known = object.id().isEmpty() ? object.with(DataObject.ID, ids.next()) : object;
    requests.send(
        new Message(
            IMMessageType.MSG_TYPE_NEW_DATA,
            known.className(),
            known.slots(),
            NO_COMMAND_ID,
            known.id()));
    return known.id();
  }

  /** Modifies the data object with the same id or key slots; stores it when there is none. */
  public String overwriteData(DataObject object) {
    return requests.send(
        new Message(
            IMMessageType.MSG_TYPE_OVERWRITE_DATA,
            object.className(),
            object.slots(),
            ids.next(),
            object.id()));
  }

  /**
   * Writes slots of an existing data object.
   *
   * @param handle its {@code data_handle} in the cell
   */
  public void modifyData(String className, long handle, Slots slots) {
    requests.send(
        new Message(
            IMMessageType.MSG_TYPE_MOD_DATA,
            className,
            Slots.NONE.with(DataObject.HANDLE, handle).and(slots),
            ids.next(),
            ""));
  }

  /**
   * Finds events.
   *
   * @param text a class, and a condition if wanted: {@code EVENT where [ severity: >= MAJOR ]};
   *     empty means all events
   * @throws RefusedException with code {@code QUERY_SYNTAX} naming line and column, or {@code
   *     CLASS_UNKNOWN}
   */
  public Query<Event> query(String text) {
    return new Query<>(requests, requests.queryEvents(text), settings.pageSize(), Beans::event);
  }

  /** Finds data objects; see {@link #query}. */
  public Query<DataObject> queryData(String text) {
    return new Query<>(requests, requests.queryData(text), settings.pageSize(), Beans::dataObject);
  }

  /** The event with this {@code mc_ueid}. */
  public Optional<Event> find(String eventId) {
    try (Query<Event> found =
        new Query<>(requests, requests.queryEventById(eventId), 1, Beans::event)) {
      return found.hasNext() ? Optional.of(found.next()) : Optional.empty();
    }
  }

  /**
   * Events of class EVENT and below that this client has not acknowledged, oldest first. The same
   * events come again until they are acknowledged.
   *
   * @param max how many at most
   * @throws IllegalStateException when the settings give this client no name
   */
  public EventBatch fetchNew(int max) {
    return fetchNew("EVENT", "", max);
  }

  /**
   * The same for one class with its subclasses, and with a further condition.
   *
   * @param condition for instance {@code severity: >= MAJOR}; may be empty
   */
  public EventBatch fetchNew(String className, String condition, int max) {
    if (max < 1) throw new IllegalArgumentException("max is below 1");
    String query = NewEvents.query(className, condition, clientName());
    List<Event> events = new ArrayList<>();
    try (Query<Event> found =
        new Query<>(
            requests,
            requests.queryEvents(query),
            Math.min(max, settings.pageSize()),
            Beans::event)) {
      while (events.size() < max && found.hasNext()) events.add(found.next());
    }
    return new EventBatch(events);
  }

  /**
   * Adds this client's name to the {@code client_ack} of every event of the batch, several at a
   * time. May be repeated without harm, and by several clients at the same time.
   *
   * @throws ImpactException when some could not be acknowledged: these come again with {@code
   *     fetchNew}; the others are done
   */
  public void acknowledge(EventBatch batch) {
    String name = clientName();
    acknowledger.forEach(
        batch.events(), event -> modify(event.id(), NewEvents.acknowledgement(event, name)));
  }

  private String clientName() {
    if (settings.clientName().isEmpty())
      throw new IllegalStateException(
          "the client has no name; give it one with ClientSettings.Builder.clientName, and keep it");
    return settings.clientName();
  }

  /** The directory of the gateway. */
  public List<CellEntry> cellInfo() {
    return requests.cellInfo();
  }

  /** The event classes of the cell. */
  public List<ClassDefinition> classes() {
    return Classes.of(requests.classes(QueryMode.BMCII_EVENT_CLASSES, ""));
  }

  /** The data classes of the cell. */
  public List<ClassDefinition> dataClasses() {
    return Classes.of(requests.classes(QueryMode.BMCII_DATA_CLASSES, ""));
  }

  /** How the client is doing now. */
  public ClientStatus status() {
    int current = policy.current();
    return new ClientStatus(
        gateways.address(current),
        current == 0,
        calls.succeeded(),
        calls.retries(),
        policy.switches(),
        spool.map(LocalSpool::waiting).orElse(0L),
        spool.map(LocalSpool::refusals).orElse(0L));
  }

  /**
   * Ends the client's threads, within some seconds. What is still spooled stays on the disk for the
   * next client with this folder.
   */
  @Override
  public void close() {
    spool.ifPresent(LocalSpool::close);
    acknowledger.close();
    watch.close();
    gateways.close();
  }
}
