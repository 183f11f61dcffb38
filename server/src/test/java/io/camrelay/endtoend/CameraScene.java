package io.camrelay.endtoend;

import io.camrelay.capture.Capture;
import io.camrelay.fixtures.FakeProvider;
import io.camrelay.fixtures.Script;
import io.camrelay.relay.Installation;
import io.camrelay.relay.Relay;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A relay with its provider, and a camera that was flashed for it. */
final class CameraScene implements AutoCloseable {

  static final String DEVICE = "porch";

  private static final int MANY = 20_000;
  private static final int HASH_SHOWN = 12;

  private final Path folder;
  private final Path config;
  private final int port;
  private final FakeProvider provider;
  private @Nullable Relay relay;

  /** Puts everything into this folder. Nothing runs yet but the provider. */
  CameraScene(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.port = freePort();
    this.provider = new FakeProvider().always(asked -> Script.answer(answerTo(asked.picture())));
    this.config = TestRelay.configure(folder, provider, port);
  }

  /** Short enough for one line of the serial monitor, and another one for each picture. */
  private static String answerTo(String picture) {
    return "I see " + picture.substring(0, Math.min(HASH_SHOWN, picture.length())) + ".";
  }

  /** What the camera is to show for this picture, by its hash. */
  static String shown(String picture) {
    return answerTo(picture);
  }

  /** Starts a relay in this process. */
  Relay startRelay() throws Exception {
    Relay started = Relay.start(TestRelay.load(config));
    relay = started;
    return started;
  }

  /** Starts a relay in a process of its own. */
  RelayProcess startRelayProcess() throws IOException {
    return RelayProcess.start(config, folder.resolve("relay.log"));
  }

  /** Flashes the camera, as its maker does, who then sets these in {@code Settings.h}. */
  Path flash(Map<String, String> settings) throws Exception {
    CameraSketch.add(config, DEVICE);
    CameraSketch.set(Map.of("WIFI_NAME", "\"\"", "WIFI_PASSWORD", "\"\""));
    CameraSketch.set(settings);
    return CameraSketch.build(folder.resolve("camera"));
  }

  /** Flashes a camera with nothing but a Wi-Fi set, and switches it on. */
  CameraHost camera(String... options) throws Exception {
    return switchOn(flash(Map.of("WIFI_NAME", "\"home\"")), options);
  }

  /** Switches the camera on. */
  CameraHost switchOn(Path program, String... options) throws IOException {
    return CameraHost.start(program, folder.resolve("board"), port, options);
  }

  FakeProvider provider() {
    return provider;
  }

  Path config() {
    return config;
  }

  int port() {
    return port;
  }

  /** All that the relay knows of the camera's captures. */
  List<Capture> captures() throws Exception {
    try (Installation here = Installation.open(TestRelay.load(config))) {
      return here.captures().latest(DEVICE, null, MANY).toCompletableFuture().join();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    Relay running = relay;
    if (running != null) {
      running.close();
    }
    provider.close();
  }
}
