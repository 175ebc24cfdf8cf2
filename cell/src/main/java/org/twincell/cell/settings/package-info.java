// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The parameters of a member: {@code mcell.conf}, the options of {@code mcell}, and the values they
 * become.
 *
 * <p>Start at {@link org.twincell.cell.settings.CellSettings#load}. Everything here is immutable;
 * the only I/O is reading the parameter file.
 */
@NullMarked
package org.twincell.cell.settings;

import org.jspecify.annotations.NullMarked;
