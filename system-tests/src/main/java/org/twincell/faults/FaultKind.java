// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.twincell.faults.ChangeStrokes.Phase;
import org.twincell.faults.LinkStrokes.Direction;
import org.twincell.faults.site.Party;
import org.twincell.faults.site.Quality;
import org.twincell.faults.site.Site;
import org.twincell.faults.site.Site.Ability;
import org.twincell.faults.site.Tool;

/** Every kind of fault, under the name that the plan and the report show. */
enum FaultKind {
  KILL_ACTIVE("SIGKILL of the active member", ProcessStrokes.kill(Scene::active)),
  KILL_STANDBY("SIGKILL of the standby", ProcessStrokes.kill(Scene::standby)),
  KILL_WITNESS("SIGKILL of the witness", ProcessStrokes.kill(scene -> Party.WITNESS)),
  KILL_GATEWAY("SIGKILL of a gateway", ProcessStrokes.kill(Scene::anyGateway)),
  KILL_ACTIVE_TWICE(
      "the new active member is killed before the old one has caught up",
      ProcessStrokes::killTheActiveOneTwice),
  KILL_ALL("all members and gateways killed at once", ProcessStrokes::killEveryone),
  RESTART_ALL(
      "all members and gateways ended at once and started", ProcessStrokes::restartEveryone),
  PAUSE_ACTIVE("SIGSTOP of the active member", ProcessStrokes.pause(Scene::active)),
  PAUSE_STANDBY("SIGSTOP of the standby", ProcessStrokes.pause(Scene::standby)),
  PAUSE_WITNESS("SIGSTOP of the witness", ProcessStrokes.pause(scene -> Party.WITNESS)),
  PAUSE_GATEWAY("SIGSTOP of a gateway", ProcessStrokes.pause(Scene::anyGateway)),
  PAUSE_ACTIVE_LONG(
      "SIGSTOP of the active member beyond every time-out",
      ProcessStrokes.longPause(Scene::active)),
  WITNESS_LOST("the witness is gone for a while", ProcessStrokes::loseTheWitness),
  WITNESS_THEN_MEMBER(
      "the witness is gone, then a member too", ProcessStrokes::loseTheWitnessThenAMember),

  CUT_ACTIVE("the active member cut off", LinkStrokes.partition(Scene::active, Direction.BOTH)),
  CUT_ACTIVE_IN(
      "nothing reaches the active member", LinkStrokes.partition(Scene::active, Direction.IN)),
  CUT_ACTIVE_OUT(
      "nothing leaves the active member", LinkStrokes.partition(Scene::active, Direction.OUT)),
  CUT_STANDBY("the standby cut off", LinkStrokes.partition(Scene::standby, Direction.BOTH)),
  CUT_STANDBY_IN(
      "nothing reaches the standby", LinkStrokes.partition(Scene::standby, Direction.IN)),
  CUT_STANDBY_OUT(
      "nothing leaves the standby", LinkStrokes.partition(Scene::standby, Direction.OUT)),
  CUT_WITNESS("the witness cut off", LinkStrokes.partition(scene -> Party.WITNESS, Direction.BOTH)),
  CUT_WITNESS_IN(
      "nothing reaches the witness", LinkStrokes.partition(scene -> Party.WITNESS, Direction.IN)),
  CUT_WITNESS_OUT(
      "nothing leaves the witness", LinkStrokes.partition(scene -> Party.WITNESS, Direction.OUT)),
  CUT_GATEWAY(
      "a gateway and the active member cut off from each other",
      LinkStrokes.pair(Scene::anyGateway, Scene::active, Direction.BOTH)),
  CUT_GATEWAY_IN(
      "the answers of the active member do not reach a gateway",
      LinkStrokes.pair(Scene::anyGateway, Scene::active, Direction.IN)),
  CUT_GATEWAY_OUT(
      "the calls of a gateway do not reach the active member",
      LinkStrokes.pair(Scene::anyGateway, Scene::active, Direction.OUT)),
  CUT_GATEWAY_STANDBY(
      "a gateway and the standby cut off from each other",
      LinkStrokes.pair(Scene::anyGateway, Scene::standby, Direction.BOTH)),
  CUT_ACTIVE_STANDBY(
      "the active member and the standby cut off from each other",
      LinkStrokes.pair(Scene::active, Scene::standby, Direction.BOTH)),
  CUT_ACTIVE_TO_STANDBY(
      "nothing of the active member reaches the standby",
      LinkStrokes.pair(Scene::active, Scene::standby, Direction.OUT)),
  CUT_STANDBY_TO_ACTIVE(
      "nothing of the standby reaches the active member",
      LinkStrokes.pair(Scene::active, Scene::standby, Direction.IN)),
  CUT_ACTIVE_WITNESS(
      "the active member and the witness cut off from each other",
      LinkStrokes.pair(Scene::active, scene -> Party.WITNESS, Direction.BOTH)),
  CUT_ACTIVE_TO_WITNESS(
      "nothing of the active member reaches the witness",
      LinkStrokes.pair(Scene::active, scene -> Party.WITNESS, Direction.OUT)),
  CUT_WITNESS_TO_ACTIVE(
      "nothing of the witness reaches the active member",
      LinkStrokes.pair(Scene::active, scene -> Party.WITNESS, Direction.IN)),
  CUT_STANDBY_WITNESS(
      "the standby and the witness cut off from each other",
      LinkStrokes.standbyAndWitness(Direction.BOTH)),
  CUT_STANDBY_TO_WITNESS(
      "nothing of the standby reaches the witness", LinkStrokes.standbyAndWitness(Direction.OUT)),
  CUT_WITNESS_TO_STANDBY(
      "nothing of the witness reaches the standby", LinkStrokes.standbyAndWitness(Direction.IN)),
  RESET_ACTIVE(
      "connections of the active member with the others reset",
      LinkStrokes.reset(Scene::active),
      Ability.RESET),

  LOSS("packets of a member lost", worse(Quality.loss(10)), Ability.LOSS),
  DELAY("packets of a member delayed", worse(Quality.delay(Duration.ofMillis(60))), Ability.DELAY),
  REORDER("packets of a member reordered", worse(Quality.reorder(15)), Ability.REORDER),
  DUPLICATE("packets of a member doubled", worse(Quality.duplicate(20)), Ability.DUPLICATE),
  SLOW_LINK("the link of a member slow", worse(Quality.slow(60_000)), Ability.SLOW),
  CUT_IN_MESSAGE(
      "connections of a member cut in the middle of messages",
      worse(Quality.cutAfter(20_011)),
      Ability.CUT_IN_MESSAGE),

  SLOW_DISK_ACTIVE("slow disk of the active member", Need.DISK, DiskStrokes.slow(Scene::active)),
  SLOW_DISK_STANDBY("slow disk of the standby", Need.DISK, DiskStrokes.slow(Scene::standby)),
  DISK_ERROR_ACTIVE(
      "I/O error on the active member's disk", Need.DISK, DiskStrokes.failingFsync(Scene::active)),
  DISK_ERROR_STANDBY(
      "I/O error on the standby's disk", Need.DISK, DiskStrokes.failingFsync(Scene::standby)),
  DISK_FULL_ACTIVE("disk of the active member full", Need.DISK, DiskStrokes.full(Scene::active)),
  DISK_FULL_STANDBY("disk of the standby full", Need.DISK, DiskStrokes.full(Scene::standby)),
  DISK_FULL_WITNESS(
      "disk of the witness full", Need.DISK, DiskStrokes.full(scene -> Party.WITNESS)),
  FILE_SYSTEM_FULL(
      "the standby's data folder on a small file system that is full",
      DiskStrokes.fullFileSystem(Scene::standby),
      Ability.MOUNT),
  POWER_LOSS(
      "power loss of all members, unsynced data dropped", Need.DISK, DiskStrokes::powerLossOfAll),
  POWER_LOSS_ACTIVE(
      "power loss of the active member, unsynced data dropped",
      Need.DISK,
      DiskStrokes.powerLoss(Scene::active)),
  TORN_TAIL("the last record of a member's log torn", DiskStrokes.tornTail(Scene::anyMember)),
  BIT_FLIP("a bit of the standby's store flipped", DiskStrokes.bitFlip(Scene::standby)),
  OLD_COPY("a standby back with an old copy of its files", DiskStrokes.oldCopy(Scene::standby)),
  EMPTY_ACTIVE(
      "the active member replaced by an empty one while both others are up and nearly in step",
      DiskStrokes.emptyOnceInStep()),
  EMPTY_STANDBY("the standby replaced by an empty one", DiskStrokes.empty(Scene::standby)),
  EMPTY_WITNESS("the witness replaced by an empty one", DiskStrokes.empty(scene -> Party.WITNESS)),

  CLOCKS_FORWARD("wall clocks of all members jump forward", Need.DISK, ClockStrokes.jumpOfAll(1)),
  CLOCKS_BACK("wall clocks of all members jump back", Need.DISK, ClockStrokes.jumpOfAll(-1)),
  CLOCK_OF_ACTIVE_FORWARD(
      "the active member's wall clock jumps forward",
      Need.DISK,
      ClockStrokes.jumpOfTheActiveOne(1)),
  CLOCK_OF_ACTIVE_BACK(
      "the active member's wall clock jumps back", Need.DISK, ClockStrokes.jumpOfTheActiveOne(-1)),

  GATEWAY_IN_REQUEST(
      "a gateway killed in the middle of a request",
      ChangeStrokes.killGateway(Phase.IN_THE_REQUEST)),
  GATEWAY_AFTER_REQUEST(
      "a gateway killed before it has answered",
      ChangeStrokes.killGateway(Phase.AFTER_THE_REQUEST)),
  GATEWAY_IN_ANSWER(
      "a gateway killed in the middle of its answer", ChangeStrokes::killGatewayInAnswer),
  DIRECTORY_EDIT("the directory edited in flight", ChangeStrokes::editDirectory),
  CLASSES_CHANGE("class definitions changed in flight", ChangeStrokes::defineClasses),
  ROLLING_UPGRADE(
      "every process goes from the previous build to this one",
      Need.PREVIOUS_BUILD,
      ChangeStrokes::rollingUpgrade);

  /** What a kind needs beyond processes and cut links. */
  private enum Need {
    NOTHING,
    DISK,
    PREVIOUS_BUILD
  }

  private final String text;
  private final Need need;
  private final Set<Ability> abilities;
  private final Stroke stroke;

  FaultKind(String text, Stroke stroke, Ability... abilities) {
    this.text = text;
    this.need = Need.NOTHING;
    this.abilities = Set.of(abilities);
    this.stroke = stroke;
  }

  FaultKind(String text, Need need, Stroke stroke) {
    this.text = text;
    this.need = need;
    this.abilities = Set.of();
    this.stroke = stroke;
  }

  private static Stroke worse(Quality quality) {
    return LinkStrokes.worse(Scene::anyMember, quality, Duration.ofSeconds(4));
  }

  /** As in the options and in the report: {@code kill-active}. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What happens, in words. */
  String text() {
    return text;
  }

  Stroke stroke() {
    return stroke;
  }

  /**
   * Why it cannot be done to a pair without witness; empty when it can. What hurts the witness has
   * it in its name.
   */
  Optional<String> missingInPair() {
    if (name().contains("WITNESS")) return Optional.of("the pair has no witness");
    if (this == OLD_COPY) {
      return Optional.of("a pair cannot tell an old copy from its own files; this is not promised");
    }
    return Optional.empty();
  }

  /** Why it cannot be done on this machine; empty when it can. */
  Optional<String> missing(Site site, boolean library) {
    if (need == Need.DISK && !library) {
      return Optional.of(Tool.GCC.lacking() + ", to build the library that hurts disks and clocks");
    }
    if (need == Need.PREVIOUS_BUILD && CellUnderTest.previousLauncher().isEmpty()) {
      return Optional.of("no earlier build in run/previous; build-bin/previous-build makes one");
    }
    return abilities.stream().flatMap(ability -> site.lacks(ability).stream()).findFirst();
  }

  /** The kind with this name. */
  static Optional<FaultKind> named(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }

  static List<FaultKind> all() {
    return List.of(values());
  }
}
