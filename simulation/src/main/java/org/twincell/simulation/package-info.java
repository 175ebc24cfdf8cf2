// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * A whole cell with its gateways and clients on virtual time: members, gateways and SDK clients
 * with the product's own decisions, and a network, disks and clocks that do their worst by a seed.
 *
 * <p>Start at {@link org.twincell.simulation.Simulation}: one seed is one story, the same each
 * time. Everything runs on the thread that calls it. Not part of the product.
 */
@NullMarked
package org.twincell.simulation;

import org.jspecify.annotations.NullMarked;
