// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.twincell.imapi.Contract;

/**
 * How a client behaves. Made with {@link #builder}; immutable.
 *
 * @param gateways the primary, then the backups in the order in which they are tried
 * @param cell name of the cell; empty: the only cell that the gateway lists
 * @param clientName what {@code fetchNew} and {@code acknowledge} write into {@code client_ack};
 *     must stay the same over restarts, and differ between programs that each want all events
 * @param userName sent with Connect; the product does not check it
 * @param patience how long a call may take with all its retries, at least 1 s
 * @param attemptTimeOut how long one try may take, at least 500 ms: after this time a gateway that
 *     does not answer counts as dead; doubles within a call after each time-out, for long queries
 * @param connectTimeOut how long opening a connection may take
 * @param returnToPrimaryAfter how long an earlier gateway must have been well, without a break,
 *     before the client goes back to it
 * @param retryBurst retries that all calls together may make at once
 * @param retriesPerSecond how fast that budget fills again
 * @param pageSize rows per page of a query, 1 to 10000
 * @param answerLimit bytes of the largest answer that is accepted
 * @param parallelAcknowledgements how many events are acknowledged at the same time, 1 to 64
 * @param spoolFolder where events wait when it is given; made when absent, used by one client
 * @param spoolLimit bytes that the spool folder may take; beyond it {@code send} refuses
 */
public record ClientSettings(
    List<URI> gateways,
    String cell,
    String clientName,
    String userName,
    Duration patience,
    Duration attemptTimeOut,
    Duration connectTimeOut,
    Duration returnToPrimaryAfter,
    int retryBurst,
    int retriesPerSecond,
    int pageSize,
    long answerLimit,
    int parallelAcknowledgements,
    Optional<Path> spoolFolder,
    long spoolLimit) {
  private static final int MAX_NAME_LENGTH = 128;

  public ClientSettings {
    gateways = List.copyOf(gateways);
    List<String> problems = new ArrayList<>();
    if (gateways.isEmpty()) problems.add("no gateway is given");
    if (patience.compareTo(Duration.ofSeconds(1)) < 0) problems.add("patience is below 1 s");
    if (attemptTimeOut.compareTo(Duration.ofMillis(500)) < 0)
      problems.add("attemptTimeOut is below 500 ms");
    if (connectTimeOut.isNegative() || connectTimeOut.isZero())
      problems.add("connectTimeOut is not positive");
    if (returnToPrimaryAfter.isNegative()) problems.add("returnToPrimaryAfter is negative");
    if (retryBurst < 1 || retriesPerSecond < 1)
      problems.add("retryBurst or retriesPerSecond is below 1");
    if (pageSize < 1 || pageSize > 10_000) problems.add("pageSize is not between 1 and 10000");
    if (answerLimit < 1 << 16) problems.add("answerLimit is below 64 KiB");
    if (parallelAcknowledgements < 1 || parallelAcknowledgements > 64)
      problems.add("parallelAcknowledgements is not between 1 and 64");
    if (spoolLimit < 1 << 20) problems.add("spoolLimit is below 1 MiB");
    if (!isClientName(clientName))
      problems.add(
          "clientName '"
              + clientName
              + "' has more than 128 characters, or one that is not a letter, a digit, or one of"
              + " . - _ @ :");
    if (!problems.isEmpty())
      throw new IllegalArgumentException("wrong client settings: " + String.join("; ", problems));
  }

  /**
   * Starts with the primary gateway and the defaults.
   *
   * @param primary a URL such as {@code http://system1:9080}; the path of the service is added when
   *     there is none
   * @throws IllegalArgumentException when it is not an http or https URL
   */
  public static Builder builder(String primary) {
    return new Builder().gateway(primary);
  }

  /** Names are written into conditions and lists, so quotes, blanks and commas are not allowed. */
  private static boolean isClientName(String name) {
    return name.length() <= MAX_NAME_LENGTH
        && name.chars().allMatch(c -> Character.isLetterOrDigit(c) || ".-_@:".indexOf(c) >= 0);
  }

  private static URI endpoint(String url) {
    URI given;
    try {
      given = URI.create(url.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'" + url + "' is not a URL" + HOW_TO_WRITE_IT, e);
    }
    boolean http = "http".equalsIgnoreCase(given.getScheme());
    if (!(http || "https".equalsIgnoreCase(given.getScheme())) || given.getHost() == null)
      throw new IllegalArgumentException(
          "'" + url + "' is not the URL of a gateway" + HOW_TO_WRITE_IT);
    String path = given.getPath();
    return path == null || path.isEmpty() || path.equals("/")
        ? given.resolve(Contract.PATH)
        : given;
  }

  private static final String HOW_TO_WRITE_IT = "; write for example http://system1:9080";

  /** Collects settings; not thread-safe. Every method returns the builder itself. */
  public static final class Builder {
    private final List<URI> gateways = new ArrayList<>();
    private String cell = "";
    private String clientName = "";
    private String userName = "";
    private Duration patience = Duration.ofSeconds(30);
    private Duration attemptTimeOut = Duration.ofSeconds(5);
    private Duration connectTimeOut = Duration.ofSeconds(2);
    private Duration returnToPrimaryAfter = Duration.ofSeconds(30);
    private int retryBurst = 100;
    private int retriesPerSecond = 50;
    private int pageSize = 500;
    private long answerLimit = 64L << 20;
    private int parallelAcknowledgements = 8;
    private Optional<Path> spoolFolder = Optional.empty();
    private long spoolLimit = 1L << 30;

    private Builder() {}

    private Builder gateway(String url) {
      gateways.add(endpoint(url));
      return this;
    }

    /** One more gateway, to be tried after those given before. */
    public Builder backup(String url) {
      return gateway(url);
    }

    public Builder cell(String name) {
      cell = name;
      return this;
    }

    public Builder clientName(String name) {
      clientName = name;
      return this;
    }

    public Builder userName(String name) {
      userName = name;
      return this;
    }

    public Builder patience(Duration time) {
      patience = time;
      return this;
    }

    public Builder attemptTimeOut(Duration time) {
      attemptTimeOut = time;
      return this;
    }

    public Builder connectTimeOut(Duration time) {
      connectTimeOut = time;
      return this;
    }

    public Builder returnToPrimaryAfter(Duration time) {
      returnToPrimaryAfter = time;
      return this;
    }

    /** Retries that may be made at once, and how many more each second. */
    public Builder retryBudget(int burst, int perSecond) {
      retryBurst = burst;
      retriesPerSecond = perSecond;
      return this;
    }

    public Builder pageSize(int rows) {
      pageSize = rows;
      return this;
    }

    public Builder answerLimit(long bytes) {
      answerLimit = bytes;
      return this;
    }

    public Builder parallelAcknowledgements(int calls) {
      parallelAcknowledgements = calls;
      return this;
    }

    public Builder spoolFolder(Path folder) {
      spoolFolder = Optional.of(folder);
      return this;
    }

    public Builder spoolLimit(long bytes) {
      spoolLimit = bytes;
      return this;
    }

    /**
     * The settings.
     *
     * @throws IllegalArgumentException naming everything that is wrong
     */
    public ClientSettings build() {
      return new ClientSettings(
          gateways,
          cell,
          clientName,
          userName,
          patience,
          attemptTimeOut,
          connectTimeOut,
          returnToPrimaryAfter,
          retryBurst,
          retriesPerSecond,
          pageSize,
          answerLimit,
          parallelAcknowledgements,
          spoolFolder,
          spoolLimit);
    }
  }
}
