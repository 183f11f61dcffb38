package io.camrelay.wire;

import io.camrelay.bounds.Bounds;
import java.time.Duration;

/**
 * What the operator may set about the devices' port. Limits by address do not bind connections from
 * the relay's own machine: commands and proxies come from there.
 *
 * @param address the address to listen on; {@code 0.0.0.0} for all of IPv4, {@code ::} for all
 * @param port the port to listen on, 0 to 65 535; 0 takes a free one
 * @param threads event loops, 0 to 256; 0 for one a core
 * @param maxConnections connections at a time, 1 to 1 000 000
 * @param maxConnectionsPerAddress from one address (IPv6: one /64) at a time, 1 to 1 000 000
 * @param handshakesPerSecond new connections a second in the long run, 1 to 100 000; with more,
 *     they wait to be accepted
 * @param handshakesPerSecondPerAddress from one address, 1 to 100 000; beyond it they are closed
 * @param handshakeWithin how long a TLS handshake may take, 1 s to 2 min
 * @param closeWithin how long the last words to a device may take, 0 to 30 s
 */
public record WireSettings(
    String address,
    int port,
    int threads,
    int maxConnections,
    int maxConnectionsPerAddress,
    int handshakesPerSecond,
    int handshakesPerSecondPerAddress,
    Duration handshakeWithin,
    Duration closeWithin) {

  private static final int MILLION = 1_000_000;

  public WireSettings {
    if (address.isBlank()) {
      throw new IllegalArgumentException(
          "address is empty, but must be an address to listen on, such as 0.0.0.0");
    }
    Bounds.check("port", port, 0, 65_535);
    Bounds.check("threads", threads, 0, 256);
    Bounds.check("maxConnections", maxConnections, 1, MILLION);
    Bounds.check("maxConnectionsPerAddress", maxConnectionsPerAddress, 1, MILLION);
    Bounds.check("handshakesPerSecond", handshakesPerSecond, 1, 100_000);
    Bounds.check("handshakesPerSecondPerAddress", handshakesPerSecondPerAddress, 1, 100_000);
    Bounds.check("handshakeWithin", handshakeWithin, Duration.ofSeconds(1), Duration.ofMinutes(2));
    Bounds.check("closeWithin", closeWithin, Duration.ZERO, Duration.ofSeconds(30));
  }

  /** Port 8443 on all addresses. */
  public static WireSettings defaults() {
    return new WireSettings(
        "0.0.0.0", 8443, 0, 25_000, 1_000, 500, 50, Duration.ofSeconds(20), Duration.ofSeconds(2));
  }
}
