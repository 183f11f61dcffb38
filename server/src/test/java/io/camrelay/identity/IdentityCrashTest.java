package io.camrelay.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A start that dies half-way leaves what the next start completes, with the same authority. */
class IdentityCrashTest {

  @TempDir private Path temp;
  private IdentityFixture fixture;

  @BeforeEach
  void setUp() {
    fixture = new IdentityFixture(temp.resolve("identity"));
  }

  /** Makes the writing of one file fail, as a full disk would. */
  private Path obstacle(String name) throws Exception {
    Path obstacle = fixture.file("." + name + ".partial");
    Files.createDirectories(obstacle);
    Files.createFile(obstacle.resolve("in the way"));
    return obstacle;
  }

  private static void remove(Path obstacle) throws Exception {
    Files.delete(obstacle.resolve("in the way"));
    Files.delete(obstacle);
  }

  private void assertWhole(RelayIdentity identity) throws Exception {
    identity.certificate().verify(identity.authority().getPublicKey());
    assertThat(Pem.key(fixture.text("server.key")).getPublic())
        .isEqualTo(identity.certificate().getPublicKey());
    assertThat(Pem.key(fixture.text("ca.key")).getPublic())
        .isEqualTo(identity.authority().getPublicKey());
    assertThat(fixture.contents()).containsOnlyKeys("ca.crt", "ca.key", "server.crt", "server.key");
    assertThat(fixture.open().changes()).isEmpty();
    assertThat(fixture.inspect()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ca.key", "ca.crt", "server.key", "server.crt"})
  void completesAFirstStartThatFailedAtAnyFile(String failing) throws Exception {
    Path obstacle = obstacle(failing);
    assertThatThrownBy(() -> fixture.open())
        .isInstanceOf(IdentityException.class)
        .hasMessageContaining("could not be completed")
        .hasMessageContaining(failing);
    remove(obstacle);
    Map<String, String> left = fixture.contents();
    assertThat(left).doesNotContainKey(failing);

    RelayIdentity identity = fixture.open();

    assertWhole(identity);
    assertThat(fixture.contents())
        .as("nothing that was there is replaced")
        .containsAllEntriesOf(left);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ca.key", "ca.crt", "server.key", "server.crt"})
  void ignoresAFileThatWasCutOffBeforeItWasRenamed(String name) throws Exception {
    Files.createDirectories(fixture.path);
    Files.writeString(fixture.file("." + name + ".partial"), "-----BEGIN PRIV");

    assertWhole(fixture.open());
  }

  @Test
  void keepsTheOldCertificateWhenAReissueFails() throws Exception {
    RelayIdentity first = fixture.open();
    Path obstacle = obstacle("server.crt");
    assertThatThrownBy(() -> fixture.open("new.example.org")).isInstanceOf(IdentityException.class);
    assertThat(fixture.open().chain()).isEqualTo(first.chain());
    remove(obstacle);

    RelayIdentity second = fixture.open("new.example.org");

    assertThat(second.authority()).isEqualTo(first.authority());
    assertWhole(second);
  }

  @Test
  void completesANewServerKeyThatHasNoCertificateYet() throws Exception {
    RelayIdentity first = fixture.open("old.example.org");
    Files.delete(fixture.file("server.key"));
    Path obstacle = obstacle("server.crt");
    assertThatThrownBy(() -> fixture.open()).isInstanceOf(IdentityException.class);
    remove(obstacle);
    String key = fixture.text("server.key");

    RelayIdentity second = fixture.open();

    assertWhole(second);
    assertThat(fixture.text("server.key")).isEqualTo(key);
    assertThat(second.authority()).isEqualTo(first.authority());
    assertThat(second.names()).contains(HostName.parse("old.example.org"));
  }

  @Test
  void restoresALostAuthorityCertificateFromTheServersChain() throws Exception {
    RelayIdentity first = fixture.open();
    for (List<String> lost : List.of(List.of("ca.crt"), List.of("ca.crt", "ca.key"))) {
      for (String name : lost) {
        Files.delete(fixture.file(name));
      }

      RelayIdentity again = fixture.open();

      assertThat(again.changes()).containsExactly(IdentityChange.AUTHORITY_CERTIFICATE_RESTORED);
      assertThat(again.chain()).isEqualTo(first.chain());
    }
  }

  @Test
  void authorityMadeAgainForTheSameKeyIsStillTrusted() throws Exception {
    RelayIdentity first = fixture.open();
    Files.delete(fixture.file("ca.crt"));
    Files.delete(fixture.file("server.crt"));

    RelayIdentity second = fixture.open();

    assertThat(second.authority()).isNotEqualTo(first.authority());
    assertThat(second.authority().getSubjectX500Principal())
        .isEqualTo(first.authority().getSubjectX500Principal());
    second.certificate().verify(first.authority().getPublicKey());
    assertWhole(second);
  }
}
