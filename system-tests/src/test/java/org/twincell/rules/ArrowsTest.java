// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.rules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Modules point one way, and what a module hides stays hidden. */
class ArrowsTest {
  private static final String[] ENGINES = {
    "org.apache.ratis..", "org.rocksdb..", "org.apache.cxf..", "org.eclipse.jetty..", "io.grpc.."
  };

  private static JavaClasses product;

  @BeforeAll
  static void importTheProduct() {
    product = Sources.productClasses();
  }

  @Test
  void theProductIsThere() {
    assertThat(product.size()).isGreaterThan(100);
  }

  @Test
  void theGatewaySeesTheProtocolAndNeverTheStore() {
    check(from("org.twincell.gateway..").to("org.twincell.cell.."));
  }

  @Test
  void theCommandLineToolsNeverSeeTheStoreOrTheGateway() {
    check(from("org.twincell.cli..").to("org.twincell.cell..", "org.twincell.gateway.."));
  }

  @Test
  void theSdkSeesNoServerModule() {
    check(
        from("org.twincell.client..")
            .to(
                "org.twincell.cell..",
                "org.twincell.gateway..",
                "org.twincell.protocol..",
                "org.twincell.directory..",
                "org.twincell.baroc..",
                "org.twincell.event.."));
  }

  @Test
  void theDirectorySeesNobody() {
    check(
        from("org.twincell.directory..")
            .to("org.twincell.event..", "org.twincell.baroc..", "org.twincell.protocol.."));
  }

  @Test
  void theEventModelSeesNobody() {
    check(
        from("org.twincell.event..", "org.twincell.baroc..", "org.twincell.condition..")
            .to("org.twincell.directory..", "org.twincell.protocol..", "org.twincell.time.."));
  }

  @Test
  void theProtocolSeesNoServerModule() {
    check(
        from("org.twincell.protocol..")
            .to("org.twincell.cell..", "org.twincell.gateway..", "org.twincell.imapi.."));
  }

  @Test
  void onlyTheReplicatedLogNamesItsEngine() {
    check(
        noClasses()
            .that(resideOutsideOfPackages("org.twincell.cell.log..", "org.apache.ratis.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.apache.ratis.."))
            .as("the engine of the replicated log stays behind its seam"));
  }

  /** It calls what is not public; more than that one class would be a fork of the engine. */
  @Test
  void oneClassOfOursIsInThePackageOfTheEngine() {
    assertThat(
            product.stream()
                .filter(each -> each.getPackageName().startsWith("org.apache.ratis"))
                .map(JavaClass::getSimpleName)
                .filter(name -> !name.equals("package-info")))
        .containsExactly("StandInPlace");
  }

  @Test
  void onlyTheStoreNamesItsEngine() {
    check(
        noClasses()
            .that(resideOutsideOfPackages("org.twincell.cell.store.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.rocksdb..")));
  }

  @Test
  void onlyTheProtocolAndTheCellSeeWireMessages() {
    check(
        noClasses()
            .that(resideOutsideOfPackages("org.twincell.protocol..", "org.twincell.cell.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.twincell.protocol.wire..")));
  }

  @Test
  void theEventModelIsFreeOfEngines() {
    check(
        noClasses()
            .that(
                resideInAnyPackage(
                    "org.twincell.event..",
                    "org.twincell.baroc..",
                    "org.twincell.condition..",
                    "org.twincell.directory..",
                    "org.twincell.client.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage(ENGINES)));
  }

  @Test
  void packagesFormNoCycles() {
    check(
        slices()
            .matching("org.twincell.(**)")
            .should()
            .beFreeOfCycles()
            .ignoreDependency(
                resideInAnyPackage("org.twincell.protocol.wire..", "org.twincell.imapi.."),
                resideInAnyPackage("org.twincell..")));
  }

  private static void check(ArchRule rule) {
    rule.check(product);
  }

  private static Arrow from(String... packages) {
    return new Arrow(packages);
  }

  private record Arrow(String[] from) {
    ArchRule to(String... packages) {
      return noClasses()
          .that(resideInAnyPackage(from))
          .should()
          .dependOnClassesThat(resideInAnyPackage(packages));
    }
  }
}
