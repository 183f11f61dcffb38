package io.camrelay.camera;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.protocol.CaptureId;
import io.camrelay.protocol.DeviceMessage;
import io.camrelay.protocol.DeviceMessage.AnswerAck;
import io.camrelay.protocol.DeviceMessage.Ask;
import io.camrelay.protocol.DeviceMessage.CaptureBegin;
import io.camrelay.protocol.DeviceMessage.CaptureData;
import io.camrelay.protocol.DeviceMessage.CaptureEnd;
import io.camrelay.protocol.DeviceMessage.Hello;
import io.camrelay.protocol.Message;
import io.camrelay.protocol.MessageText;
import io.camrelay.protocol.MessageType;
import io.camrelay.protocol.RelayMessage;
import io.camrelay.protocol.Transcript;
import io.camrelay.protocol.Transcript.Step;
import io.camrelay.protocol.Trigger;
import io.camrelay.protocol.Urgency;
import io.camrelay.protocol.VectorFiles;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The conversations of the specification, with the camera's session as the device: the relay's
 * lines are said to it, and what it must say is compared. How it cuts a frame into pieces and when
 * it gives credit is its own business.
 */
class TranscriptReplayTest {

  private static final Map<String, byte[]> FRAMES = VectorFiles.frames();
  private static final MessageText TEXT = new MessageText(FRAMES);

  /** Longer than any capture of the transcripts is deferred, and shorter than a heartbeat. */
  private static final Duration A_WHILE = Duration.ofSeconds(1);

  private @Nullable SessionScript camera;

  /** What the camera has said and nobody has compared yet. */
  private final Deque<DeviceMessage> said = new ArrayDeque<>();

  private final Set<CaptureId> pressed = new HashSet<>();

  /** The transcript's handles and the camera's, on this connection. */
  private final Map<Integer, Integer> handles = new HashMap<>();

  /** What the relay has of each frame, by the camera's handle on this connection. */
  private final Map<Integer, Received> received = new HashMap<>();

  private static final class Received {
    private final CaptureBegin begin;

    /** Pieces: where they begin and where they end. */
    private final TreeMap<Long, Long> pieces = new TreeMap<>();

    private @Nullable Long crc;

    private Received(CaptureBegin begin) {
      this.begin = begin;
    }

    private boolean wholeFrom(long start) {
      long at = start;
      for (Map.Entry<Long, Long> piece : pieces.entrySet()) {
        if (piece.getKey() <= at) {
          at = Math.max(at, piece.getValue());
        }
      }
      return at == begin.size();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "03-press-to-answer",
        "04-without-waiting",
        "05-resume-after-a-cut",
        "12-going-back",
        "13-deferred",
        "15-ask",
        "16-credit",
        "17-begins-anew",
        "18-mailbox",
        "21-drain",
        "27-slow-disk",
        "28-the-answer-broke-off"
      })
  void playsTheDevice(String name) {
    Transcript transcript = Transcript.parse(VectorFiles.lines("transcripts/" + name + ".txt"));
    Map<Integer, Long> accepted = new HashMap<>();
    for (Step step : transcript.steps()) {
      switch (step.kind()) {
        case CONNECT -> connect();
        case DEVICE -> device(step);
        case RELAY -> relay(step, accepted);
        case CUT, CLOSE -> disconnect();
        case EVENT -> event(step.text());
        case DEVICE_WRONG -> throw new AssertionError("not for a proper device: " + step);
      }
    }
    assertThat(camera().heard(CameraEvent.RelayMisbehaved.class)).isEmpty();
  }

  private SessionScript camera() {
    return java.util.Objects.requireNonNull(camera);
  }

  private void connect() {
    handles.clear();
    received.clear();
    said.clear();
  }

  private void disconnect() {
    camera().session.disconnected("cut");
  }

  private void event(String text) {
    if (text.startsWith("pass ")) {
      camera().pass(Duration.ofSeconds(Long.parseLong(text.substring("pass ".length()))));
      listen();
    }
  }

  private void device(Step step) {
    Message message = step.message(TEXT);
    switch (message.type()) {
      case HELLO -> hello((Hello) message);
      case CAPTURE_BEGIN -> press((CaptureBegin) message);
      case ASK -> ask((Ask) message);
      default -> {}
    }
    listen();
    if (mustBeSaid(message)) {
      compare(step, message);
    }
  }

  private void hello(Hello hello) {
    if (camera == null) {
      camera =
          new SessionScript(
              SessionScript.settings()
                  .device(hello.device())
                  .token(hello.token())
                  .charset(hello.charset())
                  .answerBuffer((int) hello.answerBuffer())
                  .heartbeat(hello.heartbeat())
                  .build());
    }
    camera().session.secured("TLSv1.2", 1, 1, camera().now);
  }

  private void press(CaptureBegin begin) {
    if (pressed.add(begin.id())) {
      byte[] frame =
          FRAMES.values().stream()
              .filter(bytes -> Photo.of(bytes).crc() == begin.crc())
              .findAny()
              .orElseThrow();
      take(new Shot(begin.id(), List.of(Photo.of(frame)), null, "", Trigger.TOUCH, Urgency.NORMAL));
    } else {
      camera().pass(A_WHILE); // where it was deferred
    }
  }

  private void ask(Ask ask) {
    if (pressed.add(ask.id())) {
      take(
          new Shot(
              ask.id(), List.of(), ask.parent(), ask.question(), Trigger.SERIAL, Urgency.NORMAL));
    }
  }

  private void take(Shot shot) {
    assertThat(camera().session.take(shot, camera().now)).isTrue();
  }

  /** Takes down what the camera says. */
  private void listen() {
    for (DeviceMessage message : camera().says()) {
      said.add(message);
      if (message instanceof CaptureBegin begin) {
        received.put(begin.handle(), new Received(begin));
      } else if (message instanceof CaptureData data) {
        of(data.handle())
            .pieces
            .merge(data.offset(), data.offset() + data.bytes().remaining(), Math::max);
      } else if (message instanceof CaptureEnd end) {
        of(end.handle()).crc = end.crc();
      }
    }
  }

  private Received of(int handle) {
    return java.util.Objects.requireNonNull(received.get(handle));
  }

  /** What a device has no choice about. */
  private static boolean mustBeSaid(Message message) {
    return switch (message.type()) {
      case HELLO, CAPTURE_BEGIN, ASK -> true;
      case ANSWER_ACK -> ((AnswerAck) message).end();
      default -> false;
    };
  }

  private void compare(Step step, Message expected) {
    Map<String, String> fields = new LinkedHashMap<>(step.fields());
    fields.remove("handle");
    for (DeviceMessage one = said.poll(); one != null; one = said.poll()) {
      boolean same = one.type() == expected.type() && TEXT.differences(fields, one).isEmpty();
      if (same && (!bound(expected) || one.handle() == handle(expected.handle()))) {
        return;
      }
      if (same && binds(expected)) {
        handles.put(expected.handle(), one.handle());
        return;
      }
    }
    throw new AssertionError("the camera has not said " + step.text());
  }

  private static boolean binds(Message message) {
    return message.type() == MessageType.CAPTURE_BEGIN || message.type() == MessageType.ASK;
  }

  /** Whether the message is about a handle that was bound before. */
  private static boolean bound(Message message) {
    return message.handle() != 0 && !binds(message);
  }

  private int handle(int transcripts) {
    return handles.getOrDefault(transcripts, transcripts);
  }

  private void relay(Step step, Map<Integer, Long> accepted) {
    Map<String, String> fields = new LinkedHashMap<>(step.fields());
    int mine = handle(step.message(TEXT).handle());
    if (mine != 0) {
      fields.put("handle", Integer.toUnsignedString(mine));
    }
    RelayMessage message = (RelayMessage) TEXT.message(step.message(TEXT).type(), fields);
    if (message instanceof RelayMessage.CaptureAccept accept) {
      accepted.put(mine, accept.offset());
    }
    Received frame = received.get(mine);
    if (message.type() == MessageType.CAPTURE_STORED && frame != null) {
      assertThat(frame.wholeFrom(accepted.getOrDefault(mine, 0L))).as(step.text()).isTrue();
      assertThat(frame.crc).isEqualTo(frame.begin.crc());
    }
    camera().hears(message);
    listen();
  }
}
