// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What was opened, closed in the reverse order. A start that fails half-way closes what it had; the
 * first failure of a close is thrown, further ones are suppressed in it. Closing twice does no
 * harm.
 */
public final class CloseStack implements AutoCloseable {
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  /** Remembers what was opened, and gives it back. */
  public synchronized <T extends AutoCloseable> T push(T resource) {
    opened.push(resource);
    return resource;
  }

  @Override
  public void close() {
    IllegalStateException failure = null;
    for (AutoCloseable each = pop(); each != null; each = pop()) {
      try {
        each.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        if (failure == null) failure = new IllegalStateException("closing failed", e);
        else failure.addSuppressed(e);
      }
    }
    if (failure != null) throw failure;
  }

  private synchronized @Nullable AutoCloseable pop() {
    return opened.poll();
  }
}
