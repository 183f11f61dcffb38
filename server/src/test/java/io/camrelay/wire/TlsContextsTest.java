package io.camrelay.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camrelay.camera.CameraTls;
import io.camrelay.identity.RelayIdentity;
import io.camrelay.protocol.Covers;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Handshakes over real sockets with clients of the JDK and of BoringSSL, for both engines. */
class TlsContextsTest {

  @TempDir private Path temp;

  private TlsServer server(TlsEngine engine) throws Exception {
    return new TlsServer(temp.resolve("identity"), engine);
  }

  private static CameraTls camera(TlsServer server) {
    return CameraTls.trusting(server.identity.authorityPem(), RelayIdentity.NAME);
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JDK"})
  @Covers({"R-TLS-1", "R-TLS-3"})
  void speaksTls13AndAgreesOnTheProtocol(TlsEngine engine) throws Exception {
    try (TlsServer server = server(engine)) {
      TlsServer.Client client = server.connect(camera(server).newEngine());

      assertThat(client.handshakeFailure()).isNull();
      assertThat(client.echo("ping")).isEqualTo("ping");
      assertThat(client.tls.engine().getSession().getProtocol()).isEqualTo("TLSv1.3");
      assertThat(client.tls.engine().getApplicationProtocol()).isEqualTo("camrelay/1");
      assertThat(server.agreed).containsExactly("camrelay/1");
      assertThat(server.tls.engine()).isEqualTo(engine);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JDK"})
  @Covers("R-TLS-1")
  void servesABoardThatHasTls12AndOneSuiteOnly(TlsEngine engine) throws Exception {
    try (TlsServer server = server(engine)) {
      TlsServer.Client board =
          server.connect(camera(server).onlyTls12().onlySuite(CameraTls.BOARD_SUITE).newEngine());

      assertThat(board.handshakeFailure()).isNull();
      assertThat(board.echo("ping")).isEqualTo("ping");
      assertThat(board.tls.engine().getSession().getProtocol()).isEqualTo("TLSv1.2");
      assertThat(board.tls.engine().getSession().getCipherSuite())
          .isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JDK"})
  void servesAClientOfBoringSsl(TlsEngine engine) throws Exception {
    try (TlsServer server = server(engine)) {
      SslContext context =
          SslContextBuilder.forClient()
              .sslProvider(SslProvider.OPENSSL_REFCNT)
              .trustManager(server.identity.authority())
              .endpointIdentificationAlgorithm("HTTPS")
              .build();
      try {
        TlsServer.Client client =
            server.connect(
                context.newHandler(ByteBufAllocator.DEFAULT, RelayIdentity.NAME, server.port()));
        assertThat(client.handshakeFailure()).isNull();
        assertThat(client.echo("ping")).isEqualTo("ping");
      } finally {
        ReferenceCountUtil.release(context);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JDK"})
  void prefersTheCheapestSuite(TlsEngine engine) throws Exception {
    try (TlsServer server = server(engine)) {
      TlsServer.Client client = server.connect(camera(server).onlyTls12().newEngine());
      assertThat(client.handshakeFailure()).isNull();
      assertThat(client.tls.engine().getSession().getCipherSuite())
          .isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JDK"})
  void refusesASuiteWithoutAuthenticatedEncryption(TlsEngine engine) throws Exception {
    try (TlsServer server = server(engine)) {
      TlsServer.Client client =
          server.connect(
              camera(server)
                  .onlyTls12()
                  .onlySuite("TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256")
                  .newEngine());
      assertThat(client.handshakeFailure())
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("handshake_failure");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JDK"})
  @Covers("R-TLS-3")
  void letsClientsInThatOfferNoProtocolOrAnother(TlsEngine engine) throws Exception {
    for (String[] offer : new String[][] {{}, {"h2", "http/1.1"}}) {
      try (TlsServer server = server(engine)) {
        SSLEngine offering = camera(server).newEngine();
        SSLParameters parameters = offering.getSSLParameters();
        parameters.setApplicationProtocols(offer);
        offering.setSSLParameters(parameters);

        TlsServer.Client client = server.connect(offering);

        assertThat(client.handshakeFailure()).isNull();
        assertThat(client.echo("ping")).isEqualTo("ping");
        assertThat(offering.getApplicationProtocol()).isEmpty();
        assertThat(server.agreed).containsExactly("null");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JDK"})
  void cameraRefusesARelayOfAnotherAuthority(TlsEngine engine) throws Exception {
    try (TlsServer server = server(engine);
        TlsServer stranger = new TlsServer(temp.resolve("stranger"), engine)) {
      TlsServer.Client client = stranger.connect(camera(server).newEngine());
      assertThat(client.handshakeFailure())
          .isInstanceOf(SSLHandshakeException.class)
          .hasMessageContaining("PKIX");
      assertThat(client.isClosedInTime()).isTrue();
      assertThat(client.channel.isOpen()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JDK"})
  void cameraRefusesACertificateWithoutTheNameItWants(TlsEngine engine) throws Exception {
    try (TlsServer server = server(engine)) {
      String authority = server.identity.authorityPem();
      assertThat(
              server
                  .connect(CameraTls.trusting(authority, "relay.example.org").newEngine())
                  .handshakeFailure())
          .isNull();
      assertThat(
              server
                  .connect(CameraTls.trusting(authority, "other.example.org").newEngine())
                  .handshakeFailure())
          .isInstanceOf(SSLHandshakeException.class)
          .hasMessageContaining("other.example.org");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JDK"})
  @Covers("R-TLS-4")
  @SuppressWarnings("FutureReturnValueIgnored") // Nothing is to come of the second handshake.
  void closesAConnectionThatWantsToRenegotiate(TlsEngine engine) throws Exception {
    try (TlsServer server = server(engine)) {
      TlsServer.Client client = server.connect(camera(server).onlyTls12().newEngine());
      assertThat(client.handshakeFailure()).isNull();
      assertThat(client.echo("before")).isEqualTo("before");

      client.tls.renegotiate();

      assertThat(client.isClosedInTime()).isTrue();
      assertThat(server.agreed).as("handshakes completed").hasSize(1);
      if (engine == TlsEngine.JDK) {
        Awaitility.await()
            .atMost(TlsServer.PATIENCE)
            .untilAsserted(() -> assertThat(server.failures).hasSize(1));
        assertThat(server.failures.peek())
            .hasRootCauseMessage("the client wants to renegotiate, which is refused");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JDK"})
  void seesNothingWrongInAConnectionThatIsClosedProperly(TlsEngine engine) throws Exception {
    try (TlsServer server = server(engine)) {
      for (CameraTls camera : new CameraTls[] {camera(server), camera(server).onlyTls12()}) {
        TlsServer.Client client = server.connect(camera.newEngine());
        assertThat(client.echo("ping")).isEqualTo("ping");
        client.channel.close().sync();
        assertThat(client.isClosedInTime()).isTrue();
      }
      assertThat(server.failures).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JDK"})
  void closesAClientThatConnectsAndSaysNothing(TlsEngine engine) throws Exception {
    try (TlsServer server =
            new TlsServer(temp.resolve("identity"), engine, Duration.ofMillis(200));
        Socket silent = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      silent.setSoTimeout((int) TlsServer.PATIENCE.toMillis());
      assertThat(silent.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void takesBoringSslWhereItLoadsAndTheJdkElsewhere() throws Exception {
    Throwable obstacle = new UnsatisfiedLinkError("no netty_tcnative");
    assertThat(TlsEngine.AUTO.resolved(null)).isEqualTo(TlsEngine.BORINGSSL);
    assertThat(TlsEngine.AUTO.resolved(obstacle)).isEqualTo(TlsEngine.JDK);
    assertThat(TlsEngine.JDK.resolved(null)).isEqualTo(TlsEngine.JDK);
    assertThat(TlsEngine.JDK.resolved(obstacle)).isEqualTo(TlsEngine.JDK);
    assertThat(TlsEngine.BORINGSSL.resolved(null)).isEqualTo(TlsEngine.BORINGSSL);
    assertThatThrownBy(() -> TlsEngine.BORINGSSL.resolved(obstacle))
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("no netty_tcnative")
        .hasMessageContaining("Let the TLS engine be auto, or jdk.");
  }

  @Test
  void tellsWhichEngineRuns() throws Exception {
    assertThat(TlsEngine.values()).as("work on this machine").allMatch(TlsEngine::works);
    try (TlsServer server = server(TlsEngine.AUTO)) {
      assertThat(server.tls.engine()).isEqualTo(TlsEngine.BORINGSSL);
      assertThat(server.tls.description()).startsWith("BoringSSL");
    }
    try (TlsServer server = server(TlsEngine.JDK)) {
      assertThat(server.tls.description()).startsWith("JDK " + Runtime.version().feature());
    }
  }

  @Test
  void cameraSaysWhatItWantsInsteadOfABadAuthority() {
    assertThatThrownBy(() -> CameraTls.trusting("no certificate", RelayIdentity.NAME))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Give the text of the relay's ca.crt.");
  }
}
