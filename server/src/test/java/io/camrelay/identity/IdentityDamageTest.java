package io.camrelay.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPrivateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What only a person or a broken disk can have done is refused, and nothing is overwritten. */
class IdentityDamageTest {

  @TempDir private Path temp;
  private IdentityFixture fixture;
  private RelayIdentity first;

  @BeforeEach
  void firstStart() throws Exception {
    fixture = new IdentityFixture(temp.resolve("identity"));
    first = fixture.open();
  }

  private void assertRefused(String problem, String remedy) throws Exception {
    Map<String, String> before = fixture.contents();
    assertThatThrownBy(() -> fixture.open("new.example.org"))
        .isInstanceOf(IdentityException.class)
        .hasMessageContaining(problem)
        .hasMessageContaining(remedy);
    assertThat(fixture.contents()).as("nothing is overwritten").isEqualTo(before);
    assertThat(fixture.inspect("new.example.org"))
        .anySatisfy(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Finding.Severity.ERROR);
              assertThat(finding.problem()).contains(problem);
              assertThat(finding.remedy()).contains(remedy);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"ca.key", "ca.crt", "server.key", "server.crt"})
  void namesADamagedFile(String name) throws Exception {
    String text = fixture.text(name);
    for (String damaged :
        new String[] {
          "",
          "garbage",
          "\0\0\0\0",
          text.substring(0, text.length() / 3),
          text.replaceFirst("(?m)^M", "!"),
          "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
          "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"
        }) {
      Files.writeString(fixture.file(name), damaged);
      assertRefused(fixture.file(name).toString(), "ut it back from a backup");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ca.key", "server.key"})
  void neverRepeatsAKeyInAMessage(String name) throws Exception {
    String text = fixture.text(name);
    String secret = text.lines().skip(1).findFirst().orElseThrow();
    Files.writeString(fixture.file(name), text.replace("-----END", "----END"));

    assertThatThrownBy(() -> fixture.open())
        .satisfies(
            e -> {
              for (Throwable t = e; t != null; t = t.getCause()) {
                assertThat(t.toString()).doesNotContain(secret);
              }
            });
  }

  @Test
  void refusesAFileThatIsTooLargeOrNone() throws Exception {
    Files.writeString(fixture.file("server.crt"), " ".repeat(PrivateFolder.MAX_FILE + 1));
    assertRefused("server.crt is no certificate or key", "Move it away");
    Files.delete(fixture.file("server.crt"));
    Files.createDirectory(fixture.file("server.crt"));
    assertThatThrownBy(() -> fixture.open())
        .hasMessageContaining("server.crt is no certificate or key");
  }

  @ParameterizedTest
  @CsvSource({
    "ca.key, ca.key is not the key of",
    "ca.crt, ca.key is not the key of",
    "server.crt, was not issued by"
  })
  void refusesAFileOfAnotherIdentity(String name, String problem) throws Exception {
    IdentityFixture other = new IdentityFixture(temp.resolve("other"));
    other.open();
    Files.writeString(fixture.file(name), other.text(name));

    assertRefused(problem, "Put the two that belong together back");
  }

  @Test
  void refusesAServerKeyThatDoesNotFitWhereItCannotIssueACertificate() throws Exception {
    IdentityFixture other = new IdentityFixture(temp.resolve("other"));
    other.open();
    Files.writeString(fixture.file("server.key"), other.text("server.key"));
    Files.delete(fixture.file("ca.key"));

    assertRefused("server.key is not the key of server.crt", "Put ca.key back");
  }

  @ParameterizedTest
  @CsvSource({"ca.crt;ca.key;server.crt", "server.key;server.crt;ca.key", "ca.crt;ca.key;CHAIN"})
  void neverReplacesALostAuthority(String lost) throws Exception {
    for (String name : lost.split(";", -1)) {
      if (name.equals("CHAIN")) {
        Files.writeString(fixture.file("server.crt"), Pem.of(List.of(first.certificate())));
      } else {
        Files.delete(fixture.file(name));
      }
    }
    assertRefused("is missing", "back from a backup");
  }

  @Test
  void refusesACertificateThatIsNoAuthority() throws Exception {
    Files.writeString(fixture.file("ca.crt"), Pem.of(List.of(first.certificate())));
    assertRefused("ca.crt is no authority's certificate", "move it away");
  }

  @Test
  void refusesAKeyThatIsEncryptedOrOfAnotherKind() throws Exception {
    Files.writeString(
        fixture.file("server.key"),
        openssl(
            "genpkey",
            "-algorithm",
            "EC",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-aes128",
            "-pass",
            "pass:x"));
    assertRefused("server.key is encrypted", "backup");
    Files.writeString(
        fixture.file("server.key"),
        openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"));
    assertRefused("holds no sound private key on the curve P-256", "backup");
    Files.writeString(fixture.file("server.key"), openssl("genpkey", "-algorithm", "ED25519"));
    assertRefused("holds no sound private key on the curve P-256", "backup");
  }

  @Test
  void acceptsTheSameKeyInOpensslsOlderForm() throws Exception {
    String older = openssl("ec", "-in", fixture.file("server.key").toString());
    assertThat(older).contains("BEGIN EC PRIVATE KEY");
    Files.writeString(fixture.file("server.key"), older);

    assertThat(fixture.open().changes()).isEmpty();
    assertThat(((ECPrivateKey) fixture.open().key()).getS())
        .isEqualTo(((ECPrivateKey) first.key()).getS());
  }

  private static String openssl(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertThat(process.waitFor()).isZero();
    return output;
  }
}
