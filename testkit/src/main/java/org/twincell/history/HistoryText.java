// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a history as text. What is empty, 0 or not known is left out.
 *
 * <pre>
 * {"history":1,"run":"faults","seed":42}
 * {"call":1,"client":"s-3","kind":"send","start":120,"end":450,"outcome":"acknowledged","id":"ev-1","seq":1,
 *     "via":"gateway-1","term":2,"member":"primary","active":true}
 * {"call":2,"client":"r-1","kind":"query","start":460,"end":470,"outcome":"acknowledged","id":"ev-1",
 *     "rows":[["ev-1","s-3",1,0,["billing"]]]}
 * {"call":3,"client":"s-3","kind":"modify","start":480,"end":900,"outcome":"unknown","id":"ev-1","version":1,
 *     "why":"no answer in time"}
 * {"stored":["ev-1","s-3",1,1,["billing"]],"member":"primary"}
 * {"end":"primary","rows":1}
 * </pre>
 *
 * A row is event id, sender, sequence number, version, names in {@code client_ack}; then the
 * versions that lost in a merge and are kept, where there are some. {@code name} is the name of an
 * acknowledgement or a fetch.
 */
public final class HistoryText {
  /** Of this form; a newer one is refused. */
  public static final long FORMAT = 1;

  private HistoryText() {}

  /** The line, without its end. */
  public static String of(HistoryLine line) {
    StringBuilder out = new StringBuilder(200);
    line.deliverTo(new Printer(out));
    return out.append('}').toString();
  }

  /**
   * Reads one line.
   *
   * @throws HistoryException when it is not of this form
   */
  public static HistoryLine parse(String text) {
    Fields fields = new Fields(JsonText.object(text));
    if (fields.has("call")) return call(fields);
    if (fields.has("stored")) {
      return new HistoryLine.Stored(fields.text("member"), row(fields.list("stored")));
    }
    if (fields.has("history")) {
      return new HistoryLine.Header(
          fields.number("history", 0), fields.text("run"), fields.number("seed", 0));
    }
    return new HistoryLine.StoredEnd(fields.need("end"), fields.number("rows", 0));
  }

  private static Call call(Fields fields) {
    List<EventRow> rows = new ArrayList<>();
    for (Object row : fields.list("rows")) {
      if (!(row instanceof List<?> values)) throw new HistoryException("a row is not an array");
      rows.add(row(values));
    }
    return new Call(
        fields.number("call", 0),
        fields.need("client"),
        word(CallKind.class, fields.need("kind")),
        fields.number("start", 0),
        fields.number("end", 0),
        word(CallOutcome.class, fields.need("outcome")),
        new Call.Subject(
            fields.text("id"),
            fields.number("seq", 0),
            fields.number("version", 0),
            fields.text("name")),
        new Call.Answer(
            fields.text("via"),
            fields.number("term", Call.NO_TERM),
            fields.text("member"),
            fields.flag("active"),
            rows),
        fields.text("why"));
  }

  private static <E extends Enum<E>> E word(Class<E> of, String word) {
    try {
      return Enum.valueOf(of, word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new HistoryException("'" + word + "' is no " + of.getSimpleName());
    }
  }

  private static EventRow row(List<?> values) {
    if (values.size() < 5
        || values.size() > 6
        || !(values.get(0) instanceof String id)
        || !(values.get(1) instanceof String sender)
        || !(values.get(2) instanceof Long sequence)
        || !(values.get(3) instanceof Long version)
        || !(values.get(4) instanceof List<?> names)) {
      throw new HistoryException("a row is [id, sender, sequence, version, [names], [kept]]");
    }
    return new EventRow(
        id,
        sender,
        sequence,
        version,
        names.stream().map(String::valueOf).toList(),
        values.size() == 5 ? List.of() : versions(values.get(5)));
  }

  private static List<Long> versions(Object value) {
    List<Long> versions = new ArrayList<>();
    for (Object each : value instanceof List<?> list ? list : List.of(value)) {
      if (!(each instanceof Long version)) {
        throw new HistoryException("the versions that a row keeps are no numbers");
      }
      versions.add(version);
    }
    return versions;
  }

  /** The fields of one line, read with their kinds. */
  private record Fields(Map<String, Object> values) {
    boolean has(String name) {
      return values.containsKey(name);
    }

    String text(String name) {
      return values.get(name) instanceof String text ? text : "";
    }

    String need(String name) {
      if (values.get(name) instanceof String text) return text;
      throw new HistoryException("the field '" + name + "' is missing or no string");
    }

    long number(String name, long otherwise) {
      return values.get(name) instanceof Long number ? number : otherwise;
    }

    boolean flag(String name) {
      return Boolean.TRUE.equals(values.get(name));
    }

    List<?> list(String name) {
      @Nullable Object value = values.get(name);
      return value instanceof List<?> list ? list : List.of();
    }
  }

  private record Printer(StringBuilder out) implements HistoryLine.Receiver {
    @Override
    public void onHeader(HistoryLine.Header header) {
      out.append("{\"history\":").append(header.format());
      field("run", header.run());
      field("seed", header.seed(), 0);
    }

    @Override
    public void onCall(Call call) {
      out.append("{\"call\":").append(call.number());
      field("client", call.client());
      field("kind", call.kind().word());
      out.append(",\"start\":").append(call.startNanos());
      out.append(",\"end\":").append(call.endNanos());
      field("outcome", call.outcome().word());
      field("id", call.subject().id());
      field("seq", call.subject().sequence(), 0);
      field("version", call.subject().version(), 0);
      field("name", call.subject().name());
      answer(call.answer());
      field("why", call.why());
    }

    private void answer(Call.Answer answer) {
      field("via", answer.via());
      field("term", answer.term(), Call.NO_TERM);
      field("member", answer.member());
      if (answer.active()) out.append(",\"active\":true");
      if (answer.rows().isEmpty()) return;
      out.append(",\"rows\":[");
      for (int i = 0; i < answer.rows().size(); i++) {
        if (i > 0) out.append(',');
        row(answer.rows().get(i));
      }
      out.append(']');
    }

    @Override
    public void onStored(HistoryLine.Stored stored) {
      out.append("{\"stored\":");
      row(stored.row());
      field("member", stored.member());
    }

    @Override
    public void onStoredEnd(HistoryLine.StoredEnd end) {
      out.append("{\"end\":");
      JsonText.quote(out, end.member());
      out.append(",\"rows\":").append(end.rows());
    }

    private void row(EventRow row) {
      out.append('[');
      JsonText.quote(out, row.id());
      out.append(',');
      JsonText.quote(out, row.sender());
      out.append(',').append(row.sequence()).append(',').append(row.version()).append(",[");
      for (int i = 0; i < row.acknowledgedBy().size(); i++) {
        if (i > 0) out.append(',');
        JsonText.quote(out, row.acknowledgedBy().get(i));
      }
      out.append(']');
      if (!row.keptVersions().isEmpty()) {
        StringJoiner kept = new StringJoiner(",", ",[", "]");
        row.keptVersions().forEach(version -> kept.add(version.toString()));
        out.append(kept);
      }
      out.append(']');
    }

    private void field(String name, String value) {
      if (value.isEmpty()) return;
      out.append(",\"").append(name).append("\":");
      JsonText.quote(out, value);
    }

    private void field(String name, long value, long leftOut) {
      if (value != leftOut) out.append(",\"").append(name).append("\":").append(value);
    }
  }
}
