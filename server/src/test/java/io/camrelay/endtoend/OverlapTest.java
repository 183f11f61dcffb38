package io.camrelay.endtoend;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.camera.CameraSettings;
import io.camrelay.capture.Attempt;
import io.camrelay.capture.CaptureKey;
import io.camrelay.device.ProfileKey;
import io.camrelay.device.ProfileSettings;
import io.camrelay.fixtures.FakeProvider;
import io.camrelay.fixtures.FaultyProxy;
import io.camrelay.fixtures.FaultyProxy.Fault;
import io.camrelay.fixtures.Jpegs;
import io.camrelay.fixtures.Script;
import io.camrelay.identity.DeviceToken;
import io.camrelay.protocol.CaptureId;
import io.camrelay.protocol.DeviceMessage.AnswerAck;
import io.camrelay.protocol.DeviceMessage.CaptureData;
import io.camrelay.protocol.DeviceMessage.CaptureEnd;
import io.camrelay.protocol.Ping;
import io.camrelay.protocol.Pong;
import io.camrelay.protocol.RelayMessage;
import io.camrelay.protocol.RelayMessage.AnswerEnd;
import io.camrelay.protocol.RelayMessage.AnswerText;
import io.camrelay.relay.Installation;
import io.camrelay.relay.Relay;
import io.camrelay.relay.RelayConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The request to the provider starts while the frame arrives, and is whole only when that is. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class OverlapTest {

  private static final int PIECE = 4_096;
  private static final int FRAME = 200_000;
  private static final Duration TRICKLE = Duration.ofMillis(400);
  private static final Duration THINKING = Duration.ofMillis(100);
  private static final long EPOCH = 9;
  private static final String WITHOUT = "without";
  private static final String WITH = "with";
  private static final List<String> OTHERS = List.of("a", "b", "c", "d", "e");

  @TempDir private Path folder;

  private final Map<String, String> tokens = new HashMap<>();
  private FakeProvider provider;
  private @Nullable Relay started;
  private int relays;
  private int presses;

  @BeforeEach
  void begin() {
    provider = new FakeProvider().always(asked -> Script.answer("A cat.").after(THINKING));
  }

  @AfterEach
  void end() {
    if (started != null) {
      started.close();
    }
    provider.close();
  }

  @Test
  void theProviderHearsOfTheFrameBeforeItsLastByteWasSent() throws Exception {
    start(provider.baseUrl());
    try (RawCamera camera = enter(WITH)) {
      byte[] frame = frame();
      send(camera, 1, frame, FRAME - PIECE);
      await(() -> provider.begun() == 1);
      assertThat(provider.asked()).as("whole requests").isEmpty();
      sendOn(camera, 1, frame, FRAME - PIECE, frame.length);
      camera.send(new CaptureEnd(1, RawCamera.crc(frame)));

      assertThat(camera.receive(AnswerEnd.class).status()).isNotNull();
      assertThat(provider.begun()).isEqualTo(1);
      assertThat(provider.askedAbout(frame)).isEqualTo(1);
      assertThat(attempts(WITH)).hasSize(1);
      assertThat(attempts(WITH).get(0).beginning().overlapped()).isTrue();
    }
  }

  @Test
  void whereTheProfileSaysSoItHearsNothingBefore() throws Exception {
    start(provider.baseUrl());
    try (RawCamera camera = enter(WITHOUT)) {
      byte[] frame = frame();
      send(camera, 1, frame, FRAME - PIECE);
      camera.send(new Ping(7));
      camera.receive(Pong.class);
      assertThat(provider.begun()).isZero();
      sendOn(camera, 1, frame, FRAME - PIECE, frame.length);
      camera.send(new CaptureEnd(1, RawCamera.crc(frame)));

      assertThat(camera.receive(AnswerEnd.class).status()).isNotNull();
      assertThat(attempts(WITHOUT).get(0).beginning().overlapped()).isFalse();
    }
  }

  @Test
  void aBadCrcNeverCompletesARequest() throws Exception {
    start(provider.baseUrl());
    for (int i = 1; i <= OTHERS.size(); i++) {
      try (RawCamera camera = enter(OTHERS.get(i - 1))) {
        int begun = i;
        sendDamaged(camera, 1, begun);
        await(() -> provider.broken() == begun);

        // For a while this camera is asked from the store alone.
        sendDamaged(camera, 2, begun);
        assertThat(provider.begun()).isEqualTo(begun);
      }
    }
    assertThat(provider.asked()).as("whole requests").isEmpty();
    try (RawCamera camera = enter(WITH)) {
      byte[] sound = frame();
      send(camera, 1, sound, sound.length);
      camera.send(new CaptureEnd(1, RawCamera.crc(sound)));
      camera.receive(AnswerEnd.class);
    }
    assertThat(provider.asked()).hasSize(1);
  }

  @Test
  void aLinkThatIsLostNeverCompletesOne() throws Exception {
    start(provider.baseUrl());
    byte[] frame = frame();
    try (RawCamera camera = enter(WITH)) {
      send(camera, 1, frame, frame.length);
      await(() -> provider.begun() == 1);
      camera.cut();
    }
    await(() -> provider.broken() == 1);
    assertThat(provider.asked()).isEmpty();
  }

  @Test
  void aFrameThatStallsGivesItsPlaceBack() throws Exception {
    start(provider.baseUrl());
    try (RawCamera camera = enter(WITH)) {
      byte[] frame = frame();
      send(camera, 1, frame, FRAME / 2);
      await(() -> provider.broken() == 1);
      assertThat(provider.asked()).isEmpty();

      // It comes after all, and is asked as if nothing had been begun.
      sendOn(camera, 1, frame, FRAME / 2, frame.length);
      camera.send(new CaptureEnd(1, RawCamera.crc(frame)));
      camera.receive(AnswerEnd.class);
      assertThat(provider.askedAbout(frame)).isEqualTo(1);
      assertThat(attempts(WITH).get(0).beginning().overlapped()).isFalse();
    }
  }

  /**
   * Prints how long it takes from the last byte of a frame to the first of its answer, with and
   * without overlap by turns, once with the provider next door and once behind a slow line.
   */
  @Test
  @Tag("bench")
  void measured() throws Exception {
    System.out.println("ms from the last byte of the frame to the first of the answer");
    System.out.println("| to the provider | overlap | median | worst |");
    System.out.println("|---|---|---|---|");
    start(provider.baseUrl());
    measure("loopback", 20);
    relay().close();
    for (int kilobytes : List.of(5_000, 1_250, 500)) {
      try (FaultyProxy line =
          new FaultyProxy(
              provider.port(), connection -> Fault.slow(Duration.ZERO, kilobytes * 1_000L))) {
        start("http://127.0.0.1:" + line.port() + "/v1");
        measure(kilobytes + " KB/s", 20);
        relay().close();
      }
    }
  }

  private void measure(String line, int rounds) throws Exception {
    long[] with = new long[rounds];
    long[] without = new long[rounds];
    try (RawCamera overlapping = enter(WITH);
        RawCamera waiting = enter(WITHOUT)) {
      for (int round = 0; round < rounds; round++) {
        with[round] = press(overlapping, round + 1);
        without[round] = press(waiting, round + 1);
      }
    }
    print(line, "no", without);
    print(line, "yes", with);
    assertThat(provider.broken()).isZero();
  }

  private static void print(String line, String overlap, long[] millis) {
    Arrays.sort(millis);
    System.out.printf(
        "| %s | %s | %d | %d |%n",
        line, overlap, millis[millis.length / 2], millis[millis.length - 1]);
  }

  /** Trickles a frame in, and takes the time from its last byte to the answer's first. */
  private long press(RawCamera camera, int handle) throws Exception {
    byte[] frame = frame();
    camera.send(RawCamera.begin(handle, new CaptureId(EPOCH, presses), frame));
    camera.receive(RelayMessage.CaptureAccept.class);
    int pieces = (frame.length + PIECE - 1) / PIECE;
    long start = System.nanoTime();
    for (int i = 0; i < pieces; i++) {
      long due = start + TRICKLE.toNanos() * (i + 1) / pieces;
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      sendOn(camera, handle, frame, i * PIECE, Math.min(frame.length, (i + 1) * PIECE));
    }
    camera.send(new CaptureEnd(handle, RawCamera.crc(frame)));
    long sent = System.nanoTime();
    AnswerText first = camera.receive(AnswerText.class);
    long took = System.nanoTime() - sent;
    AnswerEnd end = camera.receive(AnswerEnd.class);
    camera.send(new AnswerAck(handle, end.generation(), end.length(), true));
    assertThat(first.handle()).isEqualTo(handle);
    return TimeUnit.NANOSECONDS.toMillis(took);
  }

  private byte[] frame() {
    return Jpegs.of(FRAME, ++presses);
  }

  /** Of the whole frame, one bit is turned on its way. */
  private void sendDamaged(RawCamera camera, int handle, int begun) throws IOException {
    byte[] frame = frame();
    send(camera, handle, frame, frame.length);
    await(() -> provider.begun() == begun);
    camera.send(new CaptureEnd(handle, RawCamera.crc(frame) ^ 1));
    camera.receive(RelayMessage.Deferred.class);
  }

  /** Begins a frame and sends it up to there. */
  private void send(RawCamera camera, int handle, byte[] frame, int to) throws IOException {
    camera.send(RawCamera.begin(handle, new CaptureId(EPOCH, presses), frame));
    camera.receive(RelayMessage.CaptureAccept.class);
    sendOn(camera, handle, frame, 0, to);
  }

  private static void sendOn(RawCamera camera, int handle, byte[] frame, int from, int to)
      throws IOException {
    for (int at = from; at < to; at += PIECE) {
      int length = Math.min(PIECE, to - at);
      camera.send(new CaptureData(handle, at, ByteBuffer.wrap(frame, at, length)));
    }
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(condition);
  }

  private List<Attempt> attempts(String device) throws Exception {
    return relay()
        .captures()
        .find(new CaptureKey(device, new CaptureId(EPOCH, presses)))
        .toCompletableFuture()
        .get(30, SECONDS)
        .orElseThrow()
        .attempts();
  }

  /** A relay that asks there, with a camera of each kind. */
  private void start(String baseUrl) throws Exception {
    Path home = Files.createDirectory(folder.resolve("relay" + ++relays));
    Path file = TestRelay.configure(home, provider, 0);
    String toml = Files.readString(file).replace(provider.baseUrl(), baseUrl);
    RelayConfig config = TestRelay.load(Files.writeString(file, toml));
    try (Installation here = Installation.open(config)) {
      List<String> devices = new ArrayList<>(OTHERS);
      devices.addAll(List.of(WITH, WITHOUT));
      for (String device : devices) {
        DeviceToken token = DeviceToken.generate(new SecureRandom());
        String hash = HexFormat.of().formatHex(token.hash().bytes());
        here.devices().put(device, hash, Instant.now()).toCompletableFuture().get(30, SECONDS);
        tokens.put(device, token.reveal());
      }
      here.profiles()
          .change(
              WITHOUT,
              had -> ProfileSettings.NONE.with(ProfileKey.OVERLAP, "false").over(had),
              Instant.now())
          .toCompletableFuture()
          .get(30, SECONDS);
      here.profiles()
          .assign(WITHOUT, WITHOUT, Instant.now())
          .toCompletableFuture()
          .get(30, SECONDS);
    }
    started = Relay.start(config);
  }

  private Relay relay() {
    return Objects.requireNonNull(started);
  }

  private RawCamera enter(String device) throws IOException {
    CameraSettings settings =
        CameraSettings.of(
                "127.0.0.1",
                relay().port(),
                relay().identity().authorityPem(),
                device,
                Objects.requireNonNull(tokens.get(device)))
            .build();
    RawCamera camera = RawCamera.connect(settings);
    camera.send(RawCamera.hello(settings, EPOCH));
    camera.receive(RelayMessage.Welcome.class);
    return camera;
  }
}
