// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.function.Supplier;
import org.twincell.gateway.cells.Cells;
import org.twincell.gateway.fault.FaultCode;
import org.twincell.gateway.soap.SoapAnswer;
import org.twincell.time.TimeSource;

/** Counts calls, and writes all that is counted in Prometheus' form. Any thread. */
final class CallMeters implements AutoCloseable {
  private static final String GOOD = "OK";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collector = new JvmGcMetrics();
  private final Cells cells;
  private final MultiGauge modes;
  private final TimeSource time;

  CallMeters(Cells cells, TimeSource time) {
    this.cells = cells;
    this.time = time;
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    collector.bindTo(registry);
    Gauge.builder("twincell_gateway_cells", cells, c -> c.all().size())
        .description("Cells of the directory in force")
        .register(registry);
    Gauge.builder("twincell_gateway_cells_reachable", cells, Cells::reachable)
        .description("Cells with an active member that this gateway reaches")
        .register(registry);
    this.modes =
        MultiGauge.builder("twincell_gateway_cell_mode")
            .description("1 for what decides about a takeover of the cell; unknown: out of reach")
            .register(registry);
  }

  void watch(Budget calls, Budget bodies, Budget answers) {
    Gauge.builder("twincell_gateway_calls_under_way", calls, Budget::taken)
        .description("Calls being worked on")
        .register(registry);
    Gauge.builder("twincell_gateway_body_bytes", bodies, Budget::taken)
        .description("Bytes of bodies being read or worked on")
        .register(registry);
    Gauge.builder("twincell_gateway_answer_bytes", answers, Budget::taken)
        .description("Bytes of large answers that clients have not taken yet")
        .register(registry);
  }

  /** Carries a call out and notes how long it took, for which operation, with which fault code. */
  SoapAnswer time(Supplier<SoapAnswer> call) {
    long start = time.monotonicNanos();
    SoapAnswer answer = call.get();
    Timer.builder("twincell_gateway_call_seconds")
        .description("Calls by operation and fault code")
        .tag("operation", answer.operation().isEmpty() ? "unknown" : answer.operation())
        .tag("code", answer.fault().map(FaultCode::name).orElse(GOOD))
        .publishPercentileHistogram(false)
        .register(registry)
        .record(Duration.ofNanos(time.monotonicNanos() - start));
    return answer;
  }

  /** Notes a request that did not become a call. */
  void refused(FaultCode code) {
    registry.counter("twincell_gateway_refused", "code", code.name()).increment();
  }

  String scrape() {
    modes.register(
        cells.all().stream()
            .map(cell -> MultiGauge.Row.of(Tags.of("cell", cell.name(), "mode", cell.mode()), 1))
            .toList(),
        true);
    return registry.scrape();
  }

  @Override
  public void close() {
    collector.close();
    registry.close();
  }
}
