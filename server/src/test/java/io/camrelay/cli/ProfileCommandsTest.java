package io.camrelay.cli;

import static io.camrelay.cli.Ran.camrelay;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.camera.CameraEvent;
import io.camrelay.camera.CameraFleet;
import io.camrelay.camera.CameraMemory;
import io.camrelay.camera.CameraSettings;
import io.camrelay.json.JsonView;
import io.camrelay.protocol.ProfileData;
import io.camrelay.relay.RelayConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileCommandsTest {

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
        [asking]
        question = "What do you see?"
        [provider.local]
        base_url = "http://127.0.0.1:9/v1"
        model = "tiny"
        """
            .formatted(folder.resolve("data")));
  }

  @Test
  void showsWhatAProfileComesToAndWhereEachValueIsFrom() {
    here("profile", "set", "default", "detail=low", "interval=10m");
    assertThat(here("profile", "set", "garden", "chain=local, offline", "interval=off").out())
        .contains("profile garden is at revision 2, and new", "camrelay profile assign DEVICE");

    Ran shown = here("profile", "show", "garden");

    assertThat(shown.out())
        .contains("profile   garden, revision 2")
        .containsPattern("chain +local, offline +garden ")
        .containsPattern("interval +off +garden ")
        .containsPattern("detail +low +default ")
        .containsPattern("question +What do you see\\? +\\(configuration\\) ")
        .containsPattern("gate_black +warn +\\(usual\\) ")
        .containsPattern("temperature +the provider's own ");
    JsonView first = here("profile", "show", "garden", "--json").json().elements("settings").get(0);
    assertThat(first.text("key")).isEqualTo("chain");
    assertThat(first.text("value")).isEqualTo("local, offline");
    assertThat(first.text("form")).contains("1 to 8 providers");
  }

  @Test
  void givesADeviceAProfileAndTakesItBack() {
    here("device", "add", "porch");
    here("profile", "set", "garden", "flash=true");

    assertThat(here("profile", "assign", "porch", "garden").out())
        .contains("porch has the profile garden");

    assertThat(here("profile", "list").out())
        .containsPattern("default +0 +all others")
        .containsPattern("garden +1 +1 +flash=true");
    assertThat(here("profile", "show", "--device", "porch").out())
        .contains("profile   garden", "devices   porch");
    Ran inUse = here("profile", "remove", "garden");
    assertThat(inUse.status()).isEqualTo(ExitCode.FAILED);
    assertThat(inUse.err()).contains("1 devices have the profile garden (porch)");
    here("profile", "assign", "porch", "default");
    assertThat(here("profile", "remove", "garden").out()).contains("its history stays");
    assertThat(here("profile", "history", "garden").out())
        .containsPattern("4 +\\S+ \\S+ +removed")
        .containsPattern("2 +\\S+ \\S+ +given to the device porch")
        .containsPattern("1 +\\S+ \\S+ +flash=true");
    assertThat(here("profile", "history", "garden", "--json").json().elements()).hasSize(3);
  }

  @Test
  void takesALongValueFromAFileAndSetsNothingAgain() throws Exception {
    Path prompt =
        Files.writeString(folder.resolve("prompt.txt"), "You are a gardener.\nBe brief.\n");

    here("profile", "set", "garden", "system_prompt=@" + prompt, "temperature=none");
    JsonView set = here("profile", "list", "--json").json().elements().get(1);
    here("profile", "unset", "garden", "temperature", "flash");

    assertThat(set.text("sets", "system_prompt")).isEqualTo("You are a gardener.\nBe brief.");
    assertThat(set.text("sets", "temperature")).isEqualTo("none");
    assertThat(
            here("profile", "list", "--json").json().elements().get(1).text("sets", "temperature"))
        .isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "set garden chain=local,opnai   | 1 | no provider opnai is configured; there is local, offline",
        "set garden cheaper_chain=none  | 0 |",
        "set garden cheaper_chain=cheap | 1 | no provider cheap is configured",
        "set garden dettail=low         | 2 | it sets chain, cheaper_chain, question",
        "set garden detail=lo           | 2 | detail must be one of low, high, auto, not \"lo\"",
        "set garden detail              | 2 | \"detail\" is not KEY=VALUE",
        "set garden flash=true flash=false | 2 | flash is set twice",
        "set Garden! flash=true         | 2 | cannot be a profile's name",
        "set garden schema=@nothing.json | 1 | cannot read the value: nothing.json is not there",
        "unset cellar flash             | 1 | there is no profile cellar",
        "show cellar                    | 1 | there is no profile cellar",
        "show --device nobody           | 1 | there is no device nobody",
        "history cellar                 | 1 | there is no profile cellar",
        "history default --limit 0      | 2 | --limit must be 1 to 10000",
        "remove cellar                  | 1 | there is no profile cellar",
        "remove default                 | 1 | default is always there",
        "assign nobody default          | 1 | there is no device nobody",
      })
  void saysWhatIsWrong(String line, int status, String words) {
    Ran ran = here(("profile " + line).split(" +"));

    assertThat(ran.status()).isEqualTo(status);
    assertThat(ran.err()).contains(words == null ? "" : words).doesNotContain("\tat ");
  }

  @Test
  void aRunningRelayTellsItsDevicesWithinASecond() throws Exception {
    BlockingQueue<ProfileData> heard = new LinkedBlockingQueue<>();
    try (LocalRelay local = LocalRelay.start(RelayConfig.load(config, Map.of()));
        CameraFleet fleet = CameraFleet.start(1)) {
      here("profile", "set", "garden", "frame_size=vga", "quality=20");
      CameraSettings porch = local.camera("porch").build();
      here("profile", "assign", "porch", "garden");

      fleet.camera(porch, CameraMemory.inMemory(), event -> hear(event, heard)).connect();
      awaitHeard(heard, new ProfileData(2, "VGA", 20, 0, false, "What do you see?"));
      here("profile", "set", "default", "question=Who is there?", "flash=true");
      awaitHeard(heard, new ProfileData(3, "VGA", 20, 0, true, "Who is there?"));
      here("profile", "assign", "porch", "default");
      awaitHeard(heard, new ProfileData(4, "", ProfileData.OWN_QUALITY, 0, true, "Who is there?"));
    }
  }

  /** What it had before may be heard first, where the relay has not noticed the change yet. */
  private static void awaitHeard(BlockingQueue<ProfileData> heard, ProfileData expected)
      throws InterruptedException {
    ProfileData last = heard.poll(30, SECONDS);
    while (last != null && last.version() < expected.version()) {
      last = heard.poll(30, SECONDS);
    }
    assertThat(last).isEqualTo(expected);
  }

  private static void hear(CameraEvent event, BlockingQueue<ProfileData> heard) {
    if (event instanceof CameraEvent.Welcomed welcomed) {
      heard.add(welcomed.welcome().profile());
    } else if (event instanceof CameraEvent.Profile profile) {
      heard.add(profile.profile());
    }
  }

  private Ran here(String... args) {
    return camrelay(
        Stream.concat(Arrays.stream(args), Stream.of("--config", config.toString()))
            .toArray(String[]::new));
  }
}
