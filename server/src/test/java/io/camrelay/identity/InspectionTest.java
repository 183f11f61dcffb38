package io.camrelay.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectionTest {

  private static final Instant SERVER_END =
      IdentityFixture.START.plus(CertificateIssuer.SERVER_LIFE);
  private static final Instant AUTHORITY_END =
      IdentityFixture.START.plus(CertificateIssuer.AUTHORITY_LIFE);

  @TempDir private Path temp;
  private IdentityFixture fixture;

  @BeforeEach
  void setUp() throws Exception {
    fixture = new IdentityFixture(temp.resolve("identity"));
  }

  private void assertFinding(Finding.Severity severity, String problem, String remedy) {
    assertThat(fixture.inspect())
        .anySatisfy(
            finding -> {
              assertThat(finding.severity()).isEqualTo(severity);
              assertThat(finding.problem()).contains(problem);
              assertThat(finding.remedy()).contains(remedy);
            });
  }

  @Test
  void findsNothingBeforeTheFirstStartAndMakesNothing() {
    assertThat(fixture.inspect()).isEmpty();
    assertThat(fixture.path).doesNotExist();
  }

  @Test
  void findsNothingInASoundIdentityAndChangesNothing() throws Exception {
    fixture.open("relay.example.org");
    Map<String, String> before = fixture.contents();
    assertThat(fixture.inspect("relay.example.org")).isEmpty();
    assertThat(fixture.contents()).isEqualTo(before);
  }

  @Test
  void warnsWhenTheServersCertificateEndsSoonOrHasEnded() throws Exception {
    fixture.open();
    fixture.at(SERVER_END.minus(Duration.ofDays(364)));
    assertFinding(Finding.Severity.WARNING, "server.crt ends on 2036", "Start the relay again");
    fixture.at(SERVER_END.plusSeconds(1));
    assertFinding(
        Finding.Severity.WARNING, "server.crt has ended on 2036", "Start the relay again");
  }

  @Test
  void warnsWhenTheAuthorityEndsSoonOrHasEnded() throws Exception {
    fixture.open();
    fixture.at(AUTHORITY_END.minus(Duration.ofDays(364)));
    assertFinding(Finding.Severity.WARNING, "ca.crt ends on 2046", "flash the boards");
    fixture.at(AUTHORITY_END.plusSeconds(1));
    assertFinding(Finding.Severity.WARNING, "ca.crt has ended on 2046", "flash the boards");
  }

  @Test
  void suspectsTheClockWhenACertificateHasNotBegun() throws Exception {
    fixture.open();
    fixture.at(IdentityFixture.START.minus(Duration.ofDays(3)));
    assertFinding(Finding.Severity.WARNING, "ca.crt is not valid before", "clock is right");
  }

  @Test
  void notesAHostThatIsNotNamedYet() throws Exception {
    fixture.open();
    assertThat(fixture.inspect("new.example.org"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.remedy()).contains("Start the relay again"));
  }

  @Test
  void notesThatTheAuthoritysKeyIsKeptElsewhere() throws Exception {
    fixture.open();
    Files.delete(fixture.file("ca.key"));
    assertThat(fixture.inspect())
        .singleElement()
        .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Finding.Severity.NOTE));
  }

  @Test
  void reportsEveryDamagedFile() throws Exception {
    fixture.open();
    Files.writeString(fixture.file("ca.key"), "");
    Files.writeString(fixture.file("server.key"), "");
    assertFinding(Finding.Severity.ERROR, "ca.key holds no private key", "backup");
    assertFinding(Finding.Severity.ERROR, "server.key holds no private key", "backup");
  }
}
