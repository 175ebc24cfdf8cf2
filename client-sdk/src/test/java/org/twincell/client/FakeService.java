// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client;

import jakarta.jws.WebService;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.twincell.imapi.ExecutionFaultException;
import org.twincell.imapi.ImpactManager;
import org.twincell.imapi.basic.ArrayOfNameValue;
import org.twincell.imapi.basic.NameValue;
import org.twincell.imapi.basic.TableOfNameValue;
import org.twincell.imapi.basic.Value;
import org.twincell.imapi.elems.AckEvents;
import org.twincell.imapi.elems.Connect;
import org.twincell.imapi.elems.ConnectOutput;
import org.twincell.imapi.elems.Disconnect;
import org.twincell.imapi.elems.EndQuery;
import org.twincell.imapi.elems.ExecutionFault;
import org.twincell.imapi.elems.GetCellInfo;
import org.twincell.imapi.elems.GetCellInfoOutput;
import org.twincell.imapi.elems.GetEvents;
import org.twincell.imapi.elems.GetEventsOutput;
import org.twincell.imapi.elems.GetFilterNames;
import org.twincell.imapi.elems.GetFilterNamesOutput;
import org.twincell.imapi.elems.GetQueryResultCount;
import org.twincell.imapi.elems.GetQueryResultCountOutput;
import org.twincell.imapi.elems.NoValueOutput;
import org.twincell.imapi.elems.QueryClassDefinitions;
import org.twincell.imapi.elems.QueryClassDefinitionsOutput;
import org.twincell.imapi.elems.QueryComponent;
import org.twincell.imapi.elems.QueryComponentEvents;
import org.twincell.imapi.elems.QueryComponentStatus;
import org.twincell.imapi.elems.QueryComponentsByCondition;
import org.twincell.imapi.elems.QueryComponentsByStatus;
import org.twincell.imapi.elems.QueryData;
import org.twincell.imapi.elems.QueryEventByID;
import org.twincell.imapi.elems.QueryEvents;
import org.twincell.imapi.elems.QueryEventsByDate;
import org.twincell.imapi.elems.QueryModelImpact;
import org.twincell.imapi.elems.QueryModelPossibleRootCauses;
import org.twincell.imapi.elems.QueryResultHandleOutput;
import org.twincell.imapi.elems.RegisterStateChange;
import org.twincell.imapi.elems.RegisterStateChangeOutput;
import org.twincell.imapi.elems.RetrieveQueryResults;
import org.twincell.imapi.elems.RetrieveQueryResultsOutput;
import org.twincell.imapi.elems.SendEvent;
import org.twincell.imapi.elems.SendEventOutput;
import org.twincell.imapi.elems.SetMaintenanceMode;
import org.twincell.imapi.elems.SetMaintenanceModeOutput;
import org.twincell.imapi.elems.SetManualStatus;
import org.twincell.imapi.elems.SetManualStatusOutput;
import org.twincell.imapi.elems.Subscribe;
import org.twincell.imapi.elems.UnregisterStateChange;
import org.twincell.imapi.elems.UnregisterStateChangeOutput;
import org.twincell.imapi.elems.Unsubscribe;
import org.twincell.imapi.types.ArrayOfCellInfo;
import org.twincell.imapi.types.ArrayOfClassDefInfo;
import org.twincell.imapi.types.ArrayOfSlotDefInfo;
import org.twincell.imapi.types.CellInfo;
import org.twincell.imapi.types.ClassDefInfo;
import org.twincell.imapi.types.IMMessageType;
import org.twincell.imapi.types.SlotDefInfo;

/** The operations that the client uses, on a {@link FakeCell}; the others refuse. */
@WebService(
    endpointInterface = "org.twincell.imapi.ImpactManager",
    serviceName = "ImpactManager",
    portName = "ImpactManager",
    targetNamespace = "http://imapi.bmc.com/2010/01")
public class FakeService implements ImpactManager {
  private static final long CONNECTION = 4711;

  private final FakeCell cell;
  private final ThreadLocal<String> commandId = ThreadLocal.withInitial(() -> "");
  private final AtomicReference<String> fault = new AtomicReference<>("");
  private volatile long validConnection = CONNECTION;
  private volatile String lastFault = "";

  FakeService(FakeCell cell) {
    this.cell = cell;
  }

  void commandId(String id) {
    commandId.set(id);
  }

  /** The next SendEvent or query answers a fault with this text. */
  public void failNext(String text) {
    fault.set(text);
  }

  /** Every SendEvent and query answers it, until the text is empty. */
  void failAlways(String text) {
    lastFault = text;
  }

  /** Connection ids given out so far are not known any more. */
  void forgetConnections() {
    validConnection++;
  }

  private void mayFail() throws ExecutionFaultException {
    String text = fault.getAndSet("");
    if (!text.isEmpty()) throw failure(text);
    if (!lastFault.isEmpty()) throw failure(lastFault);
  }

  private static ExecutionFaultException failure(String text) {
    ExecutionFault detail = new ExecutionFault();
    detail.setIMFailure(text);
    return new ExecutionFaultException(text, detail);
  }

  @Override
  public ConnectOutput connect(Connect request) throws ExecutionFaultException {
    ConnectOutput answer = new ConnectOutput();
    answer.setConnectionId(validConnection);
    return answer;
  }

  @Override
  public SendEventOutput sendEvent(SendEvent request) throws ExecutionFaultException {
    mayFail();
    if (request.getConnection() != validConnection)
      throw failure("CONNECTION_UNKNOWN: no such connection. Connect again.");
    SendEventOutput answer = new SendEventOutput();
    answer.setResponse(carryOut(request));
    return answer;
  }

  private String carryOut(SendEvent request) throws ExecutionFaultException {
    ArrayOfNameValue row = new ArrayOfNameValue();
    row.getNameValueElement().addAll(request.getMessage().getNameValueElement());
    Slots slots = Beans.event(row).slots();
    IMMessageType type = request.getMessageType();
    if (type == IMMessageType.MSG_TYPE_NEW_EVENT)
      return cell.store(new Event(request.getMessageClass(), slots));
    if (type == IMMessageType.MSG_TYPE_MOD_EVENT) {
      if (!cell.modify(commandId.get(), slots))
        throw failure("OBJECT_UNKNOWN: there is no event " + slots.text(Event.ID) + ".");
      return slots.text(Event.ID);
    }
    return cell.storeData(new DataObject(request.getMessageClass(), slots));
  }

  @Override
  public QueryResultHandleOutput queryEvents(QueryEvents request) throws ExecutionFaultException {
    mayFail();
    return opened(cell.open(request.getQuery()));
  }

  @Override
  public QueryResultHandleOutput queryEventByID(QueryEventByID request) {
    String handle = cell.open("");
    boolean known = cell.rows(handle).stream().anyMatch(e -> e.id().equals(request.getEventId()));
    QueryResultHandleOutput answer = opened(handle);
    answer.setResultCount(known ? 1 : 0);
    return answer;
  }

  private QueryResultHandleOutput opened(String handle) {
    QueryResultHandleOutput answer = new QueryResultHandleOutput();
    answer.setResultHandle(handle);
    answer.setResultCount(cell.rows(handle).size());
    return answer;
  }

  @Override
  public RetrieveQueryResultsOutput retrieveQueryResults(RetrieveQueryResults request)
      throws ExecutionFaultException {
    if (!cell.knows(request.getRetrieveResultHandle()))
      throw failure("HANDLE_UNKNOWN: the query is not known. Make it again.");
    List<Event> rows = cell.rows(request.getRetrieveResultHandle());
    int from = (int) Math.min(rows.size(), request.getStartIndex() - 1);
    int to = Math.min(rows.size(), from + request.getNumOfEvents());
    TableOfNameValue table = new TableOfNameValue();
    for (Event event : rows.subList(from, to)) table.getNameValueArrayElement().add(row(event));
    RetrieveQueryResultsOutput answer = new RetrieveQueryResultsOutput();
    answer.setResults(table);
    answer.setNumOfEvents(to - from);
    return answer;
  }

  private static ArrayOfNameValue row(Event event) {
    ArrayOfNameValue row = new ArrayOfNameValue();
    NameValue name = new NameValue();
    name.setName("CLASS");
    Value value = new Value();
    value.setStringValue(event.className());
    name.setValue(value);
    row.getNameValueElement().add(name);
    row.getNameValueElement()
        .addAll(Beans.message(event.className(), event.slots()).getNameValueElement());
    return row;
  }

  @Override
  public NoValueOutput endQuery(EndQuery request) {
    cell.end(request.getResultHandle());
    return new NoValueOutput();
  }

  @Override
  public GetCellInfoOutput getCellInfo(GetCellInfo request) {
    ArrayOfCellInfo array = new ArrayOfCellInfo();
    array.getCellInfoElement().add(entry("Alphonse", "cell", 1828));
    array.getCellInfoElement().add(entry("IIWSGatewayServer", "gateway.imcomm", 1859));
    GetCellInfoOutput answer = new GetCellInfoOutput();
    answer.setCellInfoArray(array);
    return answer;
  }

  private static CellInfo entry(String name, String type, long port) {
    CellInfo info = new CellInfo();
    info.setCellName(name);
    info.setCellType(type);
    info.setCellHostname("localhost");
    info.setPort(port);
    info.setEncryptionKey("*");
    info.setTrustedServers("");
    return info;
  }

  @Override
  public QueryClassDefinitionsOutput queryClassDefinitions(QueryClassDefinitions request) {
    ArrayOfClassDefInfo array = new ArrayOfClassDefInfo();
    array.getItems().add(classInfo("CORE_EVENT", -1, "mc_ueid"));
    array.getItems().add(classInfo("EVENT", 0, "msg"));
    QueryClassDefinitionsOutput answer = new QueryClassDefinitionsOutput();
    answer.setClassDefs(array);
    return answer;
  }

  private static ClassDefInfo classInfo(String name, int parent, String slotName) {
    SlotDefInfo slot = new SlotDefInfo();
    slot.setSlotName(slotName);
    slot.setSlotType("STRING");
    slot.setSlotRepType("");
    slot.setSlotFlags("rkPdh");
    slot.setSlotDefVal("");
    ArrayOfSlotDefInfo slots = new ArrayOfSlotDefInfo();
    slots.getItems().add(slot);
    ClassDefInfo info = new ClassDefInfo();
    info.setClassName(name);
    info.setClassParentIdx(parent);
    info.setSlotsCount(1);
    info.setSlotsList(slots);
    return info;
  }

  @Override
  public NoValueOutput disconnect(Disconnect request) {
    return new NoValueOutput();
  }

  @Override
  public NoValueOutput subscribe(Subscribe request) throws ExecutionFaultException {
    throw failure("NOT_AVAILABLE: the fake does not have subscribe.");
  }

  @Override
  public NoValueOutput unsubscribe(Unsubscribe request) throws ExecutionFaultException {
    throw failure("NOT_AVAILABLE: the fake does not have unsubscribe.");
  }

  @Override
  public GetFilterNamesOutput getFilterNames(GetFilterNames request)
      throws ExecutionFaultException {
    throw failure("NOT_AVAILABLE: the fake does not have getFilterNames.");
  }

  @Override
  public GetEventsOutput getEvents(GetEvents request) throws ExecutionFaultException {
    throw failure("NOT_AVAILABLE: the fake does not have getEvents.");
  }

  @Override
  public NoValueOutput ackEvents(AckEvents request) throws ExecutionFaultException {
    throw failure("NOT_AVAILABLE: the fake does not have ackEvents.");
  }

  @Override
  public QueryResultHandleOutput queryData(QueryData request) throws ExecutionFaultException {
    throw failure("NOT_AVAILABLE: the fake does not have queryData.");
  }

  @Override
  public QueryResultHandleOutput queryEventsByDate(QueryEventsByDate request)
      throws ExecutionFaultException {
    throw failure("NOT_AVAILABLE: the fake does not have queryEventsByDate.");
  }

  @Override
  public GetQueryResultCountOutput getQueryResultCount(GetQueryResultCount request)
      throws ExecutionFaultException {
    throw failure("NOT_AVAILABLE: the fake does not have getQueryResultCount.");
  }

  @Override
  public QueryResultHandleOutput queryComponentsByStatus(QueryComponentsByStatus request)
      throws ExecutionFaultException {
    throw failure("NOT_AVAILABLE: the fake does not have queryComponentsByStatus.");
  }

  @Override
  public SetMaintenanceModeOutput setMaintenanceMode(SetMaintenanceMode request)
      throws ExecutionFaultException {
    throw failure("NOT_AVAILABLE: the fake does not have setMaintenanceMode.");
  }

  @Override
  public SetManualStatusOutput setManualStatus(SetManualStatus request)
      throws ExecutionFaultException {
    throw failure("NOT_AVAILABLE: the fake does not have setManualStatus.");
  }

  @Override
  public QueryResultHandleOutput queryComponentsByCondition(QueryComponentsByCondition request)
      throws ExecutionFaultException {
    throw failure("NOT_AVAILABLE: the fake does not have queryComponentsByCondition.");
  }

  @Override
  public QueryResultHandleOutput queryComponentStatus(QueryComponentStatus request)
      throws ExecutionFaultException {
    throw failure("NOT_AVAILABLE: the fake does not have queryComponentStatus.");
  }

  @Override
  public QueryResultHandleOutput queryComponent(QueryComponent request)
      throws ExecutionFaultException {
    throw failure("NOT_AVAILABLE: the fake does not have queryComponent.");
  }

  @Override
  public QueryResultHandleOutput queryModelImpact(QueryModelImpact request)
      throws ExecutionFaultException {
    throw failure("NOT_AVAILABLE: the fake does not have queryModelImpact.");
  }

  @Override
  public QueryResultHandleOutput queryModelPossibleRootCauses(QueryModelPossibleRootCauses request)
      throws ExecutionFaultException {
    throw failure("NOT_AVAILABLE: the fake does not have queryModelPossibleRootCauses.");
  }

  @Override
  public RegisterStateChangeOutput registerStateChange(RegisterStateChange request)
      throws ExecutionFaultException {
    throw failure("NOT_AVAILABLE: the fake does not have registerStateChange.");
  }

  @Override
  public UnregisterStateChangeOutput unregisterStateChange(UnregisterStateChange request)
      throws ExecutionFaultException {
    throw failure("NOT_AVAILABLE: the fake does not have unregisterStateChange.");
  }

  @Override
  public QueryResultHandleOutput queryComponentEvents(QueryComponentEvents request)
      throws ExecutionFaultException {
    throw failure("NOT_AVAILABLE: the fake does not have queryComponentEvents.");
  }
}
