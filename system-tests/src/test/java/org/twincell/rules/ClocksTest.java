// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.rules;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Time, chance and the console are passed in; one class asks the machine for the time. */
class ClocksTest {
  private static JavaClasses product;

  @BeforeAll
  static void importTheProduct() {
    product = Sources.productClasses();
  }

  @Test
  void onlySystemTimeReadsTheClock() {
    forbid(System.class, "nanoTime|currentTimeMillis");
    forbid(Instant.class, "now");
    forbid(LocalDateTime.class, "now");
    forbid(ZonedDateTime.class, "now");
  }

  @Test
  void onlySystemTimeLetsAThreadSleep() {
    forbid(Thread.class, "sleep");
  }

  @Test
  void chanceIsPassedIn() {
    forbid(ThreadLocalRandom.class, "current");
    forbid(Math.class, "random");
  }

  @Test
  void librariesNeverPrint() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "org.twincell.cli..", "org.twincell.samples..", "org.twincell.demo..")
        .and(notNamedMain())
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe(
                "the process's own streams",
                (JavaAccess<?> access) ->
                    access.getTargetOwner().isEquivalentTo(System.class)
                        && (access.getName().equals("out") || access.getName().equals("err"))))
        .check(product);
  }

  private static DescribedPredicate<JavaClass> notNamedMain() {
    return DescribedPredicate.describe(
        "are no main program", (JavaClass c) -> !c.getName().matches(".*(Main|Program)(\\$.*)?"));
  }

  private static void forbid(Class<?> owner, String methods) {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("org.twincell.time.SystemTime")
        .should()
        .callMethodWhere(target(owner(equivalentTo(owner))).and(target(nameMatching(methods))))
        .check(product);
  }
}
