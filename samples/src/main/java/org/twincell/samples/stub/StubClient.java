// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.samples.stub;

import com.bmc.blueprint.basictypes.ArrayOfNameValue;
import com.bmc.blueprint.basictypes.DataType;
import com.bmc.blueprint.basictypes.NameValue;
import com.bmc.blueprint.basictypes.TableOfNameValue;
import com.bmc.blueprint.basictypes.Value;
import com.bmc.blueprint.event.Event;
import com.bmc.blueprint.imapitypes.IMBufferType;
import com.bmc.blueprint.imapitypes.IMMessageType;
import com.bmc.imapi._2010._01.ExecutionFault;
import com.bmc.imapi._2010._01.ImpactManager;
import com.bmc.imapi._2010._01.ImpactManager_Service;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Holder;
import jakarta.xml.ws.WebServiceException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Sends an event and reads events back, on generated stubs alone: Connect, SendEvent, QueryEvents,
 * RetrieveQueryResults page by page, EndQuery, Disconnect.
 *
 * <pre>{@code
 * samples/run stub-client http://system1:9080/imws/services/ImpactManager Alphonse
 * samples/run stub-client URL CELL 'EVENT where [ severity: >= MAJOR ]' BACKUP-URL
 * }</pre>
 *
 * <p>High availability as the original's users have it: when the primary fails, the program goes to
 * the backup with the connection id and the result handle that the primary gave it.
 */
public final class StubClient {
  private static final int TIME_OUT_MILLIS = 10_000;
  private static final int PAGE = 100;

  private final ImpactManager service;
  private final List<String> urls;
  private int current;

  /** Reads the WSDL from the first gateway that has it. */
  StubClient(List<String> urls) {
    this.urls = List.copyOf(urls);
    this.service = serviceOfFirst();
    use(current);
  }

  private ImpactManager serviceOfFirst() {
    WebServiceException last = new WebServiceException("no gateway is given");
    for (String url : urls) {
      try {
        return new ImpactManager_Service(wsdl(url)).getImpactManager();
      } catch (WebServiceException e) {
        last = e;
      }
    }
    throw last;
  }

  private static URL wsdl(String url) {
    try {
      return URI.create(url + "?wsdl").toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(url + " is not a URL", e);
    }
  }

  private void use(int number) {
    current = number;
    Map<String, Object> properties = ((BindingProvider) service).getRequestContext();
    properties.put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, urls.get(number));
    properties.put("com.sun.xml.ws.connect.timeout", 2_000);
    properties.put("com.sun.xml.ws.request.timeout", TIME_OUT_MILLIS);
  }

  /** A call that throws what the stubs throw. */
  @FunctionalInterface
  interface Call<T> {
    T on(ImpactManager service) throws ExecutionFault;
  }

  /** A call without an answer of its own. */
  @FunctionalInterface
  interface Act {
    void on(ImpactManager service) throws ExecutionFault;
  }

  private void act(Act act) throws ExecutionFault {
    call(
        s -> {
          act.on(s);
          return "";
        });
  }

  /** Tries the gateway in use, then each other one once. A fault is an answer: it is thrown. */
  <T> T call(Call<T> call) throws ExecutionFault {
    for (int tries = 1; ; tries++) {
      try {
        return call.on(service);
      } catch (WebServiceException e) {
        if (tries == urls.size()) throw e;
        use((current + 1) % urls.size());
      }
    }
  }

  /** Sends an event with an id of our own, so that trying again cannot store it twice. */
  String send(String cell, String id, String text) throws ExecutionFault {
    long connection = call(s -> s.connect("", "", cell, IMBufferType.BMCII_BUFFER_MODE_DEFAULT));
    Event event = new Event();
    event.setSubject("sample");
    event.getNameValueElement().add(slot("mc_ueid", id));
    event.getNameValueElement().add(slot("severity", "INFO"));
    event.getNameValueElement().add(slot("msg", text));
    String answer =
        call(
            s ->
                s.sendEvent(
                    connection, event, TIME_OUT_MILLIS, "EVENT", IMMessageType.MSG_TYPE_NEW_EVENT));
    act(s -> s.disconnect(connection, false));
    return answer;
  }

  private static NameValue slot(String name, String text) {
    Value value = new Value();
    value.setStringValue(text);
    NameValue slot = new NameValue();
    slot.setName(name);
    slot.setValue(value);
    slot.setValueType(DataType.STRING);
    return slot;
  }

  /** Prints id and message of every event that the query finds; answers how many. */
  long print(String cell, String query, Appendable out) throws ExecutionFault, IOException {
    Holder<String> handle = new Holder<>();
    Holder<Long> count = new Holder<>();
    act(s -> s.queryEvents(query, cell, handle, count));
    long printed = 0;
    while (printed < count.value) {
      TableOfNameValue page = page(handle.value, printed + 1);
      if (page.getNameValueArrayElement().isEmpty()) break;
      for (ArrayOfNameValue row : page.getNameValueArrayElement())
        out.append(text(row, "mc_ueid") + "  " + text(row, "msg") + "\n");
      printed += page.getNameValueArrayElement().size();
    }
    act(s -> s.endQuery(handle.value));
    return printed;
  }

  private TableOfNameValue page(String handle, long firstRow) throws ExecutionFault {
    Holder<TableOfNameValue> rows = new Holder<>();
    act(
        s -> {
          Holder<Integer> wanted = new Holder<>(PAGE);
          s.retrieveQueryResults(handle, firstRow, TIME_OUT_MILLIS, wanted, rows);
        });
    return rows.value;
  }

  private static String text(ArrayOfNameValue row, String slot) {
    for (NameValue pair : row.getNameValueElement())
      if (pair.getName().equals(slot)) return String.valueOf(pair.getValue().getStringValue());
    return "";
  }

  /** Returns the exit code: 0, 1 for a wrong command line, 2 when refused, 3 without an answer. */
  public static int run(List<String> arguments, PrintStream out, PrintStream err)
      throws IOException {
    if (arguments.size() < 2) {
      err.println("usage: stub-client URL CELL [QUERY [BACKUP-URL]]");
      return 1;
    }
    String cell = arguments.get(1);
    String query = arguments.size() > 2 ? arguments.get(2) : "EVENT";
    List<String> urls = new ArrayList<>(arguments.subList(0, 1));
    if (arguments.size() > 3) urls.add(arguments.get(3));
    try {
      StubClient client = new StubClient(urls);
      out.println(
          "sent " + client.send(cell, "stub." + UUID.randomUUID(), "a word from the stubs"));
      out.println(client.print(cell, query, out) + " events");
      return 0;
    } catch (ExecutionFault fault) {
      err.println("refused: " + fault.getFaultInfo().getIMFailure());
      return 2;
    } catch (WebServiceException e) {
      err.println("no gateway answers: " + e.getMessage());
      return 3;
    }
  }

  public static void main(String[] arguments) throws IOException {
    System.exit(run(List.of(arguments), System.out, System.err));
  }
}
