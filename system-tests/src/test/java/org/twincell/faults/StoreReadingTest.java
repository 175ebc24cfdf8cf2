// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.twincell.faults.site.Party;
import org.twincell.history.HistoryLine;
import org.twincell.history.HistoryWriter;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.OpenedQuery;
import org.twincell.testkit.VirtualTime;

/** The end of a run: a store that nobody read, or that is not equal, is a violation. */
class StoreReadingTest {
  private static final long ENTRY = 40;

  private final VirtualTime time = new VirtualTime();
  private final List<HistoryLine> history = new ArrayList<>();
  private Optional<Party> active = Optional.of(Party.PRIMARY);
  private Runnable handOver = () -> active = Optional.of(Party.SECONDARY);
  private String digest = "stores EQUAL at entry " + ENTRY;
  private CellClient client;

  @BeforeEach
  void openClient() {
    client =
        (CellClient)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {CellClient.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "openQuery" -> new OpenedQuery(0, ENTRY);
                      case "control" -> control(arguments);
                      default -> throw new UnsupportedOperationException(method.getName());
                    });
  }

  @SuppressWarnings("unchecked")
  private Object control(Object[] arguments) {
    if (arguments[1].equals("standby")) {
      handOver.run();
    } else {
      Consumer<String> lines = (Consumer<String>) arguments[3];
      lines.accept(digest);
      lines.accept("store WHOLE");
    }
    return null;
  }

  private List<String> read() throws Exception {
    return new StoreReading(client, () -> active, time, Duration.ofSeconds(20))
        .read(HistoryWriter.to(history::add, "test", 1, time), "test");
  }

  private List<String> storesRead() {
    return history.stream()
        .filter(HistoryLine.StoredEnd.class::isInstance)
        .map(line -> ((HistoryLine.StoredEnd) line).member().toLowerCase(Locale.ROOT))
        .toList();
  }

  @Test
  void bothStoresAreReadWhenTheDutyIsHandedOver() throws Exception {
    assertThat(read()).isEmpty();
    assertThat(storesRead()).containsExactly("primary", "secondary");
  }

  @Test
  void aHandOverThatIsRefusedAtTheEndIsAViolation() throws Exception {
    handOver =
        () -> {
          throw new CellException(CellError.REFUSED, "no", "not in step", "Wait.");
        };

    assertThat(read())
        .singleElement()
        .satisfies(
            what ->
                assertThat(what).contains("no hand-over at the end", "one store", "not in step"));
    assertThat(storesRead()).containsExactly("primary");
  }

  @Test
  void aHandOverAfterWhichNobodyElseIsActiveIsAViolation() throws Exception {
    handOver = () -> active = Optional.empty();

    assertThat(read()).singleElement().asString().contains("no hand-over at the end");
  }

  @Test
  void storesThatTheMembersDoNotFindEqualAreAViolation() throws Exception {
    digest = "stores DIFFERENT at entry " + ENTRY;

    assertThat(read()).singleElement().asString().contains("DIFFERENT at entry 40");
  }

  @Test
  void storesThatWereEqualBeforeTheLastEntriesAreNotEnough() throws Exception {
    digest = "stores EQUAL at entry " + (ENTRY - 1);

    assertThat(read()).singleElement().asString().contains("EQUAL at entry 39");
  }
}
