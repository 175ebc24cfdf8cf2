// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.twincell.gateway.cells.Cells;
import org.twincell.gateway.fault.CallException;
import org.twincell.gateway.fault.FaultCode;
import org.twincell.imapi.Contract;

/** All addresses of the gateway, and what is behind each. */
final class Pages extends Handler.Abstract {
  static final String LIVE = "/health/live";
  static final String READY = "/health/ready";
  static final String METRICS = "/metrics";

  private static final String XML = "text/xml;charset=UTF-8";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final SoapPosts posts;
  private final Cells cells;
  private final CallMeters meters;
  private final ContractPages contract = new ContractPages();

  Pages(SoapPosts posts, Cells cells, CallMeters meters) {
    this.posts = posts;
    this.cells = cells;
    this.meters = meters;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    String path = Request.getPathInContext(request);
    boolean endpoint = path.equals(Contract.PATH) || path.equals(Contract.PATH + "/");
    if (endpoint && "POST".equals(request.getMethod())) posts.handle(request, response, callback);
    else if (!isRead(request)) refuse(response, callback, notAllowed(endpoint, response));
    else if (endpoint) endpoint(request, response, callback);
    else page(path, response, callback);
    return true;
  }

  private static boolean isRead(Request request) {
    return "GET".equals(request.getMethod()) || "HEAD".equals(request.getMethod());
  }

  private static CallException notAllowed(boolean endpoint, Response response) {
    response.getHeaders().put(HttpHeader.ALLOW, endpoint ? "GET, HEAD, POST" : "GET, HEAD");
    return new CallException.Refused(
        FaultCode.METHOD_NOT_ALLOWED,
        "the HTTP method does not apply to this address",
        "POST SOAP calls to " + Contract.PATH);
  }

  private static void refuse(Response response, Callback callback, CallException refusal) {
    Reply.refusal(response, callback, refusal);
  }

  private void endpoint(Request request, Response response, Callback callback) {
    String query = request.getHttpURI().getQuery();
    Optional<String> file =
        query == null ? Optional.empty() : contract.find(query, address(request));
    if (file.isPresent()) {
      Reply.send(response, callback, 200, XML, file.get().getBytes(UTF_8));
    } else if (query == null) {
      Reply.text(response, callback, 200, "The web service ImpactManager. " + help());
    } else {
      refuse(response, callback, nothingHere());
    }
  }

  private static String help() {
    return "POST SOAP 1.1 (text/xml) or SOAP 1.2 (application/soap+xml) envelopes to "
        + Contract.PATH
        + "; its WSDL is at "
        + Contract.PATH
        + "?wsdl";
  }

  /**
   * The address as the client wrote it. Jetty has checked that host and port are only what a host
   * and a port may be, so they are safe in XML.
   */
  private static String address(Request request) {
    HttpURI uri = request.getHttpURI();
    String authority = uri.getAuthority();
    String host =
        authority == null ? "localhost" : authority.replaceAll("[^A-Za-z0-9.:_\\[\\]-]", "");
    return uri.getScheme() + "://" + host + Request.getPathInContext(request);
  }

  private void page(String path, Response response, Callback callback) {
    switch (path) {
      case LIVE -> Reply.text(response, callback, 200, "live");
      case READY -> ready(response, callback);
      case METRICS ->
          Reply.send(response, callback, 200, PROMETHEUS, meters.scrape().getBytes(UTF_8));
      default -> refuse(response, callback, nothingHere());
    }
  }

  private void ready(Response response, Callback callback) {
    long reachable = cells.reachable();
    String text = reachable + " of " + cells.all().size() + " cells have an active member in reach";
    Reply.text(response, callback, reachable > 0 ? 200 : 503, text);
  }

  private static CallException nothingHere() {
    return new CallException.Refused(
        FaultCode.PATH_UNKNOWN, "there is nothing at this address", help());
  }
}
