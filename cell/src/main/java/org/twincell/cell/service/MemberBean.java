// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import javax.management.JMException;
import javax.management.MBeanNotificationInfo;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellException;
import org.twincell.protocol.MemberInfo;
import org.twincell.protocol.drill.Drill;
import org.twincell.protocol.drill.DrillResult;
import org.twincell.time.TimeSource;

/**
 * A member on the platform's JMX server. Attributes read memory; operations go the way of control
 * words. A process that has several members of one cell and role, as tests do, shows the first.
 */
final class MemberBean extends NotificationBroadcasterSupport
    implements MemberMXBean, StatusBoard.Watcher, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MemberBean.class);

  private static final String DUTY = "org.twincell.duty";
  private static final String SIGNAL = "org.twincell.signal.";

  private static final DutyTold STANDBY = new DutyTold(MemberInfo.Duty.STANDBY, 0);

  private final StatusBoard board;
  private final ControlWords words;
  private final MemberHost host;
  private final TimeSource time;
  private final ObjectName name;
  private final AtomicLong number = new AtomicLong();
  private final AtomicReference<DutyTold> dutyTold = new AtomicReference<>(STANDBY);
  private volatile boolean shown;

  /**
   * The duty that was told last.
   *
   * @param term of an active member; 0 of another
   */
  private record DutyTold(MemberInfo.Duty duty, long term) {}

  private MemberBean(
      StatusBoard board, ControlWords words, MemberHost host, TimeSource time, ObjectName name) {
    super(
        new MBeanNotificationInfo(
            new String[] {DUTY, SIGNAL + "LIVE", SIGNAL + "DEAD", SIGNAL + "CLOSE"},
            Notification.class.getName(),
            "changes of this member's duty, and what is told of the other members"));
    this.board = board;
    this.words = words;
    this.host = host;
    this.time = time;
    this.name = name;
  }

  /** Shows the member; a platform that refuses costs JMX, not the member. */
  static MemberBean show(
      StatusBoard board, ControlWords words, PeerDesk peers, MemberHost host, TimeSource time) {
    MemberBean bean = new MemberBean(board, words, host, time, name(board));
    try {
      ManagementFactory.getPlatformMBeanServer().registerMBean(bean, bean.name);
      bean.shown = true;
    } catch (JMException e) {
      LOG.warn("{} is not shown over JMX: {}", bean.name, e.toString());
    }
    board.listen(bean);
    peers.listen(bean::told);
    return bean;
  }

  static ObjectName name(StatusBoard board) {
    String role = board.members().self().name();
    try {
      return new ObjectName("org.twincell:type=Member,cell=" + board.cell() + ",role=" + role);
    } catch (JMException e) {
      throw new IllegalStateException("the name of the cell cannot be one of JMX", e);
    }
  }

  @Override
  public void hear(MemberInfo info) {
    // Being chosen is a step on the way; a member that was active in another term had given it up.
    if (info.duty() == MemberInfo.Duty.LIMITED) return;
    DutyTold now =
        new DutyTold(info.duty(), info.duty() == MemberInfo.Duty.ACTIVE ? info.term() : 0);
    DutyTold before = dutyTold.getAndSet(now);
    if (before.equals(now)) return;
    send(
        DUTY,
        "duty "
            + (now.duty() == MemberInfo.Duty.ACTIVE ? MemberInfo.Duty.STANDBY : before.duty())
            + " -> "
            + info.duty()
            + " term="
            + info.term()
            + " reason=\""
            + info.reason()
            + "\"");
  }

  @Override
  public void end() {
    LOG.trace("{}: the member stops", name);
  }

  private void told(PeerDesk.Told told) {
    send(SIGNAL + told.now(), "signal " + told.now() + ": " + told.text());
  }

  private void send(String type, String text) {
    long now = time.wallClock().toEpochMilli();
    sendNotification(new Notification(type, name, number.incrementAndGet(), now, text));
  }

  @Override
  public String getCell() {
    return board.cell();
  }

  @Override
  public String getRole() {
    return board.info().role().name();
  }

  @Override
  public String getAddress() {
    return board.info().address();
  }

  @Override
  public String getDuty() {
    return board.info().duty().name();
  }

  @Override
  public long getTerm() {
    return board.info().term();
  }

  @Override
  public String getMode() {
    return board.info().mode();
  }

  @Override
  public String getActiveAddress() {
    return board.info().activeAddress().orElse("");
  }

  @Override
  public String getSince() {
    return board.info().since().toString();
  }

  @Override
  public String getReason() {
    return board.info().reason();
  }

  @Override
  public boolean isPaused() {
    return board.isPaused();
  }

  @Override
  public long getCommitIndex() {
    return board.info().commitIndex();
  }

  @Override
  public long getAppliedIndex() {
    return board.info().appliedIndex();
  }

  @Override
  public long getEvents() {
    return board.info().events();
  }

  @Override
  public long getDataObjects() {
    return board.info().dataObjects();
  }

  @Override
  public boolean isAlone() {
    return board.info().alone();
  }

  @Override
  public String getStores() {
    return board.info().stores().name();
  }

  @Override
  public String getProgress() {
    return board.info().progress().map(MemberInfo.Progress::text).orElse("");
  }

  @Override
  public List<String> getPeers() {
    return board.info().peers().stream()
        .map(
            peer ->
                peer.role()
                    + " "
                    + peer.address()
                    + " "
                    + peer.signal()
                    + known(" lag=", peer.lagEntries())
                    + known(" lag_millis=", peer.lagMillis())
                    + known(" silent_millis=", peer.silentMillis())
                    + (peer.differs().isEmpty() ? "" : " differs: " + peer.differs()))
        .toList();
  }

  private static String known(String name, long number) {
    return number < 0 ? "" : name + number;
  }

  @Override
  public String getVersion() {
    return board.info().version();
  }

  @Override
  public List<String> active(boolean force) {
    return say("active", force);
  }

  @Override
  public List<String> standby(boolean force) {
    return say("standby", force);
  }

  @Override
  public List<String> pause() {
    return say("pause", false);
  }

  @Override
  public List<String> resume() {
    return say("resume", false);
  }

  @Override
  public List<String> terminate() {
    return say("terminate", false);
  }

  @Override
  public List<String> reload(String what) {
    return say("reload", List.of(what));
  }

  @Override
  public List<String> digest() {
    return say("digest", false);
  }

  @Override
  public List<String> diff() {
    return say("diff", false);
  }

  @Override
  public List<String> config() {
    return say("config", false);
  }

  @Override
  public List<String> connect() {
    return say("connections", false);
  }

  @Override
  public List<String> metrics() {
    return say("metrics", false);
  }

  @Override
  public List<String> drill(String kind, int seconds, boolean confirmed) {
    Drill.Plan plan = plan(kind, seconds, confirmed);
    if (plan.kind() == Drill.Kind.CRASH && board.isActive()) {
      throw new IllegalStateException(
          "the drill is refused: the process that you ask is the one that would halt; ask the"
              + " standby's");
    }
    List<String> lines = new CopyOnWriteArrayList<>();
    try (CellClient client = host.openClient()) {
      DrillResult result = Drill.run(client, plan, time, lines::add);
      lines.add(result.text());
      if (result.isClean()) return List.copyOf(lines);
      throw new IllegalStateException(result.text() + "; " + String.join("; ", result.failures()));
    } catch (CellException refusal) {
      throw new IllegalStateException(refusal.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the drill was interrupted: the member is stopping");
    }
  }

  private static Drill.Plan plan(String kind, int seconds, boolean confirmed) {
    for (Drill.Kind each : Drill.Kind.values()) {
      if (!each.name().equalsIgnoreCase(kind)) continue;
      return new Drill.Plan(each, confirmed, Duration.ofSeconds(seconds), "JMX");
    }
    throw new IllegalArgumentException(
        "there is no drill '" + kind + "': say planned, crash or partition");
  }

  private List<String> say(String word, boolean force) {
    return say(word, force ? List.of(MemberControls.FORCE) : List.of());
  }

  private List<String> say(String word, List<String> arguments) {
    try {
      return words.say(word, new ControlActions.Asked("JMX", arguments));
    } catch (CellException refusal) {
      // A console at the other end knows the classes of the JDK only.
      throw new IllegalStateException(refusal.getMessage());
    }
  }

  @Override
  public void close() {
    board.forget(this);
    if (!shown) return;
    try {
      ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
    } catch (JMException e) {
      LOG.debug("{} was not shown over JMX", name, e);
    }
  }
}
