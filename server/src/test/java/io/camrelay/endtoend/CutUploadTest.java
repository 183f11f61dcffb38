package io.camrelay.endtoend;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.camera.CameraFleet;
import io.camrelay.camera.CameraListener;
import io.camrelay.camera.CameraMemory;
import io.camrelay.camera.CameraSettings;
import io.camrelay.camera.Photo;
import io.camrelay.camera.Reply;
import io.camrelay.camera.VirtualCamera;
import io.camrelay.capture.Capture;
import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.CaptureState;
import io.camrelay.capture.FrameKey;
import io.camrelay.fixtures.FakeProvider;
import io.camrelay.fixtures.Jpegs;
import io.camrelay.protocol.CaptureId;
import io.camrelay.protocol.Covers;
import io.camrelay.protocol.DeviceMessage;
import io.camrelay.protocol.FlightRecord;
import io.camrelay.protocol.LogLevel;
import io.camrelay.protocol.Message;
import io.camrelay.protocol.Ping;
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
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promises 3, 4 and 5: wherever the link is cut, the same capture goes on afterwards: one record,
 * one question, one answer.
 */
class CutUploadTest {

  private static final int PIECE = 700;
  private static final long EPOCH = 0x1122334455667788L;
  private static final int HANDLE = 1;

  @TempDir private Path folder;

  private FakeProvider provider;
  private Relay relay;
  private CameraFleet fleet;
  private CameraSettings settings;
  private long number;

  @BeforeEach
  void start() throws Exception {
    provider = TestRelay.provider(Duration.ZERO);
    relay = Relay.start(TestRelay.load(TestRelay.configure(folder, provider, 0)));
    fleet = CameraFleet.start(1);
    settings =
        TestRelay.camera(relay.devices(), "cut", relay.port(), relay.identity().authorityPem())
            .dataMessage(PIECE)
            .build();
  }

  @AfterEach
  void stop() {
    fleet.close();
    relay.close();
    provider.close();
  }

  @Test
  @Covers("R-TLS-5")
  void goesOnAfterACutAtEveryBoundaryAndInsideEveryKindOfMessage() throws Exception {
    List<byte[]> script = script(new CaptureId(EPOCH, 0), frame(0));
    SortedSet<Integer> cuts = new TreeSet<>();
    int start = 0;
    for (byte[] message : script) {
      int end = start + message.length;
      cuts.addAll(List.of(start, start + 1, start + 5, start + 8, (start + end) / 2, end - 1, end));
      start = end;
    }
    for (int cut : cuts) {
      cutAndGoOn(cut);
    }
    System.out.println(cuts.size() + " cuts of the device's bytes, each went on");
  }

  @Test
  @Tag("soak")
  void goesOnAfterACutAtEveryByte() throws Exception {
    int length = join(script(new CaptureId(EPOCH, 0), frame(0))).length;
    for (int cut = 0; cut <= length; cut++) {
      cutAndGoOn(cut);
    }
    System.out.println(length + 1 + " cuts of the device's bytes, each went on");
  }

  @Test
  @Covers({"R-TLS-5", "R-ID-3"})
  void goesOnAfterACutAtEachOfTheRelaysMessages() throws Exception {
    for (int heard = 0; heard < 12; heard++) {
      CaptureId id = new CaptureId(EPOCH, ++number);
      byte[] photo = frame((int) number);
      try (RawCamera raw = RawCamera.connect(settings)) {
        raw.send(join(script(id, photo)));
        for (int i = 0; i < heard; i++) {
          Message message = raw.receive();
          if (message instanceof RelayMessage.AnswerEnd) {
            break;
          }
        }
        raw.cut();
      }
      goOn(id, photo);
    }
  }

  private void cutAndGoOn(int cut) throws Exception {
    CaptureId id = new CaptureId(EPOCH, ++number);
    byte[] photo = frame((int) number);
    byte[] bytes = join(script(id, photo));
    try (RawCamera raw = RawCamera.connect(settings)) {
      raw.send(Arrays.copyOf(bytes, Math.min(cut, bytes.length)));
      raw.cut();
    }
    goOn(id, photo);
  }

  /** What a camera says for one press, each message by itself, with the others among them. */
  private List<byte[]> script(CaptureId id, byte[] photo) {
    List<Message> messages = new ArrayList<>();
    messages.add(RawCamera.hello(settings, EPOCH));
    messages.add(RawCamera.begin(HANDLE, id, photo));
    for (int offset = 0; offset < photo.length; offset += PIECE) {
      int length = Math.min(PIECE, photo.length - offset);
      messages.add(
          new DeviceMessage.CaptureData(HANDLE, offset, ByteBuffer.wrap(photo, offset, length)));
      if (offset == PIECE) {
        messages.add(new Ping(7));
        messages.add(new DeviceMessage.Status(FlightRecord.UNKNOWN, 1, 0));
        messages.add(new DeviceMessage.Log(LogLevel.INFO, 5, "half-way"));
      }
    }
    messages.add(new DeviceMessage.CaptureEnd(HANDLE, RawCamera.crc(photo)));
    return messages.stream().map(RawCamera::bytes).toList();
  }

  /** The camera comes back with the same capture; then there is one of everything. */
  private void goOn(CaptureId id, byte[] photo) throws Exception {
    VirtualCamera camera =
        fleet.camera(settings, CameraMemory.inMemory(EPOCH), CameraListener.none());
    camera.connect().toCompletableFuture().get(30, SECONDS);
    Reply reply =
        camera.repeat(id, Photo.of(photo), "").reply().toCompletableFuture().get(30, SECONDS);
    camera.close();
    assertThat(reply).isInstanceOf(Reply.Answered.class);
    assertThat(((Reply.Answered) reply).text()).isEqualTo(TestRelay.answerTo(photo));
    assertThat(provider.askedAbout(photo)).as("questions about %s", id).isEqualTo(1);
    CaptureKey key = new CaptureKey("cut", id);
    Capture capture = relay.captures().find(key).toCompletableFuture().join().orElseThrow();
    assertThat(capture.state()).isEqualTo(CaptureState.ANSWERED);
    assertThat(capture.attempts()).hasSize(1);
    try (InputStream stored = relay.captures().frame(FrameKey.first(key)).open()) {
      assertThat(stored.readAllBytes()).isEqualTo(photo);
    }
  }

  private static byte[] frame(int number) {
    return Jpegs.of(6_000, number);
  }

  private static byte[] join(List<byte[]> parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    parts.forEach(all::writeBytes);
    return all.toByteArray();
  }
}
