// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol;

/** Which event or data object a command is about. */
public sealed interface ObjectReference {
  /** By {@code mc_ueid} or {@code mc_udid}, unique everywhere. */
  record ById(String objectId) implements ObjectReference {}

  /** By {@code event_handle} or {@code data_handle}, unique in one cell. */
  record ByHandle(long handle) implements ObjectReference {}
}
