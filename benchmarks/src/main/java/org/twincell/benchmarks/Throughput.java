// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.twincell.benchmarks.BenchmarksMain.Plan;
import org.twincell.harness.LocalSystem;
import org.twincell.harness.SoapCaller;
import org.twincell.harness.SoapEnvelopes;
import org.twincell.processes.Program;
import org.twincell.protocol.CellClient;
import org.twincell.time.TimeSource;

/**
 * Durable acknowledged events per second, with one caller and with 64. The variants alternate round
 * by round; what is printed is the median of the rounds.
 */
final class Throughput {
  private static final String PATH = "/imws/services/ImpactManager";
  private static final int[] CALLERS = {1, 64};
  private static final long SEED = 9080;

  private final Plan plan;
  private final Report report;
  private final TimeSource time;

  /** One thing that is loaded. */
  private record Variant(String name, Load.Call call, CpuMeter cpu) {}

  /** Processor seconds by process. */
  private interface CpuMeter {
    Map<String, Double> read() throws IOException;
  }

  private record Sample(double perSecond, double p50, double p99, Map<String, Double> cpuMicros) {}

  Throughput(Plan plan, Report report, TimeSource time) {
    this.plan = plan;
    this.report = report;
    this.time = time;
  }

  void run() throws Exception {
    report.title("throughput: events of about 1 KiB, acknowledged when durable");
    try (LocalSystem system = new LocalSystem(plan.folder().resolve("cell"), SEED, time);
        Server follower = Server.start("serve-bare-follower", plan.folder(), time);
        Server jetty = Server.start("serve-jetty", plan.folder(), time);
        Server cxf = Server.start("serve-cxf", plan.folder(), time);
        BareLoop bare = new BareLoop(plan.folder(), follower.port())) {
      report.progress("starting a cell of three members and a gateway");
      system.startCell();
      system.startGateway(1);
      try (CellClient client = system.client();
          Callers callers = new Callers(system, jetty, cxf)) {
        CellLoad cell = new CellLoad(client, "throughput");
        byte[] kibibyte = new byte[1024];
        measure(
            List.of(
                new Variant(
                    "bare leader and follower",
                    (c, n) -> bare.append(kibibyte).get(60, TimeUnit.SECONDS),
                    () -> Map.of("follower", follower.cpuSeconds())),
                new Variant("cell", (c, n) -> cell.send(n), () -> cpu(system)),
                new Variant("gateway and cell", callers::gateway, () -> cpu(system)),
                new Variant(
                    "bare Jetty echo", callers::jetty, () -> Map.of("jetty", jetty.cpuSeconds())),
                new Variant("CXF echo", callers::cxf, () -> Map.of("cxf", cxf.cpuSeconds()))),
            callers);
      }
    } finally {
      BareLoop.clean(plan.folder());
    }
  }

  private static Map<String, Double> cpu(LocalSystem system) throws IOException {
    Map<String, Double> seconds = new LinkedHashMap<>();
    for (Program program : system.running()) seconds.put(program.name(), program.cpuSeconds());
    return seconds;
  }

  private void measure(List<Variant> variants, Callers fresh) throws Exception {
    Load load = new Load(time);
    for (Variant variant : variants) {
      fresh.renew();
      report.progress("warming up for " + plan.warmUp().toSeconds() + " s: " + variant.name());
      load.run(64, plan.warmUp(), variant.call());
    }
    Map<String, List<Sample>> samples = new LinkedHashMap<>();
    for (int round = 1; round <= plan.rounds(); round++) {
      for (int callers : CALLERS) {
        for (Variant variant : variants) {
          fresh.renew();
          report.progress("round " + round + ", " + callers + " callers: " + variant.name());
          samples
              .computeIfAbsent(variant.name() + "|" + callers, k -> new ArrayList<>())
              .add(sample(load, callers, variant));
        }
      }
    }
    print(variants, samples);
  }

  private Sample sample(Load load, int callers, Variant variant) throws Exception {
    Map<String, Double> before = variant.cpu().read();
    Load.Result result = load.run(callers, plan.length(), variant.call());
    Map<String, Double> after = variant.cpu().read();
    if (result.failed() > 0) {
      throw new IllegalStateException(result.failed() + " calls failed: " + variant.name());
    }
    Map<String, Double> micros = new LinkedHashMap<>();
    after.forEach(
        (name, seconds) ->
            micros.put(name, (seconds - before.getOrDefault(name, 0.0)) * 1e6 / result.calls()));
    return new Sample(result.perSecond(), result.millis(0.5), result.millis(0.99), micros);
  }

  private void print(List<Variant> variants, Map<String, List<Sample>> samples) {
    report.row(
        "%n%-26s %7s %10s %8s %8s %8s  %s",
        "variant", "callers", "events/s", "p50 ms", "p99 ms", "of bare", "CPU us per event");
    for (int callers : CALLERS) {
      double bare = median(samples, variants.get(0), callers);
      for (Variant variant : variants) {
        List<Sample> all = samples.get(variant.name() + "|" + callers);
        if (all == null) continue;
        double perSecond = median(samples, variant, callers);
        report.row(
            "%-26s %7d %10.0f %8.2f %8.2f %8.2f  %s",
            variant.name(),
            callers,
            perSecond,
            Report.median(all.stream().mapToDouble(Sample::p50).toArray()),
            Report.median(all.stream().mapToDouble(Sample::p99).toArray()),
            perSecond / bare,
            cpuText(all));
      }
    }
  }

  private static double median(Map<String, List<Sample>> samples, Variant variant, int callers) {
    List<Sample> all = samples.getOrDefault(variant.name() + "|" + callers, List.of());
    return Report.median(all.stream().mapToDouble(Sample::perSecond).toArray());
  }

  private static String cpuText(List<Sample> all) {
    StringBuilder text = new StringBuilder();
    for (String name : all.get(0).cpuMicros().keySet()) {
      double median =
          Report.median(
              all.stream().mapToDouble(s -> s.cpuMicros().getOrDefault(name, 0.0)).toArray());
      text.append(name).append(' ').append(Math.round(median)).append("  ");
    }
    return text.toString();
  }

  /** Connections that stay, one per caller and server. */
  private static final class Callers implements AutoCloseable {
    private final Map<String, SoapCaller> open = new ConcurrentHashMap<>();
    private final LocalSystem system;
    private final Server jetty;
    private final Server cxf;
    private final String connection;

    Callers(LocalSystem system, Server jetty, Server cxf) throws IOException {
      this.system = system;
      this.jetty = jetty;
      this.cxf = cxf;
      try (SoapCaller caller = new SoapCaller(system.gatewayPort(1), PATH, "Connect")) {
        connection =
            SoapEnvelopes.element(
                caller.post(SoapEnvelopes.connect(LocalSystem.CELL)), "connectionId");
      }
    }

    void gateway(int caller, long number) throws IOException {
      post("gateway", system.gatewayPort(1), caller, number);
    }

    void jetty(int caller, long number) throws IOException {
      post("jetty", jetty.port(), caller, number);
    }

    void cxf(int caller, long number) throws IOException {
      post("cxf", cxf.port(), caller, number);
    }

    private void post(String server, int port, int caller, long number) throws IOException {
      String key = server + caller;
      SoapCaller to = open.get(key);
      if (to == null) {
        to = new SoapCaller(port, PATH, "SendEvent");
        open.put(key, to);
      }
      to.post(SoapEnvelopes.sendEvent(connection, number));
    }

    /** New connections: servers close those that were idle while the others were measured. */
    void renew() throws IOException {
      close();
      open.clear();
    }

    @Override
    public void close() throws IOException {
      for (SoapCaller caller : open.values()) caller.close();
    }
  }
}
