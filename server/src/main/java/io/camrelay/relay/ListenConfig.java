package io.camrelay.relay;

import io.camrelay.wire.TlsEngine;
import io.camrelay.wire.WireSettings;
import java.time.Duration;

/** Reads the section {@code [listen]}. */
final class ListenConfig {

  private static final int MOST_CONNECTIONS = 1_000_000;
  private static final int MOST_HANDSHAKES = 100_000;

  private ListenConfig() {}

  static TlsEngine engine(ConfigSource source) {
    return source.word(
        "listen.tls",
        TlsEngine.AUTO,
        "whose TLS; auto is BoringSSL where it loads, else the JDK's");
  }

  static WireSettings read(ConfigSource source) {
    WireSettings usual = WireSettings.defaults();
    String address =
        source.text(
            "listen.address",
            usual.address(),
            "where devices connect: an address, 0.0.0.0 for all of IPv4, :: for all");
    int port =
        source.number(
            "listen.port", usual.port(), 0, 65_535, "the device port; 0 takes a free one");
    int threads =
        source.number("listen.threads", usual.threads(), 0, 256, "event loops; 0 for one a core");
    int connections =
        source.number(
            "listen.max_connections",
            usual.maxConnections(),
            1,
            MOST_CONNECTIONS,
            "connections at a time");
    int perAddress =
        source.number(
            "listen.max_connections_per_address",
            usual.maxConnectionsPerAddress(),
            1,
            MOST_CONNECTIONS,
            "of them from one address (IPv6: one /64), this machine's own excepted");
    int handshakes =
        source.number(
            "listen.handshakes_per_second",
            usual.handshakesPerSecond(),
            1,
            MOST_HANDSHAKES,
            "new connections a second; with more, they wait");
    int handshakesPerAddress =
        source.number(
            "listen.handshakes_per_second_per_address",
            usual.handshakesPerSecondPerAddress(),
            1,
            MOST_HANDSHAKES,
            "of them from one address; beyond it they are closed");
    Duration handshakeWithin =
        source.duration(
            "listen.handshake_within",
            usual.handshakeWithin(),
            Duration.ofSeconds(1),
            Duration.ofMinutes(2),
            "how long a TLS handshake may take");
    Duration closeWithin =
        source.duration(
            "listen.close_within",
            usual.closeWithin(),
            Duration.ZERO,
            Duration.ofSeconds(30),
            "how long the last words to a device may take");
    try {
      return new WireSettings(
          address,
          port,
          threads,
          connections,
          perAddress,
          handshakes,
          handshakesPerAddress,
          handshakeWithin,
          closeWithin);
    } catch (IllegalArgumentException e) {
      source.refuse("listen.address", String.valueOf(e.getMessage()));
      return usual;
    }
  }
}
