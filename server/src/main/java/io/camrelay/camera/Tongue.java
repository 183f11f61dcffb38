package io.camrelay.camera;

import io.camrelay.camera.Mischief.AcknowledgeAhead;
import io.camrelay.camera.Mischief.ClaimSize;
import io.camrelay.camera.Mischief.DamageByte;
import io.camrelay.camera.Mischief.Gap;
import io.camrelay.camera.Mischief.InWords;
import io.camrelay.camera.Mischief.Interject;
import io.camrelay.camera.Mischief.SendLess;
import io.camrelay.camera.Mischief.SendMore;
import io.camrelay.camera.Mischief.WrongCrc;
import io.camrelay.protocol.DeviceMessage;
import io.camrelay.protocol.DeviceMessage.AnswerAck;
import io.camrelay.protocol.DeviceMessage.CaptureBegin;
import io.camrelay.protocol.DeviceMessage.CaptureData;
import io.camrelay.protocol.DeviceMessage.CaptureEnd;
import io.camrelay.protocol.DeviceMessage.Hello;
import io.camrelay.protocol.MessageType;
import io.camrelay.protocol.MessageWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What becomes of a proper camera's words in the mouth of one that misbehaves. One connection's.
 */
final class Tongue {

  private final List<InWords> habits;

  /** Frames' true sizes, by handle. */
  private final Map<Integer, Long> sizes = new HashMap<>();

  /** How often each habit has acted, where that is bounded. */
  private final Map<InWords, Integer> acted = new HashMap<>();

  /** Messages that the proper camera has said. */
  private int said;

  Tongue(List<InWords> habits) {
    this.habits = List.copyOf(habits);
  }

  /** What leaves instead of this message, each element written as one. */
  List<byte[]> say(DeviceMessage message) {
    List<byte[]> out = new ArrayList<>();
    if (message.type() == MessageType.CAPTURE_BEGIN) {
      sizes.put(message.handle(), ((CaptureBegin) message).size());
    }
    List<DeviceMessage> words = List.of(message);
    for (InWords habit : habits) {
      if (habit instanceof Interject interjection && interjection.beforeMessage() == said) {
        out.add(HexFormat.of().parseHex(interjection.hex()));
      }
      List<DeviceMessage> twisted = new ArrayList<>();
      words.forEach(word -> twisted.addAll(twist(habit, word)));
      words = twisted;
    }
    said++;
    words.forEach(word -> out.add(bytes(word)));
    return out;
  }

  private List<DeviceMessage> twist(InWords habit, DeviceMessage word) {
    return switch (word.type()) {
      case HELLO -> List.of(hello(habit, (Hello) word));
      case CAPTURE_BEGIN -> begin(habit, (CaptureBegin) word);
      case CAPTURE_DATA -> data(habit, (CaptureData) word);
      case CAPTURE_END -> end(habit, (CaptureEnd) word);
      case ANSWER_ACK -> acknowledge(habit, (AnswerAck) word);
      default -> List.of(word);
    };
  }

  private static DeviceMessage hello(InWords habit, Hello hello) {
    if (habit.kind() != Mischief.Kind.WRONG_TOKEN) {
      return hello;
    }
    return new Hello(
        hello.version(),
        hello.heartbeat(),
        hello.answerBuffer(),
        hello.charset(),
        hello.abilities(),
        hello.epoch(),
        hello.device(),
        "not-the-token",
        hello.firmware(),
        hello.board());
  }

  private List<DeviceMessage> begin(InWords habit, CaptureBegin begin) {
    return switch (habit.kind()) {
      case CLAIM_SIZE -> List.of(announcing(begin, ((ClaimSize) habit).bytes(), begin.crc()));
      case DUPLICATE_BEGIN -> List.of(begin, begin);
      case WRONG_CRC -> {
        WrongCrc wrong = (WrongCrc) habit;
        yield wrong.inBegin() && again(habit, wrong.times())
            ? List.of(announcing(begin, begin.size(), begin.crc() ^ 1))
            : List.of(begin);
      }
      default -> List.of(begin);
    };
  }

  private List<DeviceMessage> data(InWords habit, CaptureData data) {
    int length = data.bytes().remaining();
    return switch (habit.kind()) {
      case SEND_LESS -> {
        long end = size(data.handle()) - ((SendLess) habit).bytes();
        int kept = (int) Math.max(0, Math.min(length, end - data.offset()));
        yield kept == 0
            ? List.of()
            : List.of(new CaptureData(data.handle(), data.offset(), data.bytes().slice(0, kept)));
      }
      case DAMAGE_BYTE -> {
        DamageByte damage = (DamageByte) habit;
        long at = damage.offset() - data.offset();
        yield at >= 0 && at < length && again(habit, damage.times())
            ? List.of(damaged(data, (int) at))
            : List.of(data);
      }
      case GAP -> {
        Gap gap = (Gap) habit;
        long at = gap.offset() - data.offset();
        yield at >= 0 && at < length && again(habit, gap.times()) ? List.of() : List.of(data);
      }
      default -> List.of(data);
    };
  }

  private List<DeviceMessage> end(InWords habit, CaptureEnd end) {
    return switch (habit.kind()) {
      case SEND_MORE ->
          List.of(
              new CaptureData(
                  end.handle(),
                  size(end.handle()),
                  ByteBuffer.allocate(((SendMore) habit).bytes())),
              end);
      case WRONG_CRC -> {
        WrongCrc wrong = (WrongCrc) habit;
        yield wrong.inEnd() && again(habit, wrong.times())
            ? List.of(new CaptureEnd(end.handle(), end.crc() ^ 1))
            : List.of(end);
      }
      default -> List.of(end);
    };
  }

  private static List<DeviceMessage> acknowledge(InWords habit, AnswerAck ack) {
    return switch (habit.kind()) {
      case NEVER_ACKNOWLEDGE -> List.of();
      case ACKNOWLEDGE_AHEAD ->
          List.of(
              new AnswerAck(
                  ack.handle(),
                  ack.generation(),
                  ack.offset() + ((AcknowledgeAhead) habit).bytes(),
                  ack.end()));
      default -> List.of(ack);
    };
  }

  private static CaptureBegin announcing(CaptureBegin begin, long size, long crc) {
    return new CaptureBegin(
        begin.handle(),
        begin.id(),
        size,
        crc,
        begin.ageMillis(),
        begin.width(),
        begin.height(),
        begin.trigger(),
        begin.frameIndex(),
        begin.frameCount(),
        begin.urgency(),
        begin.question(),
        begin.flight());
  }

  private static CaptureData damaged(CaptureData data, int at) {
    byte[] bytes = new byte[data.bytes().remaining()];
    data.bytes().duplicate().get(bytes);
    bytes[at] ^= 1;
    return new CaptureData(data.handle(), data.offset(), ByteBuffer.wrap(bytes));
  }

  private long size(int handle) {
    return sizes.getOrDefault(handle, 0L);
  }

  /** Whether a habit that acts so often acts once more. */
  private boolean again(InWords habit, int times) {
    return acted.merge(habit, 1, Integer::sum) <= times;
  }

  private static byte[] bytes(DeviceMessage message) {
    ByteBuffer bytes = ByteBuffer.allocate(MessageWriter.size(message));
    MessageWriter.write(message, bytes);
    return bytes.array();
  }
}
