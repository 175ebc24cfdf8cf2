// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.soap;

/**
 * Bounds of envelopes; each is a setting of the same name.
 *
 * @param depthLimit elements inside each other
 * @param elementLimit elements altogether
 * @param attributeLimit attributes of one element
 * @param nameLimit characters of the name of an element
 * @param textLimit characters of one text or attribute
 * @param largeCallLimit calls with large answers that are worked on at the same time
 */
public record XmlLimits(
    int depthLimit,
    int elementLimit,
    int attributeLimit,
    int nameLimit,
    int textLimit,
    int largeCallLimit) {}
