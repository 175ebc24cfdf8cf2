// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.codec;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import java.util.Optional;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.wire.Fault;

/** Refusals, as a message of their own and as the trailer of a failed call. */
public final class FaultCodec {
  /** The trailer that carries the fault of a refused call: {@code twincell-fault-bin}. */
  public static final Metadata.Key<Fault> TRAILER =
      Metadata.Key.of(
          "twincell-fault-bin", ProtoUtils.metadataMarshaller(Fault.getDefaultInstance()));

  /** The longest text that travels in one part of a fault, in characters. */
  static final int TEXT_LIMIT_CHARS = 2000;

  private FaultCodec() {}

  /** The refusal as a message. */
  public static Fault toWire(CellException refusal) {
    return Fault.newBuilder()
        .setCode(refusal.error().name())
        .setWhat(cut(refusal.what()))
        .setWhy(cut(refusal.why()))
        .setMend(cut(refusal.mend()))
        .setLine(refusal.line())
        .setColumn(refusal.column())
        .build();
  }

  /** NOT_ACTIVE with the address of the active member, empty when it is not known. */
  public static Fault notActive(String member, String activeAddress) {
    return Fault.newBuilder()
        .setCode(CellError.NOT_ACTIVE.name())
        .setWhat(member + " is not active")
        .setWhy(activeAddress.isEmpty() ? "the members are choosing" : activeAddress + " is")
        .setMend("Ask the active member.")
        .setActiveAddress(activeAddress)
        .build();
  }

  /** The refusal from a message; a code that this version does not know becomes INTERNAL. */
  public static CellException fromWire(Fault wire) {
    return new CellException(
        error(wire),
        wire.getWhat(),
        wire.getWhy(),
        wire.getMend(),
        wire.getLine(),
        wire.getColumn());
  }

  /** The code of a fault; one that this version does not know becomes INTERNAL. */
  public static CellError error(Fault wire) {
    for (CellError error : CellError.values()) {
      if (error.name().equals(wire.getCode())) return error;
    }
    return CellError.INTERNAL;
  }

  /** The failure of a call, with the fault in its trailer. */
  public static StatusRuntimeException toStatus(Fault fault) {
    Metadata trailers = new Metadata();
    trailers.put(TRAILER, fault);
    return new StatusRuntimeException(
        status(error(fault)).withDescription(fault.getWhat()), trailers);
  }

  /** The fault that a failed call carries, if the cell itself refused it. */
  public static Optional<Fault> fromTrailers(Metadata trailers) {
    return Optional.ofNullable(trailers.get(TRAILER));
  }

  private static Status status(CellError error) {
    return switch (error) {
      case NOT_ACTIVE, UNAVAILABLE -> Status.UNAVAILABLE;
      case OUTCOME_UNKNOWN -> Status.ABORTED;
      case BUSY, TOO_LARGE -> Status.RESOURCE_EXHAUSTED;
      case CLASS_UNKNOWN, OBJECT_UNKNOWN -> Status.NOT_FOUND;
      case SLOT_INVALID, QUERY_SYNTAX, CLASS_FILE_INVALID, BAD_REQUEST -> Status.INVALID_ARGUMENT;
      case QUERY_EXPIRED, REFUSED -> Status.FAILED_PRECONDITION;
      case NOT_AUTHORISED -> Status.PERMISSION_DENIED;
      case INTERNAL -> Status.INTERNAL;
    };
  }

  private static String cut(String text) {
    return text.length() <= TEXT_LIMIT_CHARS ? text : text.substring(0, TEXT_LIMIT_CHARS) + "...";
  }
}
