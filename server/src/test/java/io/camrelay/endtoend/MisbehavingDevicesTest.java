package io.camrelay.endtoend;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.camera.CameraFleet;
import io.camrelay.camera.CameraListener;
import io.camrelay.camera.CameraSettings;
import io.camrelay.camera.Reply;
import io.camrelay.camera.VirtualCamera;
import io.camrelay.fixtures.FakeProvider;
import io.camrelay.fixtures.Jpegs;
import io.camrelay.protocol.CaptureId;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.DeviceMessage;
import io.camrelay.protocol.RelayMessage;
import io.camrelay.relay.Relay;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise 7: a bad device harms itself. */
class MisbehavingDevicesTest {

  private static final int HONEST = 4;
  private static final int PRESSES = 15;

  @TempDir private Path folder;

  private FakeProvider provider;
  private Relay relay;
  private CameraFleet fleet;
  private final List<VirtualCamera> honest = new ArrayList<>();
  private final List<RawCamera> bad = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    provider = TestRelay.provider(Duration.ZERO);
    relay = Relay.start(TestRelay.load(TestRelay.configure(folder, provider, 0)));
    fleet = CameraFleet.start(1);
    for (int i = 0; i < HONEST; i++) {
      VirtualCamera camera = fleet.camera(settings("honest-" + i), CameraListener.none());
      camera.connect().toCompletableFuture().get(30, SECONDS);
      honest.add(camera);
    }
  }

  @AfterEach
  void stop() throws IOException {
    for (RawCamera camera : bad) {
      camera.close();
    }
    fleet.close();
    relay.close();
    provider.close();
  }

  @Test
  void theOthersAreAnsweredAsBefore() throws Exception {
    pressAll(1);
    long[] before = pressAll(1_000);
    neverReads();
    stallsInsideAFrame();
    sendsGarbage();
    hasAWrongToken();
    claimsFourGigabytes();
    long[] beside = pressAll(2_000);
    System.out.printf(
        "press to answer, median and worst: %d and %d ms alone, %d and %d ms beside bad devices%n",
        before[before.length / 2],
        before[before.length - 1],
        beside[beside.length / 2],
        beside[beside.length - 1]);
  }

  private void neverReads() throws Exception {
    CameraSettings settings = settings("never-reads");
    RawCamera camera = open(settings);
    byte[] frame = Jpegs.of(TestRelay.FRAME, 5_000);
    for (int handle = 1; handle <= 3; handle++) {
      CaptureId id = new CaptureId(9, handle);
      camera.send(RawCamera.begin(handle, id, frame));
      send(camera, handle, frame, frame.length);
      camera.send(new DeviceMessage.CaptureEnd(handle, RawCamera.crc(frame)));
    }
  }

  private void stallsInsideAFrame() throws Exception {
    RawCamera camera = open(settings("stalls"));
    byte[] frame = Jpegs.of(TestRelay.FRAME, 5_001);
    camera.send(RawCamera.begin(1, new CaptureId(9, 1), frame));
    send(camera, 1, frame, frame.length / 2);
    byte[] message =
        RawCamera.bytes(new DeviceMessage.CaptureData(1, 0, ByteBuffer.wrap(frame, 0, 4_000)));
    camera.send(Arrays.copyOf(message, 1_000));
  }

  private void sendsGarbage() throws Exception {
    RawCamera camera = open(settings("garbage"));
    camera.send("GET / HTTP/1.1\r\n\r\n".repeat(1_000).getBytes(StandardCharsets.US_ASCII));
    RelayMessage.Goodbye goodbye = camera.receive(RelayMessage.Goodbye.class);
    assertThat(goodbye.code()).isIn(Code.MALFORMED, Code.UNKNOWN_TYPE, Code.TOO_LONG);
  }

  private void hasAWrongToken() throws Exception {
    CameraSettings wrong = settings("wrong").change().token("crt_" + "A".repeat(43)).build();
    RawCamera camera = RawCamera.connect(wrong);
    bad.add(camera);
    camera.send(RawCamera.hello(wrong, 9));
    RelayMessage.Refused refused = camera.receive(RelayMessage.Refused.class);
    assertThat(refused.code()).isEqualTo(Code.UNAUTHORIZED);
    assertThat(camera.receive()).as("what follows a refusal").isNull();
  }

  private void claimsFourGigabytes() throws Exception {
    RawCamera camera = open(settings("claims"));
    camera.send(RawCamera.begin(1, new CaptureId(9, 1), 0xFFFF_FFFFL, 0));
    RelayMessage.Failed failed = camera.receive(RelayMessage.Failed.class);
    assertThat(failed.code()).isEqualTo(Code.TOO_LARGE);
  }

  private RawCamera open(CameraSettings settings) throws IOException {
    RawCamera camera = RawCamera.connect(settings);
    bad.add(camera);
    camera.send(RawCamera.hello(settings, 9));
    camera.receive(RelayMessage.Welcome.class);
    return camera;
  }

  private static void send(RawCamera camera, int handle, byte[] frame, int length)
      throws IOException {
    int piece = 4_000;
    for (int offset = 0; offset < length; offset += piece) {
      camera.send(
          new DeviceMessage.CaptureData(
              handle, offset, ByteBuffer.wrap(frame, offset, Math.min(piece, length - offset))));
    }
  }

  /** Every honest camera presses its number of times; gives the sorted milliseconds to answers. */
  private long[] pressAll(int firstFrame) throws Exception {
    List<CompletableFuture<long[]>> cameras = new ArrayList<>();
    for (int i = 0; i < HONEST; i++) {
      VirtualCamera camera = honest.get(i);
      int first = firstFrame + i * PRESSES;
      cameras.add(CompletableFuture.supplyAsync(() -> press(camera, first)));
    }
    List<Long> all = new ArrayList<>();
    for (CompletableFuture<long[]> camera : cameras) {
      Arrays.stream(camera.get(60, SECONDS)).forEach(all::add);
    }
    return all.stream().mapToLong(Long::longValue).sorted().toArray();
  }

  private static long[] press(VirtualCamera camera, int first) {
    long[] millis = new long[PRESSES];
    for (int i = 0; i < PRESSES; i++) {
      byte[] photo = Jpegs.of(TestRelay.FRAME, first + i);
      long pressed = System.nanoTime();
      Reply reply =
          camera.press(photo, "").reply().toCompletableFuture().orTimeout(30, SECONDS).join();
      millis[i] = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - pressed);
      assertThat(reply).isInstanceOf(Reply.Answered.class);
      assertThat(((Reply.Answered) reply).text()).isEqualTo(TestRelay.answerTo(photo));
    }
    return millis;
  }

  private CameraSettings settings(String device) {
    return TestRelay.camera(relay.devices(), device, relay.port(), relay.identity().authorityPem())
        .build();
  }
}
