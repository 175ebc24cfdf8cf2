// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.twincell.client.GatewayCalls.Subject;
import org.twincell.client.soap.SoapGateways;
import org.twincell.imapi.ExecutionFaultException;
import org.twincell.imapi.ImpactManager;
import org.twincell.imapi.basic.ArrayOfNameValue;
import org.twincell.imapi.basic.TableOfNameValue;
import org.twincell.imapi.elems.Connect;
import org.twincell.imapi.elems.EndQuery;
import org.twincell.imapi.elems.GetCellInfo;
import org.twincell.imapi.elems.QueryClassDefinitions;
import org.twincell.imapi.elems.QueryData;
import org.twincell.imapi.elems.QueryEventByID;
import org.twincell.imapi.elems.QueryEvents;
import org.twincell.imapi.elems.QueryResultHandleOutput;
import org.twincell.imapi.elems.RetrieveQueryResults;
import org.twincell.imapi.elems.SendEvent;
import org.twincell.imapi.types.ArrayOfCellInfo;
import org.twincell.imapi.types.CellInfo;
import org.twincell.imapi.types.ClassDefInfo;
import org.twincell.imapi.types.IMBufferType;
import org.twincell.imapi.types.IMMessageType;
import org.twincell.imapi.types.QueryMode;

/** The operations of the contract that the client uses, one method each. Any thread may use it. */
final class Requests {
  private static final String CONNECTION_UNKNOWN = "CONNECTION_UNKNOWN";

  private final GatewayCalls calls;
  private final ClientSettings settings;
  private final AtomicLong connection = new AtomicLong();
  private volatile String cell;

  Requests(GatewayCalls calls, ClientSettings settings) {
    this.calls = calls;
    this.settings = settings;
    this.cell = settings.cell();
  }

  /** What is sent, and as what. */
  record Message(
      IMMessageType type, String className, Slots slots, String commandId, String objectId) {}

  /** The answer of the cell: mostly the id of the object. */
  String send(Message message) {
    String cellName = cell();
    SendEvent request = new SendEvent();
    request.setMessage(Beans.message(message.className(), message.slots()));
    request.setMessageClass(message.className());
    request.setMessageType(message.type());
    String answer =
        calls.call(
            new Subject("SendEvent", message.commandId(), message.objectId()),
            (service, timeOut) -> {
              request.setTimeout(timeOut);
              return send(service, request, cellName);
            });
    return answer == null ? "" : answer;
  }

  /** A gateway that does not know the connection is connected to once more within the same try. */
  private String send(ImpactManager service, SendEvent request, String cellName)
      throws ExecutionFaultException {
    long used = connection(service, cellName);
    try {
      request.setConnection(used);
      return service.sendEvent(request).getResponse();
    } catch (ExecutionFaultException e) {
      if (!SoapGateways.faultCode(e).equals(CONNECTION_UNKNOWN)) throw e;
      connection.compareAndSet(used, 0);
      request.setConnection(connection(service, cellName));
      return service.sendEvent(request).getResponse();
    }
  }

  /** Any gateway takes the id, so one is enough. */
  private long connection(ImpactManager service, String cellName) throws ExecutionFaultException {
    long known = connection.get();
    if (known != 0) return known;
    Connect request = new Connect();
    request.setUserName(settings.userName());
    request.setPassword("");
    request.setImname(cellName);
    request.setBufferType(IMBufferType.BMCII_BUFFER_MODE_DEFAULT);
    long made = service.connect(request).getConnectionId();
    connection.set(made);
    return made;
  }

  /** The configured cell, or the only one that the gateway lists. */
  String cell() {
    String known = cell;
    if (!known.isEmpty()) return known;
    List<String> names =
        cellInfo().stream().filter(CellEntry::isCell).map(CellEntry::name).toList();
    if (names.size() != 1)
      throw new RefusedException(
          "CELL_UNKNOWN",
          "the gateway lists the cells " + names + "; name one with ClientSettings.Builder.cell",
          null);
    cell = names.get(0);
    return cell;
  }

  QueryResultHandleOutput queryEvents(String text) {
    QueryEvents request = new QueryEvents();
    request.setQuery(text);
    request.setImname(cell());
    return calls.call(
        Subject.read("QueryEvents"), (service, timeOut) -> service.queryEvents(request));
  }

  QueryResultHandleOutput queryData(String text) {
    QueryData request = new QueryData();
    request.setQuery(text);
    request.setImname(cell());
    return calls.call(Subject.read("QueryData"), (service, timeOut) -> service.queryData(request));
  }

  QueryResultHandleOutput queryEventById(String id) {
    QueryEventByID request = new QueryEventByID();
    request.setEventId(id);
    request.setImname(cell());
    return calls.call(
        Subject.read("QueryEventByID"), (service, timeOut) -> service.queryEventByID(request));
  }

  List<ArrayOfNameValue> rows(String handle, long startIndex, int atMost) {
    RetrieveQueryResults request = new RetrieveQueryResults();
    request.setRetrieveResultHandle(handle);
    request.setStartIndex(startIndex);
    request.setNumOfEvents(atMost);
    TableOfNameValue table =
        calls.call(
            Subject.read("RetrieveQueryResults"),
            (service, timeOut) -> {
              request.setTimeout(timeOut);
              return service.retrieveQueryResults(request).getResults();
            });
    return table == null ? List.of() : table.getNameValueArrayElement();
  }

  /** A gateway that is not told lets the query go by itself, so this is tried once. */
  void endQuery(String handle) {
    EndQuery request = new EndQuery();
    request.setResultHandle(handle);
    calls.attempt(Subject.read("EndQuery"), (service, timeOut) -> service.endQuery(request));
  }

  List<CellEntry> cellInfo() {
    ArrayOfCellInfo answer =
        calls.call(
            Subject.read("GetCellInfo"),
            (service, timeOut) -> service.getCellInfo(new GetCellInfo()).getCellInfoArray());
    return answer == null
        ? List.of()
        : answer.getCellInfoElement().stream().map(Requests::entry).toList();
  }

  private static CellEntry entry(CellInfo info) {
    return new CellEntry(
        info.getCellName(), info.getCellType(), info.getCellHostname(), info.getPort());
  }

  /** Event classes or data classes, with their parents as indexes into the list. */
  List<ClassDefInfo> classes(QueryMode mode, String baseClass) {
    QueryClassDefinitions request = new QueryClassDefinitions();
    request.setImname(cell());
    request.setQueryMode(mode);
    request.setBaseClass(baseClass);
    request.setClassName("");
    var answer =
        calls.call(
            Subject.read("QueryClassDefinitions"),
            (service, timeOut) -> service.queryClassDefinitions(request).getClassDefs());
    return answer == null ? List.of() : answer.getItems();
  }
}
