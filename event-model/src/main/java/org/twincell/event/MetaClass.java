// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.event;

/** The five fixed keywords that begin a class definition. */
public enum MetaClass {
  MC_EV_CLASS,
  MC_DATA_CLASS,
  MC_PUBLISH_DATA_CLASS,
  MC_INTERFACE,
  TEC_CLASS;

  /** Whether instances of such a class are events. */
  public boolean isEvent() {
    return this == MC_EV_CLASS || this == TEC_CLASS;
  }

  /** Whether instances of such a class are data objects. */
  public boolean isData() {
    return this == MC_DATA_CLASS || this == MC_PUBLISH_DATA_CLASS;
  }
}
