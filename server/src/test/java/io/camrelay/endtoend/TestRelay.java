package io.camrelay.endtoend;

import io.camrelay.camera.CameraSettings;
import io.camrelay.device.Devices;
import io.camrelay.fixtures.FakeProvider;
import io.camrelay.fixtures.Script;
import io.camrelay.identity.DeviceToken;
import io.camrelay.relay.ConfigException;
import io.camrelay.relay.RelayConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;

/** Writes what a relay of a test is configured with, and flashes cameras for it. */
final class TestRelay {

  /** Bytes of a frame as a board sends it. */
  static final int FRAME = 100_000;

  private TestRelay() {}

  /** A provider whose answer proves which frame it was asked about. */
  static FakeProvider provider(Duration delay) {
    return new FakeProvider()
        .always(asked -> Script.answer(answerAbout(asked.picture())).after(delay));
  }

  /** What that one answers about a picture. */
  static String answerTo(byte[] jpeg) {
    return answerAbout(FakeProvider.hash(jpeg));
  }

  /** The same, by the picture's SHA-256. */
  static String answerAbout(String hash) {
    return "I see " + hash + " in this picture.";
  }

  /** A configuration in this folder that asks this provider. */
  static Path configure(Path folder, FakeProvider provider, int port) throws IOException {
    return configure(folder, provider, port, "");
  }

  /** The same with more lines of TOML. */
  static Path configure(Path folder, FakeProvider provider, int port, String more)
      throws IOException {
    String toml =
        """
        data = "%s"
        [listen]
        address = "127.0.0.1"
        port = %d
        [asking]
        provider = "fake"
        [provider.fake]
        base_url = "%s"
        model = "%s"
        %s
        """
            .formatted(folder.resolve("data"), port, provider.baseUrl(), FakeProvider.MODEL, more);
    return Files.writeString(folder.resolve("camrelay.toml"), toml);
  }

  static RelayConfig load(Path file) throws ConfigException {
    return RelayConfig.load(file, Map.of());
  }

  /** Adds a device and gives what its camera has to be flashed with. */
  static CameraSettings.Builder camera(Devices devices, String name, int port, String caPem) {
    DeviceToken token = DeviceToken.generate(new SecureRandom());
    String hash = HexFormat.of().formatHex(token.hash().bytes());
    devices.put(name, hash, Instant.now()).toCompletableFuture().join();
    return CameraSettings.of("127.0.0.1", port, caPem, name, token.reveal());
  }
}
