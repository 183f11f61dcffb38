package io.camrelay.endtoend;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camrelay.camera.CameraEvent;
import io.camrelay.camera.CameraFleet;
import io.camrelay.camera.CameraListener;
import io.camrelay.camera.CameraMemory;
import io.camrelay.camera.CameraSettings;
import io.camrelay.camera.Mischief;
import io.camrelay.camera.Photo;
import io.camrelay.camera.Pressed;
import io.camrelay.camera.Reply;
import io.camrelay.camera.VirtualCamera;
import io.camrelay.capture.Capture;
import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.CaptureState;
import io.camrelay.capture.Frame;
import io.camrelay.capture.FrameKey;
import io.camrelay.fixtures.FakeProvider;
import io.camrelay.fixtures.Jpegs;
import io.camrelay.protocol.CaptureId;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.Covers;
import io.camrelay.protocol.DeviceMessage;
import io.camrelay.protocol.Message;
import io.camrelay.protocol.RelayMessage;
import io.camrelay.relay.Relay;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One press, several frames: whatever happens on their way, there is one question about all of them
 * and one end.
 */
class SeveralFramesTest {

  private static final int COUNT = 3;
  private static final int PIECE = 2_000;
  private static final long EPOCH = 0x1122334455667788L;

  @TempDir private Path folder;

  private FakeProvider provider;
  private Path config;
  private Relay relay;
  private CameraFleet fleet;
  private CameraSettings settings;
  private final List<CameraEvent> events = new CopyOnWriteArrayList<>();
  private long number;

  @BeforeEach
  void start() throws Exception {
    provider = TestRelay.provider(Duration.ZERO);
    config = TestRelay.configure(folder, provider, 0);
    relay = Relay.start(TestRelay.load(config));
    fleet = CameraFleet.start(1);
    settings =
        TestRelay.camera(relay.devices(), "burst", relay.port(), relay.identity().authorityPem())
            .dataMessage(PIECE)
            .build();
  }

  @AfterEach
  void stop() {
    fleet.close();
    relay.close();
    provider.close();
  }

  /** Of different sizes, so that none is taken for another. */
  private static List<byte[]> frames(long number) {
    List<byte[]> frames = new ArrayList<>();
    for (int index = 0; index < COUNT; index++) {
      frames.add(Jpegs.of(6_000 + 1_000 * index, number * COUNT + index));
    }
    return frames;
  }

  private static List<Photo> photos(List<byte[]> frames) {
    return frames.stream().map(Photo::of).toList();
  }

  private static List<String> hashes(List<byte[]> frames) {
    return frames.stream().map(FakeProvider::hash).toList();
  }

  private CaptureId nextId() {
    return new CaptureId(EPOCH, ++number);
  }

  private VirtualCamera camera(Mischief... mischief) {
    VirtualCamera camera =
        fleet.camera(
            settings, CameraMemory.inMemory(EPOCH), events::add, Mischief.Plan.always(mischief));
    camera.connect();
    return camera;
  }

  private static Reply reply(Pressed pressed) throws Exception {
    return pressed.reply().toCompletableFuture().get(30, SECONDS);
  }

  /** The camera comes back with all frames; then there is one question about them and one end. */
  private void goOn(CaptureId id, List<byte[]> frames) throws Exception {
    VirtualCamera camera =
        fleet.camera(settings, CameraMemory.inMemory(EPOCH), CameraListener.none());
    camera.connect();
    Reply reply = reply(camera.repeat(id, photos(frames), ""));
    camera.close();
    assertAnswered(id, frames, reply);
  }

  private void assertAnswered(CaptureId id, List<byte[]> frames, Reply reply) throws Exception {
    assertThat(reply).isInstanceOf(Reply.Answered.class);
    assertThat(((Reply.Answered) reply).text()).isEqualTo(TestRelay.answerTo(frames.get(0)));
    assertAskedOnce(frames);
    Capture capture = find(id);
    assertThat(capture.state()).isEqualTo(CaptureState.ANSWERED);
    assertThat(capture.attempts()).hasSize(1);
    assertThat(capture.frames()).extracting(Frame::width).containsOnly(160);
    for (int index = 0; index < frames.size(); index++) {
      FrameKey key = new FrameKey(capture.key(), index);
      try (InputStream stored = relay.captures().frame(key).open()) {
        assertThat(stored.readAllBytes()).isEqualTo(frames.get(index));
      }
    }
  }

  private void assertAskedOnce(List<byte[]> frames) {
    assertThat(provider.asked())
        .filteredOn(asked -> asked.picture().equals(FakeProvider.hash(frames.get(0))))
        .extracting(FakeProvider.Asked::pictures)
        .containsExactly(hashes(frames));
  }

  private Capture find(CaptureId id) {
    CaptureKey key = new CaptureKey("burst", id);
    return relay.captures().find(key).toCompletableFuture().join().orElseThrow();
  }

  /** What a camera says for one frame. */
  private static List<Message> upload(int handle, CaptureId id, int index, byte[] frame) {
    List<Message> messages = new ArrayList<>();
    messages.add(RawCamera.begin(handle, id, index, COUNT, frame));
    for (int offset = 0; offset < frame.length; offset += PIECE) {
      int length = Math.min(PIECE, frame.length - offset);
      messages.add(
          new DeviceMessage.CaptureData(handle, offset, ByteBuffer.wrap(frame, offset, length)));
    }
    messages.add(new DeviceMessage.CaptureEnd(handle, RawCamera.crc(frame)));
    return messages;
  }

  private RawCamera raw() throws Exception {
    RawCamera raw = RawCamera.connect(settings);
    raw.send(RawCamera.hello(settings, EPOCH));
    assertThat(raw.receive(RelayMessage.Welcome.class).maxFrames()).isEqualTo(4);
    return raw;
  }

  @Test
  @Covers({"R-FRM-1", "R-FRM-3"})
  void asksOnceWithThreePicturesInTheOrderInWhichTheyWereTaken() throws Exception {
    List<byte[]> frames = frames(1);
    VirtualCamera camera = camera();

    Pressed pressed = camera.press(photos(frames), "What has changed?");
    pressed.stored().toCompletableFuture().get(30, SECONDS);

    assertAnswered(pressed.capture(), frames, reply(pressed));
    assertThat(provider.asked().get(0).question()).contains("What has changed?");
    assertThat(events).filteredOn(CameraEvent.FrameStored.class::isInstance).hasSize(2);
    assertThat(events).filteredOn(CameraEvent.Stored.class::isInstance).hasSize(1);
  }

  @Test
  @Covers("R-FRM-6")
  void asksAFurtherQuestionAboutAllOfThem() throws Exception {
    List<byte[]> frames = frames(1);
    VirtualCamera camera = camera();
    Pressed pressed = camera.press(photos(frames), "");
    reply(pressed);

    assertThat(reply(camera.ask(pressed.capture(), "And what is left?")))
        .isInstanceOf(Reply.Answered.class);

    assertThat(provider.asked()).hasSize(2);
    assertThat(provider.asked().get(1).pictures()).isEqualTo(hashes(frames));
  }

  @Test
  @Covers({"R-FRM-4", "R-TLS-5"})
  void goesOnAfterACutAtEachMessageAndInsideIt() throws Exception {
    List<byte[]> sample = frames(0);
    int messages = 0;
    for (int index = 0; index < COUNT; index++) {
      messages += upload(1, new CaptureId(EPOCH, 0), index, sample.get(index)).size();
    }
    for (int cut = 0; cut <= messages; cut++) {
      CaptureId id = nextId();
      List<byte[]> frames = frames(number);
      List<byte[]> script = new ArrayList<>();
      for (int index = 0; index < COUNT; index++) {
        upload(index + 1, id, index, frames.get(index))
            .forEach(message -> script.add(RawCamera.bytes(message)));
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      script.subList(0, cut).forEach(bytes::writeBytes);
      if (cut < script.size()) {
        byte[] next = script.get(cut);
        bytes.writeBytes(Arrays.copyOf(next, next.length / 2));
      }
      try (RawCamera raw = RawCamera.connect(settings)) {
        raw.send(RawCamera.hello(settings, EPOCH));
        raw.send(bytes.toByteArray());
        raw.cut();
      }
      goOn(id, frames);
    }
    System.out.println(messages + 1 + " cuts of a capture of three frames, each went on");
  }

  @Test
  @Covers("R-FRM-4")
  void goesOnAfterARestartWithTheFramesThatAreNotStored() throws Exception {
    CaptureId id = nextId();
    List<byte[]> frames = frames(number);
    try (RawCamera raw = raw()) {
      for (Message message : upload(1, id, 2, frames.get(2))) {
        raw.send(message);
      }
      assertThat(raw.receive(RelayMessage.CaptureStored.class).handle()).isEqualTo(1);
      for (Message message : upload(2, id, 0, frames.get(0)).subList(0, 3)) {
        raw.send(message);
      }
      raw.cut();
    }
    relay.close();
    relay = Relay.start(TestRelay.load(config));
    settings = settings.change().port(relay.port()).build();

    try (RawCamera raw = raw()) {
      raw.send(RawCamera.begin(1, id, 2, COUNT, frames.get(2)));
      assertThat(raw.receive()).isInstanceOf(RelayMessage.CaptureStored.class);
    }
    assertThat(provider.asked()).isEmpty();
    goOn(id, frames);
  }

  @Test
  @Covers({"R-FRM-2", "R-FRM-5"})
  void takesThemInAnyOrderAndTellsTheEndOnTheLastHandle() throws Exception {
    CaptureId id = nextId();
    List<byte[]> frames = frames(number);
    try (RawCamera raw = raw()) {
      for (int index : new int[] {2, 0}) {
        for (Message message : upload(3 - index, id, index, frames.get(index))) {
          raw.send(message);
        }
        raw.receive(RelayMessage.CaptureStored.class);
      }
      raw.send(RawCamera.begin(4, id, 1, COUNT + 1, frames.get(1)));
      RelayMessage.Failed other = raw.receive(RelayMessage.Failed.class);
      assertThat(other.code()).isEqualTo(Code.CONFLICT);
      assertThat(other.handle()).isEqualTo(4);
      for (Message message : upload(5, id, 1, frames.get(1))) {
        raw.send(message);
      }
      RelayMessage.AnswerBegin begin = raw.receive(RelayMessage.AnswerBegin.class);
      assertThat(begin.handle()).isEqualTo(5);
      RelayMessage.AnswerEnd end = raw.receive(RelayMessage.AnswerEnd.class);
      raw.send(new DeviceMessage.AnswerAck(5, end.generation(), end.length(), true));
      await().untilAsserted(() -> assertThat(find(id).acknowledgedAt()).isNotNull());
    }
    assertAskedOnce(frames);
  }

  @Test
  @Covers("R-UPL-10")
  void oneFrameMayBeDamagedThreeTimesAndTheOthersAreNotSentAgain() throws Exception {
    List<byte[]> frames = frames(1);
    // Only the last one is so long.
    VirtualCamera camera = camera(new Mischief.DamageByte(7_500, 3));

    Pressed pressed = camera.press(photos(frames), "");

    assertAnswered(pressed.capture(), frames, reply(pressed));
    assertThat(deferrals()).containsExactly(Code.BAD_CRC, Code.BAD_CRC, Code.BAD_CRC);
    assertThat(events).filteredOn(CameraEvent.FrameStored.class::isInstance).hasSize(2);
  }

  @Test
  @Covers("R-FRM-5")
  void oneFrameThatIsDamagedOnceMoreEndsTheWholeCaptureOnce() throws Exception {
    List<byte[]> frames = frames(1);
    VirtualCamera camera = camera(new Mischief.DamageByte(7_500, 4));

    Pressed pressed = camera.press(photos(frames), "");

    Reply reply = reply(pressed);
    assertThat(reply).isInstanceOf(Reply.Failed.class);
    assertThat(((Reply.Failed) reply).code()).isEqualTo(Code.BAD_CRC);
    assertThat(deferrals()).hasSize(3);
    assertThat(find(pressed.capture()).state()).isEqualTo(CaptureState.FAILED);
    assertThat(provider.asked()).isEmpty();
    assertThat(reply(camera.press(Photo.of(frames.get(0)), "")))
        .as("the next one works")
        .isInstanceOf(Reply.Answered.class);
    assertThat(events).filteredOn(CameraEvent.Failed.class::isInstance).hasSize(1);
  }

  private List<Code> deferrals() {
    return events.stream()
        .filter(CameraEvent.Deferred.class::isInstance)
        .map(event -> ((CameraEvent.Deferred) event).code())
        .toList();
  }
}
