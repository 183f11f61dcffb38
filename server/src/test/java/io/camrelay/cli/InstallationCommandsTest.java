package io.camrelay.cli;

import static io.camrelay.cli.Ran.camrelay;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.identity.TokenHash;
import io.camrelay.json.JsonView;
import io.camrelay.picture.SamplePhotos;
import io.camrelay.relay.Installation;
import io.camrelay.relay.RelayConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that look at a data folder or change it, without a relay beside them. */
class InstallationCommandsTest {

  @TempDir private Path folder;

  private Path config;

  @BeforeEach
  void configure() throws Exception {
    config = folder.resolve("camrelay.toml");
    Files.writeString(
        config,
        """
        data = "%s"
        [listen]
        address = "127.0.0.1"
        port = 0
        """
            .formatted(data()));
  }

  @Test
  void deviceAddShowsTheTokenOnceAndKeepsOnlyItsHash() throws Exception {
    JsonView added = here("device", "add", "kitchen", "--json").json();
    String token = String.valueOf(added.text("token"));

    assertThat(Files.exists(Path.of(String.valueOf(added.text("ca_file"))))).isTrue();
    assertThat(here("device", "list").out()).contains("kitchen", "admitted").doesNotContain(token);
    for (Path file : List.of(data().resolve("camrelay.db"), data().resolve("camrelay.db-wal"))) {
      if (Files.exists(file)) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(bytes).doesNotContain(token);
      }
    }
    try (Installation store = Installation.open(load())) {
      String hash = Stages.await(store.devices().find("kitchen")).orElseThrow().tokenHash();
      TokenHash kept = TokenHash.ofBytes(HexFormat.of().parseHex(hash));
      assertThat(TokenHash.admits(kept, token)).isTrue();
    }
  }

  @Test
  void deviceAddRefusesAKnownNameUnlessItIsToReplaceTheToken() {
    String first = String.valueOf(here("device", "add", "kitchen", "--json").json().text("token"));
    Ran twice = here("device", "add", "kitchen");
    Ran replaced = here("device", "add", "kitchen", "--replace");

    assertThat(twice.status()).isEqualTo(ExitCode.FAILED);
    assertThat(twice.out()).isEmpty();
    assertThat(twice.err()).contains("already a device kitchen", "--replace");
    assertThat(replaced.status()).isEqualTo(ExitCode.OK);
    assertThat(replaced.out()).contains("token   crt_").doesNotContain(first);
  }

  @Test
  void deviceAddRefusesANameThatCannotBeOne() {
    Ran ran = here("device", "add", "Bad Name!");

    assertThat(ran.status()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).contains("Bad Name!", "a to z");
  }

  @Test
  void deviceRevokeShutsOutAndSaysWhereThereIsNone() {
    here("device", "add", "kitchen");

    assertThat(here("device", "revoke", "kitchen").status()).isEqualTo(ExitCode.OK);
    JsonView device = here("device", "list", "--json").json().elements().get(0);
    assertThat(device.flag("admitted")).contains(false);
    Ran nobody = here("device", "revoke", "nobody");
    assertThat(nobody.status()).isEqualTo(ExitCode.FAILED);
    assertThat(nobody.err()).contains("no device nobody");
  }

  @Test
  void asksTwoPhotosAndShowsWhatBecameOfThem() throws Exception {
    Ran asked = here("ask", sample(0), sample(1), "-q", "Is the gate open?", "--json");

    assertThat(asked.status()).isEqualTo(ExitCode.OK);
    List<JsonView> answers = asked.json().elements();
    assertThat(answers).hasSize(2);
    assertThat(answers)
        .allMatch(one -> String.valueOf(one.text("answer")).contains("No model was asked"));
    String capture = String.valueOf(answers.get(0).text("capture"));
    assertThat(here("capture", "list").out()).contains(capture, "answered");
    assertThat(here("capture", "list", "--json").json().elements()).hasSize(2);
    assertThat(here("capture", "show", capture).out())
        .contains("Is the gate open?", "attempt 1", "billed: no", "No model was asked");
    Path saved = folder.resolve("saved.jpg");
    assertThat(here("capture", "show", capture, "--frame", saved.toString()).status())
        .isEqualTo(ExitCode.OK);
    assertThat(saved).hasSameBinaryContentAs(Path.of(sample(0)));
    Ran again = here("capture", "show", capture, "--frame", saved.toString());
    assertThat(again.status()).isEqualTo(ExitCode.FAILED);
    assertThat(again.err()).contains(saved + " is there already");
  }

  @Test
  void askGoesOnAfterItsDeviceWasGivenAnotherToken() throws Exception {
    assertThat(here("ask", sample(0)).status()).isEqualTo(ExitCode.OK);
    here("device", "revoke", "cli");
    Ran revoked = here("ask", sample(0));
    here("device", "add", "cli");

    assertThat(revoked.status()).isEqualTo(ExitCode.FAILED);
    assertThat(revoked.err()).contains("was revoked", "camrelay device add cli");
    assertThat(here("ask", sample(0)).status()).isEqualTo(ExitCode.OK);
  }

  @Test
  void askFailsWithTheWordOfWhatIsWrongWithAPhoto() throws Exception {
    Path noPhoto = Files.writeString(folder.resolve("notes.txt"), "no photo");

    Ran ran = here("ask", noPhoto.toString());

    assertThat(ran.status()).isEqualTo(ExitCode.FAILED);
    assertThat(ran.out()).contains("failed, not_jpeg: ");
  }

  @Test
  void askNamesAPhotoThatIsNotThere() {
    Path missing = folder.resolve("nothing.jpg");

    Ran ran = here("ask", missing.toString());

    assertThat(ran.status()).isEqualTo(ExitCode.FAILED);
    assertThat(ran.err()).contains(missing + " is not there");
  }

  @Test
  void captureShowSaysThatThereIsNone() {
    Ran ran = here("capture", "show", "cli/0123456789abcdef-4");

    assertThat(ran.status()).isEqualTo(ExitCode.FAILED);
    assertThat(ran.err()).contains("there is no capture cli/");
  }

  @Test
  void doctorMakesNothingBeforeTheFirstStart() {
    Ran ran = here("doctor");

    assertThat(ran.status()).isEqualTo(ExitCode.OK);
    assertThat(ran.out()).contains("is not there yet").contains("The relay can run.");
    assertThat(data()).doesNotExist();
  }

  @Test
  void doctorCountsWhatTheDatabaseHolds() throws Exception {
    here("ask", sample(0));

    Ran ran = here("doctor");

    assertThat(ran.status()).isEqualTo(ExitCode.OK);
    assertThat(ran.out()).contains("schema ", "captures: 1 answered", ", sound");
    assertThat(here("doctor", "--json").json().elements())
        .allMatch(check -> !String.valueOf(check.text("level")).equals("bad"));
  }

  @Test
  void doctorSaysThatADatabaseIsNone() throws Exception {
    Files.createDirectories(data());
    Files.writeString(data().resolve("camrelay.db"), "garbage".repeat(1_000));

    Ran ran = here("doctor");

    assertThat(ran.status()).isEqualTo(ExitCode.FAILED);
    assertThat(ran.out()).contains("BAD", "camrelay.db cannot be read", "backup");
  }

  @Test
  void aDataFolderThatIsAFileIsNamed() throws Exception {
    Files.writeString(data(), "in the way");

    Ran ran = here("serve");

    assertThat(ran.status()).isEqualTo(ExitCode.FAILED);
    assertThat(ran.err()).contains(data() + " is there already, and in the way");
  }

  private Path data() {
    return folder.resolve("data");
  }

  private RelayConfig load() throws Exception {
    return RelayConfig.load(config, Map.of());
  }

  private Ran here(String... args) {
    return camrelay(
        Stream.concat(Arrays.stream(args), Stream.of("--config", config.toString()))
            .toArray(String[]::new));
  }

  private String sample(int index) throws Exception {
    Path file = folder.resolve("sample-" + index + ".jpg");
    Files.write(file, SamplePhotos.all().get(index).bytes());
    return file.toString();
  }
}
