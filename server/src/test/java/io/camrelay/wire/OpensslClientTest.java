package io.camrelay.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.protocol.Covers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What openssl sees of the listener. The program must be installed (Debian: {@code openssl}). */
@ParameterizedClass
@EnumSource(names = {"BORINGSSL", "JDK"})
class OpensslClientTest {

  private static final List<String> PING = List.of("ping");

  private final TlsEngine engine;

  @TempDir private Path temp;
  private TlsServer server;
  private OpensslClient openssl;

  OpensslClientTest(TlsEngine engine) {
    this.engine = engine;
  }

  @BeforeEach
  void start() throws Exception {
    server = new TlsServer(temp.resolve("identity"), engine);
    openssl = new OpensslClient(temp, server.port());
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  /** Trusts the authority alone, wants the name, and breaks off where that fails. */
  private String[] trusting(String... options) {
    return Stream.concat(
            Stream.of(
                "-CAfile",
                temp.resolve("identity/ca.crt").toString(),
                "-no-CApath",
                "-no-CAstore",
                "-verify_hostname",
                "camrelay",
                "-verify_return_error"),
            Stream.of(options))
        .toArray(String[]::new);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void verifiesTheChainAndTheName(String version) throws Exception {
    String seen = openssl.talk(PING, trusting(version, "-showcerts"));

    assertThat(seen).contains("Verify return code: 0 (ok)", "Verified peername: camrelay");
    assertThat(seen).contains("0 s:CN = camrelay").contains("1 s:CN = CamRelay CA ");
    assertThat(seen.split("BEGIN CERTIFICATE", -1)).hasSize(3);
    assertThat(seen).contains(version.equals("-tls1_2") ? "New, TLSv1.2" : "New, TLSv1.3");
    assertThat(seen).contains("Peer signature type: ECDSA");
    if (engine == TlsEngine.BORINGSSL) {
      assertThat(seen).as("a ticket would only take the board's memory").doesNotContain("ticket:");
    }
    assertThat(server.failures).isEmpty();
  }

  @Test
  @Covers("R-TLS-1")
  void servesTheBoardsOnlySuite() throws Exception {
    assertThat(openssl.talk(PING, trusting("-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256")))
        .contains("New, TLSv1.2, Cipher is ECDHE-ECDSA-AES128-GCM-SHA256", "ping");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1", "-tls1_1"})
  void refusesOldVersions(String version) throws Exception {
    assertThat(openssl.talk(PING, trusting(version, "-cipher", "ALL:@SECLEVEL=0")))
        .as("the server's own refusal")
        .contains("alert protocol version")
        .doesNotContain("ping");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ECDHE-ECDSA-AES128-SHA256",
        "ECDHE-ECDSA-AES128-SHA",
        "ECDHE-RSA-AES128-GCM-SHA256"
      })
  void refusesSuitesWithoutAuthenticatedEncryptionOrOurKind(String suite) throws Exception {
    assertThat(openssl.talk(PING, trusting("-tls1_2", "-cipher", suite + ":@SECLEVEL=0")))
        .contains("alert handshake failure")
        .doesNotContain("ping");
  }

  @Test
  void isNotTrustedUnderAnotherAuthorityOrName() throws Exception {
    try (TlsServer stranger = new TlsServer(temp.resolve("stranger"), engine)) {
      OpensslClient wrong = new OpensslClient(temp.resolve("stranger"), stranger.port());
      assertThat(wrong.talk(PING, trusting())).contains("verify error").doesNotContain("ping");
    }
    assertThat(openssl.talk(PING, trusting("-verify_hostname", "other.example.org")))
        .contains("hostname mismatch")
        .doesNotContain("ping");
  }

  @Test
  void namesTheLoopbackAddressToo() throws Exception {
    assertThat(openssl.talk(PING, trusting("-verify_ip", "127.0.0.1")))
        .contains("Verify return code: 0 (ok)", "ping");
  }

  @Test
  @Covers("R-TLS-3")
  void agreesOnTheProtocolWhereItIsOfferedAndGoesOnWhereNot() throws Exception {
    assertThat(openssl.talk(PING, trusting("-alpn", "h2,camrelay/1")))
        .contains("ALPN protocol: camrelay/1", "ping");
    assertThat(openssl.talk(PING, trusting("-alpn", "h2"))).contains("No ALPN negotiated", "ping");
    assertThat(openssl.talk(PING, trusting())).contains("No ALPN negotiated", "ping");
  }

  @Test
  @Covers("R-TLS-4")
  void refusesToRenegotiate() throws Exception {
    String seen = openssl.talk(List.of("before", "R", "after"), trusting("-tls1_2"));

    assertThat(seen).contains("before", "RENEGOTIATING").doesNotContain("after");
    assertThat(server.agreed).hasSize(1);
    assertThat(openssl.talk(PING, trusting("-tls1_2"))).as("others").contains("ping");
  }

  @Test
  @Covers("R-TLS-4")
  void letsNobodySendBeforeTheHandshakeIsOver() throws Exception {
    Path session = temp.resolve("session.pem");
    Path early = Files.writeString(temp.resolve("early.txt"), "too early");
    String first = openssl.talk(PING, trusting("-tls1_3", "-sess_out", session.toString()));
    assertThat(first).contains("ping").doesNotContainPattern("Max Early Data: [1-9]");

    List<String> options = new ArrayList<>(List.of("-tls1_3", "-early_data", early.toString()));
    if (Files.exists(session)) {
      options.addAll(List.of("-sess_in", session.toString()));
    }
    assertThat(openssl.talk(PING, trusting(options.toArray(String[]::new))))
        .contains("Early data was not sent", "ping")
        .doesNotContain("too early");
  }

  @Test
  void takesNewKeysInsideOfAConnection() throws Exception {
    assertThat(openssl.talk(List.of("before", "K", "after"), trusting("-tls1_3")))
        .contains("KEYUPDATE", "before", "after");
    assertThat(server.failures).isEmpty();
  }

  @Test
  void keepsNoSessionsOfManyClients() throws Exception {
    List<Path> sessions = List.of(temp.resolve("first.pem"), temp.resolve("second.pem"));
    for (Path session : sessions) {
      String out = session.toString();
      assertThat(openssl.talk(PING, trusting("-tls1_2", "-no_ticket", "-sess_out", out)))
          .contains("ping");
    }
    Path first = sessions.get(0);
    switch (engine) {
      case BORINGSSL -> assertThat(first).as("a session to come back with").doesNotExist();
      case JDK ->
          assertThat(
                  openssl.talk(
                      PING, trusting("-tls1_2", "-no_ticket", "-sess_in", first.toString())))
              .as("the second client's session took the place of the first one's")
              .contains("New, TLSv1.2", "ping");
      case AUTO -> throw new AssertionError("both engines are named");
    }
  }
}
