// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.operation;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.twincell.gateway.cells.Cells;
import org.twincell.gateway.cells.EventIds;
import org.twincell.gateway.cells.PageCursors;
import org.twincell.gateway.fault.CallException;
import org.twincell.gateway.fault.FaultCode;
import org.twincell.imapi.elems.Connect;
import org.twincell.imapi.elems.Disconnect;
import org.twincell.imapi.elems.EndQuery;
import org.twincell.imapi.elems.GetCellInfo;
import org.twincell.imapi.elems.GetQueryResultCount;
import org.twincell.imapi.elems.QueryClassDefinitions;
import org.twincell.imapi.elems.QueryData;
import org.twincell.imapi.elems.QueryEventByID;
import org.twincell.imapi.elems.QueryEvents;
import org.twincell.imapi.elems.QueryEventsByDate;
import org.twincell.imapi.elems.RetrieveQueryResults;
import org.twincell.imapi.elems.SendEvent;

/**
 * The operations that this gateway offers, by the class of their request. An operation of the
 * contract that is not in the list answers NOT_AVAILABLE.
 */
public final class Operations {
  private final Map<String, BiFunction<Object, Caller, Object>> offered = new HashMap<>();

  /** The operations on these cells. */
  public Operations(Cells cells, EventIds ids, OperationLimits limits, int cursorLimit) {
    Connections connections = new Connections(cells, limits);
    Sending sending = new Sending(cells, ids, limits);
    Queries queries = new Queries(cells, limits, new PageCursors(cursorLimit));
    Classes classes = new Classes(cells, limits);

    offer(Connect.class, connections::connect);
    offer(Disconnect.class, connections::disconnect);
    offer(GetCellInfo.class, connections::cellInfo);
    offer(SendEvent.class, sending::send);
    offer(QueryEvents.class, queries::events);
    offer(QueryData.class, queries::data);
    offer(QueryEventByID.class, queries::eventById);
    offer(QueryEventsByDate.class, queries::eventsByDate);
    offer(GetQueryResultCount.class, queries::count);
    offer(RetrieveQueryResults.class, queries::retrieve);
    offer(EndQuery.class, queries::end);
    offer(QueryClassDefinitions.class, classes::definitions);
  }

  private <R> void offer(Class<R> request, BiFunction<R, Caller, Object> operation) {
    offered.put(
        request.getSimpleName(), (bean, caller) -> operation.apply(request.cast(bean), caller));
  }

  /** The names of what is offered. */
  public Set<String> names() {
    return Set.copyOf(offered.keySet());
  }

  /**
   * Carries a call out and answers the response's bean.
   *
   * @param name as in the contract
   * @param request the operation's request bean
   * @throws CallException when it is not carried out to its end
   */
  public Object answer(String name, Object request, Caller caller) {
    BiFunction<Object, Caller, Object> operation = offered.get(name);
    if (operation == null) {
      throw new CallException.Refused(
          FaultCode.NOT_AVAILABLE,
          "the operation " + name + " is not offered by this gateway",
          "Use another operation; docs/FAULTS.md lists those that are offered");
    }
    return operation.apply(request, caller);
  }
}
