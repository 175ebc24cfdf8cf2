// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The client of a cell over gRPC: finds the active member, follows it, and retries under the same
 * ids.
 *
 * <p>Start at {@link org.twincell.protocol.client.CellClients}. What to ask whom and when is
 * decided in classes that hold no socket and no clock; {@code FollowingClient} carries it out. Each
 * open client owns one timer thread and a connection to each member; the threads of the connections
 * belong to gRPC and are shared by all clients of the process.
 */
@NullMarked
package org.twincell.protocol.client;

import org.jspecify.annotations.NullMarked;
