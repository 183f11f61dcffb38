package io.camrelay.wire;

import io.camrelay.identity.RelayIdentity;
import io.camrelay.protocol.Limits;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.internal.tcnative.SSL;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLException;

/**
 * The listener's TLS, made once from the relay's identity: TLS 1.3 and 1.2, only suites with
 * forward secrecy and authenticated encryption, no certificate asked of the client, and one
 * handshake a connection.
 *
 * <p><b>ALPN.</b> {@code camrelay/1} is chosen where a client offers it. A client that offers
 * nothing, as Arduino's do by default, gets through; so does one that offers other protocols only,
 * without one being chosen. RFC 7301 would have such a client refused, but BoringSSL through Netty
 * can only go on, and two engines that differ would be worse: HELLO tells a stranger anyway.
 *
 * <p><b>Resumption</b> is off. Boards cannot resume a session, so every reconnect is a full
 * handshake whatever is offered; a ticket would only take some of the board's memory, and its key
 * would weaken forward secrecy. BoringSSL sends no ticket and keeps no session. The JDK keeps one
 * session at most; it sends tickets to clients that ask unless {@code
 * -Djdk.tls.server.enableSessionTicketExtension=false} is set for the whole process.
 *
 * <p>Safe for use by any thread.
 */
public final class TlsContexts implements AutoCloseable {

  /** What is spoken, newest first. Boards have TLS 1.2 alone. */
  static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

  /**
   * What is agreed, best first. AES-128 is enough and the cheapest, and boards do it in hardware;
   * ChaCha20 is for clients that offer nothing else.
   */
  static final List<String> SUITES =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256");

  /** The JDK reads zero as "without bound", so this is the least there is. */
  private static final int JDK_SESSIONS = 1;

  private final TlsEngine engine;

  // Owned here and released by close; with BoringSSL it is counted, and live connections count too.
  private final SslContext context;

  private TlsContexts(TlsEngine engine, SslContext context) {
    this.engine = engine;
    this.context = context;
  }

  /**
   * Makes the listener's TLS.
   *
   * @throws SSLException if the engine that was asked for does not work here, or the identity does
   *     not work with it; its message says what to do
   */
  public static TlsContexts open(RelayIdentity identity, TlsEngine wanted) throws SSLException {
    TlsEngine engine = wanted.resolved(OpenSsl.unavailabilityCause());
    SslContext context =
        SslContextBuilder.forServer(identity.key(), identity.chain())
            .sslProvider(provider(engine))
            .protocols(PROTOCOLS)
            .ciphers(SUITES)
            .clientAuth(ClientAuth.NONE)
            .applicationProtocolConfig(
                new ApplicationProtocolConfig(
                    Protocol.ALPN,
                    SelectorFailureBehavior.NO_ADVERTISE,
                    SelectedListenerFailureBehavior.ACCEPT,
                    Limits.ALPN))
            .build();
    keepNoSessions(context);
    return new TlsContexts(engine, context);
  }

  private static SslProvider provider(TlsEngine engine) {
    return switch (engine) {
      case BORINGSSL -> SslProvider.OPENSSL_REFCNT;
      case JDK -> SslProvider.JDK;
      case AUTO -> throw new IllegalStateException("an engine must be chosen by now");
    };
  }

  private static void keepNoSessions(SslContext context) {
    if (context.sessionContext() instanceof OpenSslSessionContext sessions) {
      sessions.setSessionCacheEnabled(false);
    } else {
      context.sessionContext().setSessionCacheSize(JDK_SESSIONS);
    }
  }

  /**
   * TLS for one connection, to stand first in its pipeline.
   *
   * @param handshakes runs what is dear in the JDK's handshakes, 3 ms each, so that they do not
   *     keep the event loop from those who are in already. BoringSSL's take a sixth of that and
   *     stay on the loop: on another thread, Netty loses the alert that tells a client why it was
   *     refused.
   * @param handshakeTimeout the most that a handshake may take before the connection is closed
   */
  public SslHandler newHandler(
      ByteBufAllocator allocator, Executor handshakes, Duration handshakeTimeout) {
    SslHandler handler =
        switch (engine) {
          case BORINGSSL -> withoutTickets(context.newHandler(allocator));
          case JDK -> new OneHandshakeHandler(context.newEngine(allocator), handshakes);
          case AUTO -> throw new IllegalStateException("an engine must be chosen by now");
        };
    handler.setHandshakeTimeoutMillis(handshakeTimeout.toMillis());
    return handler;
  }

  /**
   * Netty lets tickets be sent wherever TLS 1.3 is spoken, to clients of TLS 1.2 too, and leaves
   * nothing but a system property to forbid it.
   */
  private static SslHandler withoutTickets(SslHandler handler) {
    if (handler.engine() instanceof ReferenceCountedOpenSslEngine boringSsl) {
      SSL.setOptions(boringSsl.sslPointer(), SSL.SSL_OP_NO_TICKET);
    }
    return handler;
  }

  /** Who does the work: {@link TlsEngine#BORINGSSL} or {@link TlsEngine#JDK}. */
  public TlsEngine engine() {
    return engine;
  }

  /** The engine with its version, for logs and the doctor. */
  public String description() {
    return engine == TlsEngine.BORINGSSL
        ? "%s (netty-tcnative)".formatted(OpenSsl.versionString())
        : "JDK %s".formatted(Runtime.version());
  }

  /** Lets the native memory go once the last connection is closed. To be called once. */
  @Override
  public void close() {
    ReferenceCountUtil.release(context);
  }
}
