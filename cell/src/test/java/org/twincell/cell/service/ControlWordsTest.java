// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.twincell.protocol.CellException;

class ControlWordsTest {
  @Test
  void whatAMemberSaysOfItselfHasOneFormAndIsNoControlWord() {
    ControlActions none =
        (ControlActions)
            Proxy.newProxyInstance(
                ControlActions.class.getClassLoader(),
                new Class<?>[] {ControlActions.class},
                (proxy, method, arguments) -> {
                  throw new AssertionError(method + " was called");
                });
    try (ControlWords words = new ControlWords("Alphonse", none)) {
      assertThatThrownBy(() -> words.say("status", new ControlActions.Asked("joe", List.of())))
          .isInstanceOf(CellException.class)
          .hasMessageContaining("'status' is not a control word")
          .hasMessageContaining("mcontrol status");
    }
  }
}
