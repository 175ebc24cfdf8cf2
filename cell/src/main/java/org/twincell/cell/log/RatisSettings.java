// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.grpc.GrpcTlsConfig;
import org.apache.ratis.grpc.server.GrpcServices;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.thirdparty.io.netty.handler.ssl.SslProvider;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/**
 * What Ratis is told. Every setting that differs from its default stands here with its reason; what
 * was measured is in the decision record on the replicated log.
 */
final class RatisSettings {
  /** After a start the first vote is asked for at the latest so soon, and a random time more. */
  private static final Duration FIRST_ELECTION = Duration.ofMillis(500);

  /** Room for term, index and ids around an entry of the largest size. */
  private static final int ENTRY_FRAME_BYTES = 64 << 10;

  /** Chunks of a snapshot that may be under way at once. */
  private static final int SNAPSHOT_CHUNKS = 4;

  /** How long the chunks under way may take, each. */
  private static final int SNAPSHOT_CHUNK_SECONDS = 1;

  private RatisSettings() {}

  /** Who takes part from the start; whoever comes later is named by an entry of the log. */
  static RaftGroup group(LogSettings settings, DataFolder folder, Branch branch) {
    List<RaftPeer> peers =
        settings.members().stream()
            .filter(each -> branch.number() == 0 || each.equals(settings.self()))
            .filter(each -> branch.number() == 0 || branch.isBegunBy(each.role()))
            .map(RatisSettings::peer)
            .toList();
    return RaftGroup.valueOf(RaftGroupId.valueOf(folder.group()), peers);
  }

  /** The other members, where the settings say that they are. */
  static List<RaftPeer> others(LogSettings settings) {
    return settings.members().stream()
        .filter(each -> !each.equals(settings.self()))
        .map(RatisSettings::peer)
        .toList();
  }

  /**
   * Members with a store have the higher priority: one that is in step does not vote for the
   * witness, and a witness that leads hands over as soon as one is.
   */
  static RaftPeer peer(LogMember member) {
    return RaftPeer.newBuilder()
        .setId(member.name())
        .setAddress(member.address())
        .setPriority(member.role() == MemberRole.WITNESS ? 0 : 1)
        .build();
  }

  /** The largest record of a log. */
  static int recordLimitBytes(LogTuning tuning) {
    return tuning.entryLimitBytes() + ENTRY_FRAME_BYTES + 64;
  }

  static RaftProperties properties(LogSettings settings, DataFolder folder) {
    RaftProperties properties = new RaftProperties();
    transport(properties, settings);
    elections(properties, settings);
    log(properties, settings, folder);
    requests(properties, settings.tuning());
    return properties;
  }

  static Parameters parameters(
      LogSettings settings,
      GrpcServices.Customizer customizer,
      QuorumRounds rounds,
      OutgoingCalls calls) {
    Parameters parameters = new Parameters();
    var unused = parameters.put(QuorumRounds.PARAMETER, rounds, QuorumRounds.class);
    var unusedToo = parameters.put(OutgoingCalls.PARAMETER, calls, OutgoingCalls.class);
    GrpcConfigKeys.Server.setServicesCustomizer(parameters, customizer);
    settings
        .security()
        .proof()
        .ifPresent(proof -> GrpcConfigKeys.TLS.setConf(parameters, tls(proof)));
    return parameters;
  }

  private static GrpcTlsConfig tls(LogSecurity.Proof proof) {
    GrpcTlsConfig.Builder builder = GrpcTlsConfig.newBuilder();
    builder
        .setMutualTls(true)
        .setKeyManager(proof.own())
        .setTrustManager(proof.others())
        .setProtocols(List.of("TLSv1.3"))
        // Needs no native library, which a noexec temporary folder would refuse.
        .setSslProvider(SslProvider.JDK);
    return builder.build();
  }

  private static void transport(RaftProperties properties, LogSettings settings) {
    LogTuning tuning = settings.tuning();
    RaftConfigKeys.Rpc.setType(properties, new WatchedTransport());
    GrpcConfigKeys.Server.setPort(properties, settings.self().port());
    String host = listenHost(settings);
    if (!host.isEmpty()) GrpcConfigKeys.Server.setHost(properties, host);
    int message = 2 * (tuning.entryLimitBytes() + ENTRY_FRAME_BYTES) + (1 << 20);
    GrpcConfigKeys.setMessageSizeMax(properties, SizeInBytes.valueOf(message));
    GrpcConfigKeys.Server.setAsyncRequestThreadPoolSize(properties, 4);
    // A stream of a snapshot that breaks is noticed only after (limit x time-out), and no heartbeat
    // goes to that member meanwhile: so both are small.
    GrpcConfigKeys.Server.setInstallSnapshotRequestElementLimit(properties, SNAPSHOT_CHUNKS);
    GrpcConfigKeys.Server.setInstallSnapshotRequestTimeout(
        properties, TimeDuration.valueOf(SNAPSHOT_CHUNK_SECONDS, TimeUnit.SECONDS));
  }

  /** Where the member listens; empty for all addresses of the machine. */
  static String listenHost(LogSettings settings) {
    if (!settings.bindHost().isEmpty()) return settings.bindHost();
    return isLoopback(settings.self().host()) ? settings.self().host() : "";
  }

  /** By the text alone: a name that is looked up may mean another machine tomorrow. */
  private static boolean isLoopback(String host) {
    return host.equalsIgnoreCase("localhost")
        || host.equals("::1")
        || host.matches("127([.][0-9]{1,3}){3}");
  }

  private static void elections(RaftProperties properties, LogSettings settings) {
    LogTuning tuning = settings.tuning();
    Duration max = Patience.longest(tuning, settings.self().role());
    // The least time also sets the pace of heartbeats, so it is the same for all members.
    RaftServerConfigKeys.Rpc.setTimeoutMin(properties, time(tuning.electionMin()));
    RaftServerConfigKeys.Rpc.setTimeoutMax(properties, time(max));
    // A member that starts and knows of no active one has nobody's pauses to bear with.
    Duration first = min(tuning.electionMin(), FIRST_ELECTION);
    RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(properties, time(first));
    RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(
        properties, time(first.plus(max).minus(tuning.electionMin())));
    RaftServerConfigKeys.Rpc.setRequestTimeout(
        properties, TimeDuration.valueOf(3, TimeUnit.SECONDS));
    RaftServerConfigKeys.LeaderElection.setPreVote(properties, true);
    RaftServerConfigKeys.LeaderElection.setLeaderStepDownWaitTime(
        properties, TimeDuration.valueOf(1, TimeUnit.SECONDS));
    // Ratis closes itself for good after a pause of 60 s; a member that was suspended shall go on.
    RaftServerConfigKeys.setCloseThreshold(properties, TimeDuration.valueOf(3650, TimeUnit.DAYS));
  }

  private static void log(RaftProperties properties, LogSettings settings, DataFolder folder) {
    LogTuning tuning = settings.tuning();
    RaftServerConfigKeys.setStorageDir(properties, List.of(folder.raft().toFile()));
    RaftServerConfigKeys.setRemovedGroupsDir(
        properties, new File(folder.root().toFile(), "removed"));
    // With it on, a follower takes a re-sent append with the same first index for the one that is
    // still being written, and acknowledges entries that it does not hold.
    RaftServerConfigKeys.Log.setAppendEntriesComposeEnabled(properties, false);
    // A second log entry for every commit on a quiet log, only to tell the commit index.
    RaftServerConfigKeys.Log.setLogMetadataEnabled(properties, false);
    RaftServerConfigKeys.Log.setCorruptionPolicy(
        properties, RaftServerConfigKeys.Log.CorruptionPolicy.EXCEPTION);

    SizeInBytes entry = SizeInBytes.valueOf(tuning.entryLimitBytes() + ENTRY_FRAME_BYTES);
    RaftServerConfigKeys.Log.Appender.setBufferByteLimit(properties, entry);
    RaftServerConfigKeys.Log.setWriteBufferSize(
        properties, SizeInBytes.valueOf(entry.getSize() + 64));
    RaftServerConfigKeys.Log.setSegmentSizeMax(
        properties, SizeInBytes.valueOf(tuning.segmentBytes()));
    RaftServerConfigKeys.Log.setPreallocatedSize(
        properties, SizeInBytes.valueOf(Math.min(4L << 20, tuning.segmentBytes())));
    RaftServerConfigKeys.Log.setSegmentCacheNumMax(properties, tuning.cachedSegments());
    RaftServerConfigKeys.Log.setSegmentCacheSizeMax(
        properties, SizeInBytes.valueOf((tuning.cachedSegments() + 1L) * tuning.segmentBytes()));
    snapshots(properties, settings);
    // A member that comes back is tried again within milliseconds, not after a second. Ratis spins
    // after an error until the next heartbeat is due, so the pauses are as long as that.
    long beat = Math.max(10, tuning.electionMin().toMillis() / 4 + 2);
    RaftServerConfigKeys.Log.Appender.setRetryPolicy(
        properties, "2ms,2, " + beat + "ms,75, 200ms,50, 500ms,100000");
  }

  private static void snapshots(RaftProperties properties, LogSettings settings) {
    LogTuning tuning = settings.tuning();
    // SnapshotPace asks for them, by entries and by bytes, and says what stays behind.
    RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(properties, false);
    RaftServerConfigKeys.Snapshot.setTriggerWhenStopEnabled(properties, false);
    RaftServerConfigKeys.Snapshot.setTriggerWhenRemoveEnabled(properties, false);
    RaftServerConfigKeys.Snapshot.setCreationGap(properties, 1);
    RaftServerConfigKeys.Snapshot.setRetentionFileNum(properties, SnapshotFolder.KEPT);
    RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(properties, true);
    RaftServerConfigKeys.Log.setPurgeGap(
        properties, (int) Math.max(1, Math.min(1024, tuning.snapshotEvery() / 4)));
    RaftServerConfigKeys.Log.Appender.setInstallSnapshotEnabled(properties, true);
    RaftServerConfigKeys.Log.Appender.setSnapshotChunkSizeMax(
        properties, SizeInBytes.valueOf(Math.min(1 << 20, tuning.entryLimitBytes())));
  }

  private static void requests(RaftProperties properties, LogTuning tuning) {
    RaftServerConfigKeys.Write.setElementLimit(properties, tuning.pendingLimit());
    // Ids of calls are never used twice, so remembering answers is only a cost.
    RaftServerConfigKeys.RetryCache.setExpiryTime(
        properties, TimeDuration.valueOf(1, TimeUnit.SECONDS));
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static TimeDuration time(Duration duration) {
    return TimeDuration.valueOf(duration.toMillis(), TimeUnit.MILLISECONDS);
  }
}
