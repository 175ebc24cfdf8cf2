// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.operation;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.directory.CellEntry;
import org.twincell.directory.DirectoryEntry;
import org.twincell.directory.GatewayEntry;
import org.twincell.gateway.cells.BufferMode;
import org.twincell.gateway.cells.Cells;
import org.twincell.gateway.cells.KnownCell;
import org.twincell.gateway.fault.CallException;
import org.twincell.gateway.fault.FaultCode;
import org.twincell.imapi.elems.Connect;
import org.twincell.imapi.elems.ConnectOutput;
import org.twincell.imapi.elems.Disconnect;
import org.twincell.imapi.elems.GetCellInfo;
import org.twincell.imapi.elems.GetCellInfoOutput;
import org.twincell.imapi.elems.NoValueOutput;
import org.twincell.imapi.types.ArrayOfCellInfo;
import org.twincell.imapi.types.CellInfo;
import org.twincell.imapi.types.IMBufferType;
import org.twincell.protocol.MemberInfo;

/** Connect, Disconnect and GetCellInfo. */
final class Connections {
  /** Answered in place of a key: clients show it, none needs it. */
  static final String HIDDEN_KEY = "hidden";

  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final Cells cells;
  private final OperationLimits limits;

  Connections(Cells cells, OperationLimits limits) {
    this.cells = cells;
    this.limits = limits;
  }

  ConnectOutput connect(Connect request, Caller caller) {
    KnownCell cell = cells.find(Arguments.text(request.getImname()));
    BufferMode mode = mode(request.getBufferType());
    if (effective(mode, limits) == BufferMode.NONE) refuseWhenUnreachable(cell);
    ConnectOutput answer = new ConnectOutput();
    answer.setConnectionId(cells.connectionId(cell, mode));
    return answer;
  }

  /** What a connection's mode means under these settings; never DEFAULT. */
  static BufferMode effective(BufferMode mode, OperationLimits limits) {
    return mode == BufferMode.DEFAULT ? limits.defaultMode() : mode;
  }

  private static BufferMode mode(@Nullable IMBufferType type) {
    if (type == null) return BufferMode.DEFAULT;
    return switch (type) {
      case BMCII_BUFFER_MODE_DEFAULT -> BufferMode.DEFAULT;
      case BMCII_BUFFER_MODE_NONE -> BufferMode.NONE;
      case BMCII_BUFFER_MODE_LOW -> BufferMode.LOW;
      case BMCII_BUFFER_MODE_HIGH -> BufferMode.HIGH;
    };
  }

  /**
   * A client that is new has not met its members yet, so they are asked before anyone is refused.
   */
  private static void refuseWhenUnreachable(KnownCell cell) {
    if (cell.client().isReachable()) return;
    List<MemberInfo> members = cell.client().status(LOOK);
    boolean active =
        members.stream().anyMatch(m -> m.reachable() && m.duty() == MemberInfo.Duty.ACTIVE);
    if (active) return;
    throw new CallException.NotDone(
        FaultCode.CELL_UNAVAILABLE,
        "no member of cell '" + cell.name() + "' is active and reachable",
        "Retry, or connect with another bufferType to have calls wait for a takeover");
  }

  NoValueOutput disconnect(Disconnect request, Caller caller) {
    LOG.debug("{} disconnects {}", caller.address(), request.getConnection());
    return new NoValueOutput();
  }

  GetCellInfoOutput cellInfo(GetCellInfo request, Caller caller) {
    GetCellInfoOutput answer = new GetCellInfoOutput();
    answer.setCellInfoArray(new ArrayOfCellInfo());
    for (DirectoryEntry entry : cells.directory().entries()) {
      if (entry instanceof CellEntry)
        answer.getCellInfoArray().getCellInfoElement().add(info(entry, "cell"));
      if (entry instanceof GatewayEntry)
        answer.getCellInfoArray().getCellInfoElement().add(info(entry, "gateway"));
    }
    return answer;
  }

  private static CellInfo info(DirectoryEntry entry, String type) {
    CellInfo info = new CellInfo();
    info.setCellName(entry.name());
    info.setCellType(type);
    info.setCellHostname(entry.addresses().get(0).host());
    info.setPort(entry.addresses().get(0).port());
    info.setEncryptionKey(HIDDEN_KEY);
    info.setTrustedServers("");
    return info;
  }
}
