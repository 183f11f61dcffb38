package io.camrelay.camera;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.fixtures.FaultyProxy;
import io.camrelay.fixtures.FaultyProxy.Ending;
import io.camrelay.fixtures.FaultyProxy.Fault;
import io.camrelay.fixtures.FaultyProxy.Way;
import io.camrelay.fixtures.Jpegs;
import io.camrelay.fixtures.LittleRelay;
import io.camrelay.fixtures.ScriptedRelay;
import io.camrelay.fixtures.ScriptedRelay.Line;
import io.camrelay.fixtures.ScriptedRelay.Role;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.Covers;
import io.camrelay.protocol.DeviceMessage;
import io.camrelay.protocol.MessageType;
import io.camrelay.protocol.ProfileData;
import io.camrelay.protocol.RelayMessage.CaptureNow;
import io.camrelay.protocol.RelayMessage.Goodbye;
import io.camrelay.protocol.RelayMessage.Notice;
import io.camrelay.protocol.RelayMessage.Token;
import io.camrelay.protocol.RelayMessage.Welcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the link does by itself: time, and what a relay or a network does to it. */
class CameraLinkTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private CameraFleet fleet;
  private final Queue<CameraEvent> events = new ConcurrentLinkedQueue<>();
  private final List<DeviceMessage> heard = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() {
    fleet = CameraFleet.start(1);
  }

  @AfterEach
  void stop() {
    fleet.close();
  }

  private CameraSettings.Builder settings(int port, String authority) {
    return CameraSettings.of("127.0.0.1", port, authority, LittleRelay.DEVICE, LittleRelay.TOKEN)
        .statusEvery(Duration.ZERO)
        .heartbeat(1)
        .backoff(Duration.ofMillis(5), Duration.ofMillis(20));
  }

  /** A relay that says WELCOME, then what a test wants, and then nothing more. */
  private ScriptedRelay relay(java.util.function.Consumer<Line> then) throws Exception {
    return new ScriptedRelay(
        folder,
        0,
        line ->
            new Role() {
              @Override
              public void heard(DeviceMessage message) {
                heard.add(message);
                if (message.type() == MessageType.HELLO) {
                  ProfileData profile =
                      new ProfileData(1, "", ProfileData.OWN_QUALITY, 0, false, "");
                  line.say(new Welcome(0, 1, 64, 400_000, 1, 4, profile));
                  then.accept(line);
                }
              }
            });
  }

  @Test
  @Covers({"R-LIV-1", "R-LIV-3"})
  void pingsASilentRelayAndComesBackToIt() throws Exception {
    try (ScriptedRelay relay = relay(line -> {})) {
      fleet.camera(settings(relay.port(), relay.authorityPem()).build(), events::add).connect();

      Awaitility.await().atMost(PATIENCE).until(() -> relay.handshakes() == 2);
      assertThat(heard)
          .extracting(DeviceMessage::type)
          .startsWith(MessageType.HELLO, MessageType.PING, MessageType.PING, MessageType.HELLO);
      assertThat(heard(CameraEvent.LinkLost.class).get(0).cause())
          .isEqualTo("nothing was heard from the relay for too long");
    }
  }

  @Test
  void noticesALinkThatIsHalfOpen() throws Exception {
    try (LittleRelay relay = new LittleRelay(folder);
        FaultyProxy proxy =
            new FaultyProxy(
                relay.port(),
                n -> n == 1 ? Fault.cut(Way.UP, 60_000, Ending.BLACK_HOLE) : Fault.NONE)) {
      VirtualCamera camera =
          fleet.camera(settings(proxy.port(), relay.authorityPem()).build(), events::add);
      camera.connect();

      Pressed pressed = camera.press(Jpegs.of(200_000, 1), "");

      assertThat(
              pressed
                  .reply()
                  .toCompletableFuture()
                  .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                  .answered())
          .isTrue();
      assertThat(proxy.connections()).isEqualTo(2);
    }
  }

  @Test
  @Covers("R-CON-8")
  void obeysGoodbyeAndActsOnNothingBehindIt() throws Exception {
    try (ScriptedRelay relay =
        relay(
            line ->
                line.say(
                    new Goodbye(Code.DRAINING, 1, "The relay is about to restart."),
                    new Notice(io.camrelay.protocol.LogLevel.INFO, "too late")))) {
      fleet.camera(settings(relay.port(), relay.authorityPem()).build(), events::add).connect();

      Awaitility.await().atMost(PATIENCE).until(() -> relay.handshakes() >= 3);
      assertThat(heard(CameraEvent.Notice.class)).isEmpty();
      assertThat(heard(CameraEvent.LinkLost.class).get(0).cause()).isEqualTo("goodbye: draining");
    }
  }

  @Test
  void hangsUpOnWhatIsNoMessage() throws Exception {
    try (ScriptedRelay relay =
        relay(
            line ->
                line.sayBytes("HTTP/1.1 400 Bad Request".getBytes(StandardCharsets.US_ASCII)))) {
      fleet.camera(settings(relay.port(), relay.authorityPem()).build(), events::add).connect();

      Awaitility.await().atMost(PATIENCE).until(() -> relay.handshakes() >= 2);
      assertThat(heard(CameraEvent.RelayMisbehaved.class)).isNotEmpty();
    }
  }

  @Test
  void takesPhotosForTheOperatorAndKeepsItsToken() throws Exception {
    CameraMemory memory = CameraMemory.inMemory();
    try (ScriptedRelay relay =
        relay(line -> line.say(new Token("secret-2"), new CaptureNow("Is it raining?")))) {
      VirtualCamera camera =
          fleet.camera(settings(relay.port(), relay.authorityPem()).build(), memory, events::add);
      Photo photo = Photo.of(Jpegs.of(5_000, 1));
      camera.shutter(() -> photo);
      camera.connect();

      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> heard.stream().anyMatch(DeviceMessage.CaptureBegin.class::isInstance));
      DeviceMessage.CaptureBegin begin =
          heard.stream()
              .filter(DeviceMessage.CaptureBegin.class::isInstance)
              .map(DeviceMessage.CaptureBegin.class::cast)
              .findFirst()
              .orElseThrow();
      assertThat(begin.question()).isEqualTo("Is it raining?");
      assertThat(begin.trigger()).isEqualTo(io.camrelay.protocol.Trigger.REMOTE);
      assertThat(begin.width()).isEqualTo(photo.width()).isPositive();
      assertThat(memory.token()).isEqualTo("secret-2");
    }
  }

  @Test
  void hundredsOfCamerasShareAThread() throws Exception {
    int cameras = 200;
    try (LittleRelay relay = new LittleRelay(folder)) {
      CameraSettings settings = settings(relay.port(), relay.authorityPem()).heartbeat(600).build();
      List<VirtualCamera> all = new ArrayList<>();
      for (int i = 0; i < cameras; i++) {
        all.add(fleet.camera(settings, CameraListener.none()));
        all.get(i).connect();
      }
      Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> relay.welcomed() == cameras);
      Photo photo = Photo.of(Jpegs.of(20_000, 1));
      List<Pressed> presses = all.stream().map(camera -> camera.press(photo, "")).toList();

      for (Pressed pressed : presses) {
        assertThat(
                pressed
                    .reply()
                    .toCompletableFuture()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .answered())
            .isTrue();
      }
      assertThat(relay.handshakes()).isEqualTo(cameras);
      assertThat(Thread.getAllStackTraces().keySet())
          .filteredOn(thread -> thread.getName().startsWith("camera-"))
          .hasSize(1);
    }
  }

  private <T extends CameraEvent> List<T> heard(Class<T> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
