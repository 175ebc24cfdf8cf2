// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.soap;

import java.util.Locale;
import java.util.Optional;
import org.apache.cxf.binding.soap.Soap11;
import org.apache.cxf.binding.soap.Soap12;
import org.apache.cxf.binding.soap.SoapBindingConstants;
import org.apache.cxf.binding.soap.SoapVersion;

/**
 * The two versions of SOAP. They share the address; the media type of a request tells them apart.
 */
public enum SoapEdition {
  SOAP_11("text/xml", Soap11.getInstance(), SoapBindingConstants.SOAP11_BINDING_ID),
  SOAP_12("application/soap+xml", Soap12.getInstance(), SoapBindingConstants.SOAP12_BINDING_ID);

  private final String mediaType;
  private final SoapVersion version;
  private final String bindingId;

  SoapEdition(String mediaType, SoapVersion version, String bindingId) {
    this.mediaType = mediaType;
    this.version = version;
    this.bindingId = bindingId;
  }

  /** The version that a media type without parameters announces. */
  public static Optional<SoapEdition> ofMediaType(String mediaType) {
    String lower = mediaType.toLowerCase(Locale.ROOT);
    for (SoapEdition edition : values()) {
      if (edition.mediaType.equals(lower)) return Optional.of(edition);
    }
    return Optional.empty();
  }

  /** Content-Type of an answer. */
  public String contentType() {
    return mediaType + ";charset=UTF-8";
  }

  String namespace() {
    return version.getNamespace();
  }

  String bindingId() {
    return bindingId;
  }
}
