package io.camrelay.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.relay.Installation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is wrong, the serial monitor says it with its word, its cause and what to do. What it
 * said is kept in {@code target/serial}.
 */
@Tag("camera-host")
class CameraHostCausesTest {

  private static final Map<String, String> HOME = Map.of("WIFI_NAME", "\"home\"");

  @TempDir private Path folder;

  private CameraScene scene;

  @BeforeEach
  void start() throws Exception {
    scene = new CameraScene(folder);
  }

  @AfterEach
  void stop() {
    scene.close();
  }

  @Test
  void anotherRelaysAuthority() throws Exception {
    scene.startRelay();
    Path other = folder.resolve("other.toml");
    Files.writeString(
        other,
        Files.readString(scene.config())
            .replace(folder.resolve("data").toString(), folder.resolve("other").toString()));
    CameraSketch.add(other, CameraScene.DEVICE);
    CameraSketch.set(HOME);

    tells(
        "wrong-ca",
        CameraSketch.build(folder.resolve("camera")),
        "TLS_CERTIFICATE",
        "is not signed by the CA in the sketch",
        "device add");
  }

  @Test
  void aNameThatTheCertificateDoesNotHave() throws Exception {
    scene.startRelay();

    tells(
        "wrong-name",
        scene.flash(Map.of("WIFI_NAME", "\"home\"", "RELAY_NAME", "\"elsewhere\"")),
        "TLS_CERTIFICATE",
        "or is for another name",
        "device add");
  }

  @Test
  void aTokenThatIsWrong() throws Exception {
    scene.startRelay();

    tells(
        "wrong-token",
        scene.flash(Map.of("WIFI_NAME", "\"home\"", "DEVICE_TOKEN", "\"crt_wrong\"")),
        "REFUSED unauthorized: ",
        "",
        "");
  }

  @Test
  void aDeviceThatIsRevoked() throws Exception {
    scene.startRelay();
    try (CameraHost camera = scene.camera("--speed", "10")) {
      camera.run("wait line lets us in");
      try (Installation here = Installation.open(TestRelay.load(scene.config()))) {
        here.devices().revoke(CameraScene.DEVICE, Instant.now()).toCompletableFuture().join();
      }
      camera.run("wait line has revoked this device");
      camera.keepSerial("revoked");
    }
  }

  @Test
  void aWifiThatNobodyHears() throws Exception {
    tells(
        "wifi-unknown",
        scene.flash(Map.of("WIFI_NAME", "\"hone\"")),
        "WIFI_NOT_FOUND",
        "no Wi-Fi of that name is heard",
        "Check the name",
        "--wifi",
        "home:gate7842");
  }

  @Test
  void aWifiPasswordThatIsWrong() throws Exception {
    tells(
        "wifi-password",
        scene.flash(Map.of("WIFI_NAME", "\"home\"", "WIFI_PASSWORD", "\"guess7842\"")),
        "WIFI_PASSWORD",
        "does not take the password",
        "wifi NAME PASSWORD",
        "--wifi",
        "home:gate7842");
  }

  @Test
  void noWifiUntilOneIsTyped() throws Exception {
    scene.startRelay();
    try (CameraHost camera =
        scene.switchOn(scene.flash(Map.of()), "--speed", "10", "--wifi", "home:gate7842")) {
      camera.run("wait line WIFI_NOT_SET", "type wifi home gate7842", "wait link up", "press 1");
      camera.run("power cycle", "wait link up", "press 1");
      camera.keepSerial("wifi-typed");
      camera.finish();
    }
  }

  @Test
  void aRelayThatDoesNotRun() throws Exception {
    tells(
        "relay-down",
        scene.flash(HOME),
        "RELAY_REFUSED",
        "nobody listens on the relay's address and port",
        "camrelay serve");
  }

  @Test
  void aRelayThatDoesNotAnswer() throws Exception {
    scene.startRelay();
    try (CameraHost camera = scene.switchOn(scene.flash(HOME), "--speed", "20")) {
      camera.run("link deaf", "wait line RELAY_TIMEOUT", "link take", "wait link up");
      camera.keepSerial("relay-timeout");
      camera.finish();
    }
  }

  @Test
  void aSketchThatIsForNobody() throws Exception {
    tells(
        "relay-not-set",
        scene.flash(Map.of("WIFI_NAME", "\"home\"", "RELAY_HOST", "\"\"")),
        "RELAY_NOT_SET",
        "the sketch holds no relay",
        "device add");
  }

  @Test
  void noSensor() throws Exception {
    scene.startRelay();
    tells(
        "no-camera",
        scene.flash(HOME),
        "NOT_FOUND",
        "no camera sensor answers",
        "flat cable",
        "--camera",
        "none");
  }

  @Test
  void noPsram() throws Exception {
    scene.startRelay();
    tells("no-psram", scene.flash(HOME), "NO_PSRAM", "PSRAM is off", "OPI PSRAM", "--psram", "no");
  }

  @Test
  void noCard() throws Exception {
    scene.startRelay();
    tells(
        "no-card",
        scene.flash(HOME),
        "CARD_MISSING",
        "no SD card answers",
        "FAT32",
        "--card",
        "none");
  }

  @Test
  void aCardThatIsFull() throws Exception {
    afterAPress("card-full", "card full", "CARD_FULL", "the SD card is full", "KEEP_PHOTOS");
  }

  @Test
  void framesFromBeforeThePress() throws Exception {
    afterATouch("stale-frame", "camera stale 50", "STALE", "from before the press", "Press again");
  }

  @Test
  void noFrame() throws Exception {
    afterATouch("no-frame", "camera null 3", "NO_FRAME", "gave no photo", "Press again");
  }

  @Test
  void writesThatAreTakenInPart() throws Exception {
    afterAPress(
        "short-writes",
        "write at most 1000",
        "WRITE_STALLS",
        "takes only a part of what is written",
        "go closer to the router");
  }

  @Test
  void memoryThatIsBrokenUp() throws Exception {
    scene.startRelay();
    try (CameraHost camera = scene.switchOn(scene.flash(HOME), "--speed", "10", "--psram", "no")) {
      camera.run("wait link up", "heap largest 12000", "link cut rst", "wait line TLS_MEMORY");
      camera.keepSerial("tls-memory");
      tells(camera.serial(), "TLS_MEMORY", "no two unbroken blocks", "OPI PSRAM");
    }
  }

  /** The camera says it by itself. */
  private void tells(
      String kept, Path program, String word, String cause, String cure, String... options)
      throws Exception {
    String[] all =
        Stream.concat(Stream.of("--speed", "10"), Arrays.stream(options)).toArray(String[]::new);
    try (CameraHost camera = scene.switchOn(program, all)) {
      camera.run("wait line " + word, "sleep 2s");
      camera.keepSerial(kept);
      tells(camera.serial(), word, cause, cure);
      camera.finish();
    }
  }

  /** It says so when a photo was to be taken. */
  private void afterATouch(String kept, String before, String word, String cause, String cure)
      throws Exception {
    scene.startRelay();
    try (CameraHost camera = scene.camera("--speed", "10")) {
      camera.run("wait link up", before, "touch", "wait line " + word, "sleep 2s");
      camera.keepSerial(kept);
      tells(camera.serial(), word, cause, cure);
      camera.finish();
    }
  }

  /** It says so, and the photo is answered all the same. */
  private void afterAPress(String kept, String before, String word, String cause, String cure)
      throws Exception {
    scene.startRelay();
    try (CameraHost camera = scene.camera("--speed", "10")) {
      camera.run("wait link up", before, "press 1", "sleep 5s");
      camera.keepSerial(kept);
      tells(camera.serial(), word, cause, cure);
      assertThat(camera.finish().number("answered")).hasValue(1);
    }
  }

  private static void tells(SerialOutput serial, String word, String cause, String cure) {
    Pattern line =
        Pattern.compile(
            ".*"
                + Pattern.quote(word)
                + ".*"
                + Pattern.quote(cause)
                + ".*"
                + Pattern.quote(cure)
                + ".*");
    assertThat(serial.lines()).anyMatch(one -> line.matcher(one).matches());
  }
}
