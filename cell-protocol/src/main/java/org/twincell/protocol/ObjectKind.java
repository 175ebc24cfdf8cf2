// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol;

/** The two kinds of things that a cell keeps. */
public enum ObjectKind {
  EVENT,
  DATA
}
