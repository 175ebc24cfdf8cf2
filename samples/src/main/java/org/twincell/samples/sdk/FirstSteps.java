// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.samples.sdk;

import java.io.PrintStream;
import org.twincell.client.ClientSettings;
import org.twincell.client.Event;
import org.twincell.client.EventBatch;
import org.twincell.client.ImpactClient;
import org.twincell.client.ImpactException;
import org.twincell.client.Query;

/**
 * Sends an event, finds events by a condition, and takes new events in.
 *
 * <pre>{@code
 * samples/run first-steps http://system1:9080 http://system2:9080 Alphonse
 * }</pre>
 */
public final class FirstSteps {
  private FirstSteps() {}

  public static void main(String[] arguments) {
    if (arguments.length != 3) {
      System.err.println("usage: first-steps PRIMARY-URL BACKUP-URL CELL");
      System.exit(1);
    }
    ClientSettings settings =
        ClientSettings.builder(arguments[0])
            .backup(arguments[1])
            .cell(arguments[2])
            .clientName("first-steps")
            .build();
    try (ImpactClient client = ImpactClient.connect(settings)) {
      run(client, System.out);
    } catch (ImpactException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  public static void run(ImpactClient client, PrintStream out) {
    String id =
        client
            .send(Event.of("EVENT").with("severity", "MAJOR").with("msg", "disk is 97% full"))
            .eventId();
    out.println("sent " + id);

    try (Query<Event> query = client.query("EVENT where [ severity: >= MAJOR ]")) {
      out.println(query.count() + " events are MAJOR or worse");
      query.stream().limit(10).forEach(event -> out.println("  " + event.text("msg")));
    }

    EventBatch batch = client.fetchNew(100);
    for (Event event : batch) out.println("new: " + event.text("msg"));
    client.acknowledge(batch);
  }
}
