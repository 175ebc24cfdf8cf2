// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What every file of the tree promises: a licence, a described package, links that lead somewhere.
 */
class TreeTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");

  @Test
  void everySourceFileNamesItsLicence() {
    List<Path> bare =
        Sources.files(".java", ".proto", ".baroc", ".py", ".sh", ".properties", ".conf", ".dir")
            .stream()
            .filter(file -> !Sources.text(file).contains("SPDX-License-Identifier: Apache-2.0"))
            .filter(file -> !file.toString().contains("/src/test/resources/"))
            .filter(file -> !file.endsWith("maven-wrapper.properties"))
            .toList();
    assertThat(bare).isEmpty();
  }

  @Test
  void everyPackageOfTheProductSaysWhatItIsForAndHasNoNull() {
    List<Path> undescribed = new ArrayList<>();
    for (Path file : Sources.mainJava()) {
      Path info = file.resolveSibling("package-info.java");
      if (!Files.exists(info) || !Sources.text(info).contains("@NullMarked")) {
        if (!undescribed.contains(info)) undescribed.add(info);
      }
    }
    assertThat(undescribed).isEmpty();
  }

  @Test
  void everyLinkOfTheDocumentsLeadsToAFile() {
    List<String> dead = new ArrayList<>();
    for (Path document : Sources.files(".md")) {
      Matcher link = LINK.matcher(Sources.text(document));
      while (link.find()) {
        String to = link.group(1);
        if (to.contains("://") || to.startsWith("mailto:")) continue;
        if (!Files.exists(document.resolveSibling(to))) dead.add(document + " -> " + to);
      }
    }
    assertThat(dead).isEmpty();
  }

  @Test
  void noTestSleeps() {
    List<Path> sleeping =
        Sources.files(".java").stream()
            .filter(file -> file.toString().contains("/src/test/"))
            .filter(file -> !file.toString().contains("/rules/"))
            .filter(
                file ->
                    Sources.text(file)
                        .matches("(?s).*(Thread\\.sleep\\(|TimeUnit\\.\\w+\\.sleep\\().*"))
            .toList();
    assertThat(sleeping).as("wait on a condition instead").isEmpty();
  }

  /** Programs that are started another way would live on when a test or a benchmark is killed. */
  @Test
  void programsAreStartedByTheModuleForIt() {
    List<String> others =
        Sources.files(".java").stream()
            .filter(file -> Sources.text(file).contains("new " + "ProcessBuilder("))
            .map(file -> Sources.root().relativize(file).toString())
            .filter(file -> !file.startsWith("processes/"))
            .filter(file -> !file.startsWith("cell/src/test/")) // these lie below that module
            .filter(file -> !file.startsWith("testkit/src/test/"))
            .toList();
    assertThat(others)
        .containsExactlyInAnyOrder(
            "cli/src/main/java/org/twincell/cli/Main.java", // mposter in the background
            "system-tests/src/main/java/org/twincell/faults/site/TapLinks.java"); // says why
  }
}
