package io.camrelay.identity;

import static io.camrelay.identity.IdentityChange.SERVER_CERTIFICATE_ISSUED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server's certificate follows the hosts and the calendar; the authority never moves. */
class IdentityReissueTest {

  private static final Instant SERVER_END =
      IdentityFixture.START.plus(CertificateIssuer.SERVER_LIFE);
  private static final Instant AUTHORITY_END =
      IdentityFixture.START.plus(CertificateIssuer.AUTHORITY_LIFE);

  @TempDir private Path temp;
  private IdentityFixture fixture;
  private RelayIdentity first;

  @BeforeEach
  void firstStart() throws Exception {
    fixture = new IdentityFixture(temp);
    first = fixture.open("old.example.org");
  }

  private void assertReissued(RelayIdentity identity) throws Exception {
    assertThat(identity.changes()).containsExactly(SERVER_CERTIFICATE_ISSUED);
    assertThat(identity.certificate()).isNotEqualTo(first.certificate());
    assertThat(identity.authority()).isEqualTo(first.authority());
    assertThat(identity.key()).isEqualTo(first.key());
    identity.certificate().verify(first.authority().getPublicKey());
    assertThat(Pem.certificates(fixture.text("server.crt"))).isEqualTo(identity.chain());
  }

  @Test
  void namesAFurtherHostAndKeepsTheOldOnes() throws Exception {
    RelayIdentity identity = fixture.open("new.example.org", "10.0.0.7");

    assertReissued(identity);
    assertThat(identity.names())
        .map(HostName::toString)
        .contains("camrelay", "new.example.org", "10.0.0.7", "old.example.org");
  }

  @Test
  void leavesTheCertificateWhenAHostIsDropped() throws Exception {
    assertThat(fixture.open().changes()).isEmpty();
  }

  @Test
  void leavesTheCertificateWhenOnlyTheMachineIsRenamed() throws Exception {
    assertThat(fixture.onMachine("container-7f3a").open("old.example.org").changes()).isEmpty();
  }

  @Test
  void dropsTheOldestNamesWhenThereAreTooMany() throws Exception {
    for (int i = 0; i < 60; i++) {
      fixture.open("relay%d.example.org".formatted(i));
    }

    RelayIdentity identity = fixture.open("last.example.org");

    assertThat(identity.names()).hasSize(CertificateNames.MAX_NAMES);
    assertThat(identity.names())
        .map(HostName::toString)
        .contains("camrelay", "last.example.org", "relay59.example.org", "relay20.example.org")
        .doesNotContain("relay0.example.org", "old.example.org");
  }

  @Test
  void renewsWithinTheLastYearAndNotBefore() throws Exception {
    Instant window = SERVER_END.minus(Mending.RENEWAL);
    assertThat(fixture.at(window.minusSeconds(1)).open().changes()).isEmpty();

    RelayIdentity renewed = fixture.at(window.plusSeconds(1)).open();

    assertReissued(renewed);
    assertThat(renewed.names()).map(HostName::toString).contains("old.example.org");
    assertThat(fixture.open().changes()).as("once").isEmpty();
  }

  @Test
  void neverOutlivesItsAuthorityAndDoesNotTryForEver() throws Exception {
    Instant late = AUTHORITY_END.minus(Duration.ofDays(30));

    RelayIdentity renewed = fixture.at(late).open();

    assertReissued(renewed);
    assertThat(renewed.certificate().getNotAfter().toInstant()).isEqualTo(AUTHORITY_END);
    assertThat(fixture.open().changes()).as("a further one would end no later").isEmpty();
    assertThat(fixture.at(AUTHORITY_END.plusSeconds(1)).open().authority())
        .as("boards check no dates: the relay goes on with an ended authority")
        .isEqualTo(first.authority());
  }

  @Test
  void replacesACertificateThatHasNotBegun() throws Exception {
    assertReissued(fixture.at(IdentityFixture.START.minus(Duration.ofDays(400))).open());
  }

  @Test
  void worksWithTheAuthoritysKeyKeptElsewhere() throws Exception {
    Files.move(fixture.file("ca.key"), temp.resolveSibling(temp.getFileName() + "-ca.key"));

    assertThat(fixture.open("old.example.org").chain()).isEqualTo(first.chain());
    assertThat(fixture.at(SERVER_END.plusSeconds(1)).open().chain())
        .as("a date alone stops nothing")
        .isEqualTo(first.chain());
  }

  @Test
  void asksForTheAuthoritysKeyWhenAFurtherHostNeedsIt() throws Exception {
    Files.delete(fixture.file("ca.key"));
    Map<String, String> before = fixture.contents();

    assertThatThrownBy(() -> fixture.open("new.example.org"))
        .isInstanceOf(IdentityException.class)
        .hasMessageContaining(fixture.file("ca.key") + " is missing")
        .hasMessageContaining("does not name new.example.org")
        .hasMessageContaining("Put ca.key back");
    assertThat(fixture.contents()).isEqualTo(before);
  }
}
