// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Where the processes of a fault run live, and how the links between them are hurt: network
 * namespaces joined by a bridge, or loopback with relays of our own.
 *
 * <p>Start at {@link org.twincell.faults.site.Site}. Namespaces are made inside a private network,
 * mount and process space that the launcher opened, so that the kernel takes everything back when
 * the run ends, however it ends. One thread drives a site; the relays have threads of their own.
 */
@NullMarked
package org.twincell.faults.site;

import org.jspecify.annotations.NullMarked;
