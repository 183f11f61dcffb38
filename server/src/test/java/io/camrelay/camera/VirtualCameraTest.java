package io.camrelay.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camrelay.fixtures.LittleRelay;
import io.camrelay.protocol.CaptureId;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.Covers;
import io.camrelay.protocol.DeviceMessage.CaptureData;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The camera over real TLS. */
class VirtualCameraTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private LittleRelay relay;
  private CameraFleet fleet;
  private final ConcurrentLinkedQueue<CameraEvent> events = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void start() throws Exception {
    relay = new LittleRelay(folder);
    fleet = CameraFleet.start(1);
  }

  @AfterEach
  void stop() {
    fleet.close();
    relay.close();
  }

  private CameraSettings.Builder settings() {
    return CameraSettings.of(
            "127.0.0.1", relay.port(), relay.authorityPem(), LittleRelay.DEVICE, LittleRelay.TOKEN)
        .backoff(Duration.ofMillis(20), Duration.ofMillis(100));
  }

  private VirtualCamera camera(CameraSettings settings) {
    return fleet.camera(settings, events::add);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void pressesAreAnsweredOverOneHandshake(boolean tls12Only) throws Exception {
    CameraSettings.Builder settings = settings();
    VirtualCamera camera = camera(tls12Only ? settings.tls12Only().build() : settings.build());
    await(camera.connect());

    for (int i = 1; i <= 20; i++) {
      Pressed pressed = camera.press(frame(1_000 * i), "What is it?");
      await(pressed.stored());
      assertThat(answer(pressed)).isEqualTo(LittleRelay.answerTo(1_000L * i));
    }

    assertThat(relay.handshakes()).isEqualTo(1);
    Awaitility.await().atMost(PATIENCE).until(() -> relay.settled() == 20);
    assertThat(heard(CameraEvent.Secured.class).get(0).tls())
        .startsWith(tls12Only ? "TLSv1.2" : "TLSv1.3");
  }

  @Test
  void sendsTheFrameInPiecesLikeTheBoards() throws Exception {
    VirtualCamera camera = camera(settings().build());
    camera.connect();
    await(camera.press(frame(10_000), "").reply());

    assertThat(relay.heard().stream().filter(CaptureData.class::isInstance))
        .extracting(message -> ((CaptureData) message).offset())
        .containsExactly(0L, 4_084L, 8_168L);
  }

  @Test
  void manyCamerasShareAThread() throws Exception {
    VirtualCamera camera = camera(settings().outbox(100).build());
    camera.connect();
    List<Pressed> presses = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      presses.add(camera.press(frame(5_000 + i), ""));
    }

    for (int i = 1; i <= 100; i++) {
      assertThat(answer(presses.get(i - 1))).isEqualTo(LittleRelay.answerTo(5_000 + i));
    }
  }

  @Test
  void comesBackAndGoesOnWhenTheLinkIsCut() throws Exception {
    AtomicReference<VirtualCamera> itself = new AtomicReference<>();
    AtomicBoolean cut = new AtomicBoolean();
    VirtualCamera camera =
        fleet.camera(
            settings().build(),
            event -> {
              events.add(event);
              // Comes to pass after the frame's first messages, whatever the sockets hold.
              if (event.kind() == CameraEvent.Kind.TAKEN && !cut.getAndSet(true)) {
                Objects.requireNonNull(itself.get()).cutLink();
              }
            });
    itself.set(camera);
    await(camera.connect());

    Pressed first = camera.press(frame(3_000_000), "");

    assertThat(answer(first)).isEqualTo(LittleRelay.answerTo(3_000_000));
    assertThat(relay.welcomed()).isEqualTo(2);
    assertThat(relay.askedAtMost()).isEqualTo(1);
    assertThat(heard(CameraEvent.LinkLost.class)).hasSize(1);
  }

  @Test
  @Covers("R-TLS-2")
  void doesNotTalkToARelayWithAnotherNameOrAuthority(@TempDir Path stranger) throws Exception {
    VirtualCamera wrongName = camera(settings().relayName("other.example").build());
    wrongName.connect();
    Awaitility.await().atMost(PATIENCE).until(() -> !heard(CameraEvent.LinkLost.class).isEmpty());
    assertThat(heard(CameraEvent.LinkLost.class).get(0).cause()).contains("check CA and name");
    events.clear();

    try (LittleRelay other = new LittleRelay(stranger)) {
      VirtualCamera wrongAuthority = camera(settings().port(other.port()).build());
      wrongAuthority.connect();
      Awaitility.await().atMost(PATIENCE).until(() -> heard(CameraEvent.LinkLost.class).size() > 1);
      assertThat(other.heard()).isEmpty();
    }
    assertThat(relay.heard()).isEmpty();
  }

  @Test
  void tellsTheMakerWhyThereIsNoLink() throws Exception {
    int nobody;
    try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
      nobody = socket.getLocalPort();
    }
    camera(settings().port(nobody).build()).connect();

    Awaitility.await().atMost(PATIENCE).until(() -> heard(CameraEvent.LinkLost.class).size() > 2);
    assertThat(heard(CameraEvent.LinkLost.class).get(0).cause()).contains("nothing listens");
    assertThat(heard(CameraEvent.Connecting.class))
        .extracting(CameraEvent.Connecting::attempt)
        .startsWith(1, 2, 3);
  }

  @Test
  void tellsThatItIsRefused() {
    camera(settings().token("wrong").build()).connect();

    Awaitility.await().atMost(PATIENCE).until(() -> !heard(CameraEvent.LinkLost.class).isEmpty());
    assertThat(heard(CameraEvent.Refused.class))
        .extracting(CameraEvent.Refused::code)
        .containsOnly(Code.UNAUTHORIZED); // it may have tried again by now
    assertThat(heard(CameraEvent.LinkLost.class).get(0).cause()).isEqualTo("refused: unauthorized");
  }

  @Test
  void aRepeatedCaptureIsAskedOnce() throws Exception {
    VirtualCamera camera = camera(settings().build());
    camera.connect();
    Photo photo = Photo.of(frame(9_000));
    Pressed first = camera.press(photo, "");
    String answer = answer(first);

    Pressed again = camera.repeat(first.capture(), photo, "");

    assertThat(answer(again)).isEqualTo(answer);
    assertThat(relay.captures()).isEqualTo(1);
    assertThat(relay.askedAtMost()).isEqualTo(1);
  }

  @Test
  void whoWaitsForASwitchedOffCameraIsTold() throws Exception {
    VirtualCamera camera = camera(settings().port(1).build());
    CompletionStage<?> welcome = camera.connect();
    Pressed pressed = camera.press(frame(10), "");

    camera.close();

    assertThatThrownBy(() -> await(pressed.reply())).hasCauseInstanceOf(CaptureLost.class);
    assertThatThrownBy(() -> await(pressed.stored())).hasCauseInstanceOf(CaptureLost.class);
    assertThatThrownBy(() -> await(welcome)).hasCauseInstanceOf(CaptureLost.class);
    Pressed late = camera.press(frame(10), "");
    assertThatThrownBy(() -> await(late.reply())).hasCauseInstanceOf(CaptureLost.class);
  }

  @Test
  void aPressBeyondTheOutboxIsLostAndTold() throws Exception {
    VirtualCamera camera = camera(settings().outbox(1).build());
    camera.press(frame(10), "");
    Pressed second = camera.press(frame(10), "");

    assertThatThrownBy(() -> await(second.reply())).hasRootCauseMessage("the outbox is full");
  }

  @Test
  void numbersRiseAndAreNeverGivenTwice() throws Exception {
    VirtualCamera camera = camera(settings().build());
    CaptureId first = camera.press(frame(10), "").capture();
    CaptureId second = camera.press(frame(10), "").capture();

    assertThat(second.epoch()).isEqualTo(first.epoch());
    assertThat(second.number()).isEqualTo(first.number() + 1);
  }

  private static byte[] frame(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static String answer(Pressed pressed) throws Exception {
    return ((Reply.Answered) await(pressed.reply())).text();
  }

  private static <T> T await(CompletionStage<T> stage)
      throws InterruptedException, ExecutionException, java.util.concurrent.TimeoutException {
    return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private <T extends CameraEvent> List<T> heard(Class<T> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
