package io.camrelay.cli;

import static io.camrelay.cli.Ran.camrelay;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.json.JsonView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code camrelay device add NAME --sketch DIR}, with the sketch that is in the repository. */
class DeviceSketchTest {

  @TempDir private Path folder;

  @BeforeEach
  void configure() throws Exception {
    configure("0.0.0.0", 9443);
  }

  @Test
  void writesTheWholeSketchAndSaysWhatComesNext() throws Exception {
    Ran ran = add("porch", "--host", "192.168.1.20");

    assertThat(ran.err()).isEmpty();
    assertThat(ran.status()).isEqualTo(ExitCode.OK);
    assertThat(ran.out())
        .contains(sketch().toString(), "192.168.1.20 port 9443", "Next:", "porch.ino", "OPI PSRAM")
        .contains("wifi NAME PASSWORD")
        .doesNotContain("crt_");
    assertThat(settings())
        .contains("#define RELAY_HOST \"192.168.1.20\"\n", "#define RELAY_PORT 9443\n")
        .contains("#define RELAY_NAME \"camrelay\"\n", "#define DEVICE_NAME \"porch\"\n")
        .contains("#define DEVICE_TOKEN \"crt_", "\"-----BEGIN CERTIFICATE-----\\n\" \\\n");
    assertThat(sketch().resolve("porch.ino")).content().contains("void setup()", "void loop()");
    assertThat(sketch().resolve("src/core/Session.cpp")).exists();
    assertThat(sketch().resolve("src/board/Esp32Transport.cpp")).exists();
    assertThat(sketch().resolve("sketch.yaml")).exists();
    assertThat(sketch().resolve("platformio.ini"))
        .content()
        .contains("src_dir = .\n")
        .doesNotContain("Camera/");
  }

  @Test
  void takesThisMachinesAddressWhereNoneIsGiven() throws Exception {
    Ran ran = add("porch", "--json");

    if (ran.status() == ExitCode.OK) {
      JsonView added = ran.json();
      assertThat(added.text("host")).matches("\\d+\\.\\d+\\.\\d+\\.\\d+").doesNotStartWith("127.");
      assertThat(added.text("sketch")).isEqualTo(sketch().toString());
      assertThat(settings()).contains("\"" + added.text("host") + "\"", "\"" + added.text("token"));
    } else {
      assertThat(ran.err()).contains("--host"); // a machine without a network
    }
  }

  @Test
  void takesTheAddressThatTheRelayListensOn() throws Exception {
    configure("127.0.0.1", 9443);

    Ran ran = add("porch");

    assertThat(ran.out()).contains("127.0.0.1 port 9443", "only this machine itself");
    assertThat(settings()).contains("#define RELAY_HOST \"127.0.0.1\"\n");
  }

  @Test
  void changesNothingWhenTheSketchCannotBeWritten() throws Exception {
    Files.createDirectories(sketch());
    Files.writeString(sketch().resolve("novel.txt"), "It was a dark and stormy night");

    Ran ran = add("porch", "--host", "192.168.1.20");

    assertThat(ran.status()).isEqualTo(ExitCode.FAILED);
    assertThat(ran.err()).contains("is not empty", "give another folder");
    assertThat(here("device", "list").out()).doesNotContain("porch");
  }

  @Test
  void keepsTheOldTokenWhenAFolderIsInTheWayOfTheNewOne() throws Exception {
    add("porch", "--host", "192.168.1.20");
    String before = settings();

    Ran again = add("porch", "--host", "192.168.1.20", "--replace");

    assertThat(again.err()).contains("holds a sketch already", "--force");
    assertThat(settings()).isEqualTo(before);
  }

  @Test
  void writesANewTokenIntoTheMakersOwnSketch() throws Exception {
    add("porch", "--host", "192.168.1.20");
    String before = settings();
    Files.writeString(
        sketch().resolve("Settings.h"),
        before.replace("#define WIFI_NAME \"\"", "#define WIFI_NAME \"home\""));

    Ran again = add("porch", "--host", "192.168.1.21", "--replace", "--force");

    assertThat(again.status()).isEqualTo(ExitCode.OK);
    assertThat(again.out()).doesNotContain("wifi NAME PASSWORD");
    assertThat(settings())
        .contains("#define WIFI_NAME \"home\"\n", "\"192.168.1.21\"")
        .doesNotContain(token(before));
  }

  @Test
  void refusesWhatCouldNotWork() throws Exception {
    assertThat(add("porch", "--host", "http://relay/").err()).contains("has a slash in it");
    assertThat(add("porch", "--host", "fd00::1").err()).contains("IPv6");
    assertThat(here("device", "add", "porch", "--host", "relay.lan").err()).contains("--sketch");
    configure("0.0.0.0", 0);
    assertThat(add("porch", "--host", "relay.lan").err()).contains("listen.port is 0");
  }

  private void configure(String address, int port) throws Exception {
    Files.writeString(
        folder.resolve("camrelay.toml"),
        """
        data = "%s"
        [listen]
        address = "%s"
        port = %d
        """
            .formatted(folder.resolve("data"), address, port));
  }

  private Ran add(String name, String... options) {
    return here(
        Stream.concat(
                Stream.of("device", "add", name, "--sketch", sketch().toString()),
                Arrays.stream(options))
            .toArray(String[]::new));
  }

  private Ran here(String... args) {
    return camrelay(
        Stream.concat(
                Arrays.stream(args),
                Stream.of("--config", folder.resolve("camrelay.toml").toString()))
            .toArray(String[]::new));
  }

  private Path sketch() {
    return folder.resolve("porch");
  }

  private String settings() throws Exception {
    return Files.readString(sketch().resolve("Settings.h"));
  }

  private static String token(String settings) {
    int start = settings.indexOf("crt_");
    return settings.substring(start, settings.indexOf('"', start));
  }
}
