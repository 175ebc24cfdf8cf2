// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.digest;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.twincell.cell.store.DigestMark;
import org.twincell.cell.store.Records;
import org.twincell.cell.store.StoreCare.MendingException;
import org.twincell.directory.Address;
import org.twincell.protocol.keys.KeyProof;
import org.twincell.protocol.wire.CopyPart;
import org.twincell.protocol.wire.DigestAt;
import org.twincell.protocol.wire.ReadCopyRequest;
import org.twincell.protocol.wire.ReadRecordsRequest;
import org.twincell.protocol.wire.ReadStandingRequest;
import org.twincell.protocol.wire.RecordsPart;
import org.twincell.protocol.wire.StoreServiceGrpc;
import org.twincell.protocol.wire.StoreServiceGrpc.StoreServiceBlockingStub;
import org.twincell.protocol.wire.StoreStanding;

/** The other member over its port. Connects when it is first asked, and again by itself. */
final class GrpcPartner implements Partner {
  /** A standing is a matter of memory; a member that does not say it by then is away. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(3);

  /** The other member reads its index whole. */
  private static final Duration RECORDS_LIMIT = Duration.ofMinutes(2);

  /** The longest that a copy may take to travel; entries wait here meanwhile. */
  private static final Duration COPY_LIMIT = Duration.ofHours(2);

  private static final int MESSAGE_LIMIT_BYTES = 4 << 20;

  private final Address address;
  private final ManagedChannel channel;

  GrpcPartner(Address address, Optional<KeyProof> proof) {
    this.address = address;
    NettyChannelBuilder builder =
        NettyChannelBuilder.forAddress(address.host(), address.port())
            .maxInboundMessageSize(MESSAGE_LIMIT_BYTES)
            .proxyDetector(target -> null)
            .directExecutor()
            .disableRetry();
    proof.ifPresentOrElse(
        it -> builder.sslContext(it.clientContext()), () -> builder.usePlaintext());
    this.channel = builder.build();
  }

  private StoreServiceBlockingStub within(Duration limit) {
    return StoreServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public Standing standing(boolean wantMark) throws MendingException {
    return StandingCodec.fromWire(ask(0, wantMark));
  }

  @Override
  public DigestMark mark(long index) throws MendingException {
    for (DigestAt at : ask(index, false).getDigestsList()) {
      if (at.getIndex() == index && !at.getSums().isEmpty()) return StandingCodec.fromWire(at);
    }
    throw new MendingException(address + " does not remember entry " + index, false);
  }

  private StoreStanding ask(long sumsOf, boolean wantMark) throws MendingException {
    ReadStandingRequest request =
        ReadStandingRequest.newBuilder().setSumsOf(sumsOf).setWantMark(wantMark).build();
    try {
      return within(ANSWER_LIMIT).readStanding(request);
    } catch (StatusRuntimeException e) {
      throw silent(e);
    }
  }

  private MendingException silent(StatusRuntimeException e) {
    return new MendingException(address + " does not say (" + e.getStatus() + ")", false);
  }

  @Override
  public Records read(Set<Integer> buckets, long index) throws MendingException {
    List<Records.Item> items = new ArrayList<>();
    byte[] state = new byte[0];
    try {
      Iterator<RecordsPart> parts =
          within(RECORDS_LIMIT)
              .readRecords(ReadRecordsRequest.newBuilder().addAllBuckets(buckets).build());
      while (parts.hasNext()) {
        RecordsPart part = parts.next();
        if (!part.getRefusal().isEmpty()) {
          throw new MendingException(address + ": " + part.getRefusal(), part.getInDoubt());
        }
        if (!part.getState().isEmpty()) state = part.getState().toByteArray();
        part.getItemsList()
            .forEach(
                item ->
                    items.add(
                        new Records.Item(
                            item.getFamily(),
                            item.getKey().toByteArray(),
                            item.getValue().toByteArray())));
      }
      return Records.received(state, buckets, items);
    } catch (StatusRuntimeException e) {
      throw silent(e);
    } catch (IllegalArgumentException e) {
      throw new MendingException(address + " sent what makes no sense: " + e.getMessage(), false);
    }
  }

  @Override
  public void copyInto(Path folder) throws MendingException {
    try {
      Iterator<CopyPart> parts = within(COPY_LIMIT).readCopy(ReadCopyRequest.getDefaultInstance());
      while (parts.hasNext()) {
        CopyPart part = parts.next();
        if (part.getDone()) return;
        if (!part.getRefusal().isEmpty()) {
          throw new MendingException(address + ": " + part.getRefusal(), part.getInDoubt());
        }
        write(folder, part);
      }
      throw new MendingException(address + " broke off its copy", false);
    } catch (StatusRuntimeException e) {
      throw silent(e);
    } catch (IOException e) {
      throw new MendingException("a copy can not be written (" + e.getMessage() + ")", false);
    }
  }

  private static void write(Path folder, CopyPart part) throws IOException {
    Path name = Path.of(part.getFile()).getFileName();
    if (name == null || !name.toString().equals(part.getFile())) {
      throw new IOException("'" + part.getFile() + "' is no name of a file");
    }
    Path file = folder.resolve(name);
    try (OutputStream out =
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      part.getBytes().writeTo(out);
    }
    if (part.getBytes().size() == StoreCalls.PART_BYTES) return;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
