package io.camrelay.identity;

import static io.camrelay.identity.IdentityChange.AUTHORITY_CREATED;
import static io.camrelay.identity.IdentityChange.SERVER_CERTIFICATE_ISSUED;
import static io.camrelay.identity.IdentityChange.SERVER_KEY_CREATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityFolderTest {

  @TempDir private Path temp;
  private IdentityFixture fixture;

  @BeforeEach
  void setUp() {
    fixture = new IdentityFixture(temp.resolve("data/identity"));
  }

  @Test
  void makesAnAuthorityAndAServerCertificateAtFirst() throws Exception {
    RelayIdentity identity = fixture.open();

    assertThat(identity.changes())
        .containsExactly(AUTHORITY_CREATED, SERVER_KEY_CREATED, SERVER_CERTIFICATE_ISSUED);
    assertThat(fixture.contents()).containsOnlyKeys("ca.crt", "ca.key", "server.crt", "server.key");
    assertThat(fixture.text("ca.crt")).isEqualTo(identity.authorityPem());
    assertThat(Pem.certificates(fixture.text("server.crt"))).isEqualTo(identity.chain());
  }

  @Test
  void authorityMaySignServersAndNothingElse() throws Exception {
    X509Certificate authority = fixture.open().authority();

    authority.verify(authority.getPublicKey());
    assertThat(((ECPublicKey) authority.getPublicKey()).getParams().getOrder().bitLength())
        .isEqualTo(256);
    assertThat(authority.getSigAlgName()).isEqualTo("SHA256withECDSA");
    assertThat(authority.getBasicConstraints()).as("path length").isZero();
    assertThat(authority.getKeyUsage())
        .as("keyCertSign alone")
        .containsExactly(false, false, false, false, false, true, false, false, false);
    assertThat(authority.getCriticalExtensionOIDs()).contains("2.5.29.19", "2.5.29.15");
    assertThat(authority.getNotAfter().toInstant())
        .isEqualTo(IdentityFixture.START.plus(Duration.ofDays(20 * 365)));
  }

  @Test
  void serverCertificateIsSignedDirectlyByTheAuthority() throws Exception {
    RelayIdentity identity = fixture.open();
    X509Certificate server = identity.certificate();

    server.verify(identity.authority().getPublicKey());
    assertThat(server.getIssuerX500Principal())
        .isEqualTo(identity.authority().getSubjectX500Principal());
    assertThat(((ECPublicKey) server.getPublicKey()).getParams().getOrder().bitLength())
        .isEqualTo(256);
    assertThat(server.getPublicKey()).isNotEqualTo(identity.authority().getPublicKey());
    assertThat(server.getBasicConstraints()).as("no authority").isEqualTo(-1);
    assertThat(server.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(server.getNotBefore().toInstant()).isBefore(IdentityFixture.START);
    assertThat(server.getNotAfter().toInstant())
        .isEqualTo(IdentityFixture.START.plus(Duration.ofDays(10 * 365)));
  }

  @Test
  void certificateNamesCamrelayTheLoopbackTheHostsAndTheMachine() throws Exception {
    RelayIdentity identity =
        fixture.onMachine("raspberrypi").open("Relay.example.org", "192.168.1.20", "2001:db8::7");

    assertThat(identity.certificate().getSubjectAlternativeNames())
        .containsExactlyInAnyOrder(
            List.of(2, "camrelay"),
            List.of(2, "localhost"),
            List.of(7, "127.0.0.1"),
            List.of(7, "0:0:0:0:0:0:0:1"),
            List.of(2, "relay.example.org"),
            List.of(7, "192.168.1.20"),
            List.of(7, "2001:db8:0:0:0:0:0:7"),
            List.of(2, "raspberrypi"),
            List.of(2, "raspberrypi.local"));
    assertThat(identity.names()).hasSize(9);
  }

  @Test
  void opensTheSameIdentityAgainWithoutWriting() throws Exception {
    RelayIdentity first = fixture.open("relay.example.org");
    Map<String, String> before = fixture.contents();

    RelayIdentity again = fixture.open("relay.example.org");

    assertThat(again.changes()).isEmpty();
    assertThat(again.chain()).isEqualTo(first.chain());
    assertThat(again.key()).isEqualTo(first.key());
    assertThat(again.fingerprint()).isEqualTo(first.fingerprint());
    assertThat(fixture.contents()).isEqualTo(before);
  }

  @Test
  void eachFolderHasAnAuthorityOfItsOwn() throws Exception {
    RelayIdentity one = fixture.open();
    RelayIdentity other = new IdentityFixture(temp.resolve("other")).open();

    assertThat(one.authority().getSubjectX500Principal())
        .isNotEqualTo(other.authority().getSubjectX500Principal());
    assertThat(one.fingerprint()).isNotEqualTo(other.fingerprint()).matches("([0-9A-F]{2}:){31}..");
  }

  @Test
  void staysValidWhenTheFirstStartHadNoClock() throws Exception {
    fixture.at(Instant.parse("1970-01-01T00:02:00Z")).open();

    RelayIdentity later = fixture.at(IdentityFixture.START).open();

    assertThat(later.changes()).isEmpty();
    for (X509Certificate certificate : later.chain()) {
      certificate.checkValidity(Date.from(IdentityFixture.START));
      assertThat(certificate.getNotAfter().toInstant())
          .isAfter(IdentityFixture.START.plus(Duration.ofDays(9 * 365)));
    }
  }

  @Test
  void relaysThatStartTogetherAgreeOnOneAuthority() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      Callable<RelayIdentity> start = () -> fixture.open("relay.example.org");
      List<Future<RelayIdentity>> starts =
          pool.invokeAll(IntStream.range(0, 8).mapToObj(i -> start).toList());

      int creators = 0;
      for (Future<RelayIdentity> opened : starts) {
        assertThat(opened.get().chain()).isEqualTo(starts.get(0).get().chain());
        creators += opened.get().changes().contains(AUTHORITY_CREATED) ? 1 : 0;
      }
      assertThat(creators).isEqualTo(1);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void refusesMoreHostsThanABoardCanRead() throws Exception {
    String[] most =
        IntStream.range(0, CertificateNames.MAX_NAMES - 4)
            .mapToObj("relay%d.example.org"::formatted)
            .toArray(String[]::new);
    assertThat(fixture.open(most).names()).hasSize(CertificateNames.MAX_NAMES);

    String[] more = Arrays.copyOf(most, most.length + 1);
    more[most.length] = "one.too.many";
    assertThatThrownBy(() -> fixture.open(more))
        .isInstanceOf(IdentityException.class)
        .hasMessageContaining("known by 47 hosts")
        .hasMessageContaining("Name fewer hosts");
  }

  @Test
  void largestCertificateFitsIntoOneRecord() throws Exception {
    String label = "a".repeat(61);
    String[] longest =
        IntStream.range(10, CertificateNames.MAX_NAMES + 6)
            .mapToObj(i -> String.join(".", label + i, label + i, label + i, "b".repeat(61)))
            .toArray(String[]::new);

    int bytes = 0;
    for (X509Certificate certificate : fixture.open(longest).chain()) {
      bytes += certificate.getEncoded().length;
    }
    assertThat(bytes).isGreaterThan(11_000).isLessThan(16_384 - 512);
  }

  @Test
  void printsWithoutItsKey() throws Exception {
    RelayIdentity identity = fixture.open();
    String secret = fixture.text("server.key").lines().skip(1).findFirst().orElseThrow();
    assertThat(identity.toString()).contains("CN=CamRelay CA ").doesNotContain(secret, "Private");
  }
}
