// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client.soap;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.xml.ws.api.message.Packet;
import com.sun.xml.ws.api.pipe.Codec;
import com.sun.xml.ws.api.pipe.ContentType;
import com.sun.xml.ws.api.pipe.NextAction;
import com.sun.xml.ws.api.pipe.TubeCloner;
import com.sun.xml.ws.api.pipe.helper.AbstractTubeImpl;
import com.sun.xml.ws.util.ByteArrayBuffer;
import jakarta.xml.ws.WebServiceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import org.twincell.imapi.Contract;

/**
 * The transport below the reference implementation: one POST on the JDK's HTTP client, bounded in
 * time from the first byte to the last. (The one that the reference implementation brings keeps
 * five connections at most, bounds each read instead of the whole answer, and repeats a POST
 * unasked.)
 */
final class HttpTube extends AbstractTubeImpl {
  /** Property of a call: a {@link Duration}. */
  static final String TIME_OUT = "org.twincell.client.timeOut";

  /** Property of a call: a {@link String} that is the same for all tries of a command. */
  static final String COMMAND_ID = "org.twincell.client.commandId";

  /** What a message shows of an answer that is no envelope. */
  private static final int LINE_LIMIT_BYTES = 1000;

  private final Codec codec;
  private final HttpCalls http;

  HttpTube(Codec codec, HttpCalls http) {
    this.codec = codec;
    this.http = http;
  }

  private HttpTube(HttpTube other, TubeCloner cloner) {
    super(other, cloner);
    this.codec = other.codec.copy();
    this.http = other.http;
  }

  @Override
  public NextAction processRequest(Packet request) {
    try {
      HttpResponse<byte[]> answer = http.send(write(request), time(request));
      return doReturnWith(read(request, answer));
    } catch (IOException e) {
      throw HttpFailure.of(e);
    }
  }

  private HttpRequest write(Packet request) throws IOException {
    ByteArrayBuffer envelope = new ByteArrayBuffer();
    ContentType type = codec.encode(request, envelope);
    String action = type.getSOAPActionHeader();
    HttpRequest.Builder http =
        HttpRequest.newBuilder(request.endpointAddress.getURI())
            .header("Content-Type", type.getContentType())
            .header("Accept", "text/xml")
            .header("SOAPAction", action == null ? "\"\"" : action)
            .timeout(time(request));
    if (request.invocationProperties.get(COMMAND_ID) instanceof String id && !id.isEmpty())
      http.header(SoapGateways.COMMAND_ID_HEADER, id);
    return http.POST(
            HttpRequest.BodyPublishers.ofByteArray(envelope.getRawData(), 0, envelope.size()))
        .build();
  }

  private static Duration time(Packet request) {
    if (request.invocationProperties.get(TIME_OUT) instanceof Duration time) return time;
    throw new WebServiceException("a call without a time-out");
  }

  private Packet read(Packet request, HttpResponse<byte[]> answer) throws IOException {
    int status = answer.statusCode();
    String type = answer.headers().firstValue("Content-Type").orElse("");
    boolean mayBeEnvelope =
        (status == 200 || status == 500)
            && type.toLowerCase(Locale.ROOT).contains("xml")
            && answer.body().length > 0;
    if (!mayBeEnvelope) throw noEnvelope(answer);
    Packet reply = request.createClientResponse(null);
    codec.decode(new ByteArrayInputStream(answer.body()), type, reply);
    return reply;
  }

  private static HttpFailure noEnvelope(HttpResponse<byte[]> answer) {
    String code = answer.headers().firstValue(Contract.FAULT_HEADER).orElse("");
    String start =
        new String(answer.body(), 0, Math.min(answer.body().length, LINE_LIMIT_BYTES), UTF_8);
    return HttpFailure.ofStatus(answer.statusCode(), code, start.lines().findFirst().orElse(code));
  }

  @Override
  public NextAction processResponse(Packet response) {
    return doReturnWith(response);
  }

  @Override
  public NextAction processException(Throwable t) {
    return doThrow(t);
  }

  @Override
  public void preDestroy() {
    // The HTTP client belongs to SoapGateways, which closes it.
  }

  @Override
  public AbstractTubeImpl copy(TubeCloner cloner) {
    return new HttpTube(this, cloner);
  }
}
