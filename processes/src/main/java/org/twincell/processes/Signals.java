// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.processes;

import java.lang.reflect.Proxy;

/**
 * Signals to this program itself. Reached by reflection: the class is the JDK's, but not of its
 * public API. A hook of the JVM would not do for whoever still needs its children then: they are
 * ended at the same moment.
 */
public final class Signals {
  private Signals() {}

  /**
   * Runs an action, on a thread of the JDK's, whenever the signal comes; the JVM then goes on.
   *
   * @param name for instance {@code TERM}
   * @return false when the signal cannot be heard here; it then does what it did before
   */
  public static boolean on(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> {
                if (method.getName().equals("handle")) action.run();
                return null;
              });
      Object unused =
          signal
              .getMethod("handle", signal, handler)
              .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
      return true;
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      return false;
    }
  }
}
