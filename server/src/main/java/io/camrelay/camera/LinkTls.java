package io.camrelay.camera;

import io.camrelay.protocol.Limits;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * {@link CameraTls} for event loops: the same trust, by BoringSSL where it loads. When thousands of
 * cameras of one process come back at once, a handshake that costs a fifth leaves the machine to
 * the relay that they are there for.
 */
final class LinkTls {

  /** What the sketch gives the board's handshake. */
  static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(15);

  private final CameraTls tls;
  private final String relayName;

  /** Null where BoringSSL does not load. */
  private final @Nullable SslContext boringSsl;

  private LinkTls(CameraTls tls, String relayName, @Nullable SslContext boringSsl) {
    this.tls = tls;
    this.relayName = relayName;
    this.boringSsl = boringSsl;
  }

  /**
   * What cameras with these settings need.
   *
   * @throws IllegalArgumentException if the CA is no certificate; the message says what to give
   */
  static LinkTls of(String caPem, String relayName, boolean tls12Only) {
    CameraTls any = CameraTls.trusting(caPem, relayName);
    CameraTls tls = tls12Only ? any.onlyTls12() : any;
    try {
      SslContext boringSsl = OpenSsl.isAvailable() ? boringSsl(caPem, relayName, tls12Only) : null;
      return new LinkTls(tls, relayName, boringSsl);
    } catch (SSLException e) {
      throw new IllegalStateException("BoringSSL loads and does not work", e);
    }
  }

  private static SslContext boringSsl(String caPem, String relayName, boolean tls12Only)
      throws SSLException {
    SslContext context =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.OPENSSL)
            .trustManager(new ByteArrayInputStream(caPem.getBytes(StandardCharsets.US_ASCII)))
            .endpointIdentificationAlgorithm("HTTPS")
            .serverName(new SNIHostName(relayName))
            .protocols(tls12Only ? new String[] {"TLSv1.2"} : new String[] {"TLSv1.3", "TLSv1.2"})
            .applicationProtocolConfig(
                new ApplicationProtocolConfig(
                    Protocol.ALPN,
                    SelectorFailureBehavior.NO_ADVERTISE,
                    SelectedListenerFailureBehavior.ACCEPT,
                    Limits.ALPN))
            .build();
    // As on the board, every connection is a full handshake.
    ((OpenSslSessionContext) context.sessionContext()).setSessionCacheEnabled(false);
    return context;
  }

  /** For one connection, to stand first in its pipeline. */
  SslHandler newHandler(ByteBufAllocator allocator) {
    SslHandler handler =
        boringSsl == null
            ? new SslHandler(tls.newEngine())
            : boringSsl.newHandler(allocator, relayName, -1);
    handler.setHandshakeTimeoutMillis(HANDSHAKE_TIMEOUT.toMillis());
    // One record a message, as a board's single write makes it.
    handler.setWrapDataSize(0);
    return handler;
  }
}
