// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.harness;

/** The SOAP messages of the load, about 2 KiB for one event of about 1 KiB. */
public final class SoapEnvelopes {
  /** Fills an event to about a kibibyte. */
  public static final String TEXT =
      "status half-configured libexample-perl:amd64 1.2.3-4 /var/log/dpkg.log ".repeat(13);

  private static final String BEGIN =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?><soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\""
          + " xmlns:elems=\"http://blueprint.bmc.com/ImapiElems\" xmlns:btypes=\"http://blueprint.bmc.com/BasicTypes\""
          + " xmlns:event=\"http://blueprint.bmc.com/Event\"><soapenv:Header/><soapenv:Body>";
  private static final String END = "</soapenv:Body></soapenv:Envelope>";

  private SoapEnvelopes() {}

  /** Connect with the default buffer mode. */
  public static String connect(String cell) {
    return BEGIN
        + "<elems:Connect><elems:userName/><elems:password/><elems:imname>"
        + cell
        + "</elems:imname><elems:bufferType>BMCII_BUFFER_MODE_DEFAULT</elems:bufferType></elems:Connect>"
        + END;
  }

  /** One event of about a kibibyte, told apart by its number. */
  public static String sendEvent(String connection, long number) {
    return BEGIN
        + "<elems:SendEvent><elems:connection>"
        + connection
        + "</elems:connection><elems:message>"
        + slot("mc_host", "host-" + number % 100)
        + slot("mc_object", "object-" + number)
        + slot("severity", "WARNING")
        + slot("mc_parameter", "load")
        + slot("mc_parameter_value", Long.toString(number))
        + slot("msg", TEXT)
        + "<event:subject>load</event:subject></elems:message><elems:timeout>30000</elems:timeout>"
        + "<elems:messageClass>EVENT</elems:messageClass><elems:messageType>MSG_TYPE_NEW_EVENT</elems:messageType></elems:SendEvent>"
        + END;
  }

  /** Counts what matches a query and hands out a result handle. */
  public static String queryEvents(String query, String cell) {
    return BEGIN
        + "<elems:QueryEvents><elems:query>"
        + escape(query)
        + "</elems:query><elems:imname>"
        + cell
        + "</elems:imname></elems:QueryEvents>"
        + END;
  }

  /** A page of a query, from a row counted from 1. */
  public static String retrieve(String handle, long startIndex, int rows) {
    return BEGIN
        + "<elems:RetrieveQueryResults><elems:retrieveResultHandle>"
        + handle
        + "</elems:retrieveResultHandle><elems:startIndex>"
        + startIndex
        + "</elems:startIndex><elems:timeout>30000</elems:timeout><elems:num_of_events>"
        + rows
        + "</elems:num_of_events></elems:RetrieveQueryResults>"
        + END;
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }

  private static String slot(String name, String value) {
    return "<btypes:NameValue_element><btypes:name>"
        + name
        + "</btypes:name><btypes:value><btypes:string_value>"
        + value
        + "</btypes:string_value></btypes:value><btypes:value_type>STRING</btypes:value_type></btypes:NameValue_element>";
  }

  /** The text of an element, found by its local name. */
  public static String element(String envelope, String localName) {
    int at = envelope.indexOf(localName + ">");
    int from = at + localName.length() + 1;
    int to = at < 0 ? -1 : envelope.indexOf('<', from);
    if (to < 0) throw new IllegalStateException("no " + localName + " in " + envelope);
    return envelope.substring(from, to);
  }
}
