// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway;

import java.util.List;

/** Writes the children of requests. */
final class Messages {
  private Messages() {}

  static String connect(String cell, String buffer) {
    return "<e:userName/><e:password/><e:imname>"
        + cell
        + "</e:imname><e:bufferType>BMCII_BUFFER_MODE_"
        + buffer
        + "</e:bufferType>";
  }

  static String event(
      String connection, String type, String className, int timeout, String... slots) {
    return "<e:connection>%s</e:connection><e:message>%s<v:subject>x</v:subject></e:message>"
            .formatted(connection, String.join("", slots))
        + "<e:timeout>%d</e:timeout><e:messageClass>%s</e:messageClass><e:messageType>MSG_TYPE_%s</e:messageType>"
            .formatted(timeout, className, type);
  }

  static String text(String name, String value) {
    return slot(name, "<b:string_value>" + value + "</b:string_value>");
  }

  static String slot(String name, String value) {
    return "<b:NameValue_element><b:name>%s</b:name><b:value>%s</b:value></b:NameValue_element>"
        .formatted(name, value);
  }

  static String texts(String name, List<String> values) {
    StringBuilder elements = new StringBuilder();
    values.forEach(
        v -> elements.append("<b:string_element>").append(v).append("</b:string_element>"));
    return slot(name, "<b:StringArray>" + elements + "</b:StringArray>");
  }

  static String query(String query, String cell) {
    return "<e:query>" + query + "</e:query><e:imname>" + cell + "</e:imname>";
  }

  static String retrieve(String handle, long start, int rows) {
    return ("<e:retrieveResultHandle>%s</e:retrieveResultHandle><e:startIndex>%d</e:startIndex>"
            + "<e:timeout>3000</e:timeout><e:num_of_events>%d</e:num_of_events>")
        .formatted(handle, start, rows);
  }
}
