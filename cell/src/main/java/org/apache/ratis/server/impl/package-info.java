// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Ratis' own package, in which one class of ours stands because what it calls is not public: {@link
 * org.apache.ratis.server.impl.StandInPlace}. Only {@code org.twincell.cell.log} uses it; why it is
 * here says {@code docs/adr/0013}. Nothing else belongs here.
 */
@NullMarked
package org.apache.ratis.server.impl;

import org.jspecify.annotations.NullMarked;
