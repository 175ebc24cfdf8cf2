// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.imapi;

import java.net.URL;
import java.util.List;
import javax.xml.namespace.QName;

/** Names of the contract that both sides need: namespaces, paths, files and the fault element. */
public final class Contract {
  /** Namespace of service, binding, port type and messages. */
  public static final String SERVICE_NAMESPACE = "http://imapi.bmc.com/2010/01";

  /** Namespace of all elements that a SOAP body holds. */
  public static final String ELEMS_NAMESPACE = "http://blueprint.bmc.com/ImapiElems";

  /** Namespace of the types below them that belong to this service. */
  public static final String TYPES_NAMESPACE = "http://blueprint.bmc.com/ImapiTypes";

  /** Namespace of events. */
  public static final String EVENT_NAMESPACE = "http://blueprint.bmc.com/Event";

  /** Namespace of names, values and arrays. */
  public static final String BASIC_NAMESPACE = "http://blueprint.bmc.com/BasicTypes";

  /** Name of the service, and of its one port. */
  public static final QName SERVICE = new QName(SERVICE_NAMESPACE, "ImpactManager");

  /** The only child that a fault's detail has. */
  public static final QName EXECUTION_FAULT = new QName(ELEMS_NAMESPACE, "execution_fault");

  /** Child of {@link #EXECUTION_FAULT}; a string of the form {@code CODE: what. What to do.} */
  public static final QName IM_FAILURE = new QName(ELEMS_NAMESPACE, "IMFailure");

  /** Path of the endpoint; clients also write it with a slash at the end. */
  public static final String PATH = "/imws/services/ImpactManager";

  /**
   * HTTP header of an answer that a gateway itself gave instead of an envelope; its value is the
   * fault's code. An answer without it may come from a proxy, which does not know what was done.
   */
  public static final String FAULT_HEADER = "Twincell-Fault";

  /** Port of the endpoint when nothing else is configured. */
  public static final int DEFAULT_PORT = 9080;

  /** File name of the WSDL beside this class. */
  public static final String WSDL = "ImpactManager.wsdl";

  /** File names of the schemas beside this class, each after those that it imports. */
  public static final List<String> SCHEMAS =
      List.of("BasicTypes.xsd", "Event.xsd", "ImapiTypes.xsd", "ImapiElems.xsd");

  /** The 28 operations in the order of the port type; also the values of SOAPAction. */
  public static final List<String> OPERATIONS =
      List.of(
          "Connect",
          "Disconnect",
          "SendEvent",
          "Subscribe",
          "Unsubscribe",
          "GetCellInfo",
          "GetFilterNames",
          "GetEvents",
          "AckEvents",
          "QueryEvents",
          "QueryData",
          "QueryEventByID",
          "QueryEventsByDate",
          "EndQuery",
          "GetQueryResultCount",
          "RetrieveQueryResults",
          "QueryComponentsByStatus",
          "SetMaintenanceMode",
          "SetManualStatus",
          "QueryComponentsByCondition",
          "QueryComponentStatus",
          "QueryComponent",
          "QueryModelImpact",
          "QueryModelPossibleRootCauses",
          "QueryClassDefinitions",
          "RegisterStateChange",
          "QueryComponentEvents",
          "UnregisterStateChange");

  private Contract() {}

  /**
   * Where one of {@link #WSDL} and {@link #SCHEMAS} can be read.
   *
   * @throws IllegalArgumentException for any other name
   */
  public static URL resource(String fileName) {
    URL found =
        WSDL.equals(fileName) || SCHEMAS.contains(fileName)
            ? Contract.class.getResource(fileName)
            : null;
    if (found == null)
      throw new IllegalArgumentException("not a file of the contract: " + fileName);
    return found;
  }
}
