package io.camrelay.protocol;

import io.camrelay.protocol.MessageType.Sender;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Short ways between messages and bytes, for tests. */
final class WireBytes {

  private WireBytes() {}

  /** What became of a stream. Messages are copies and stay good. */
  record Outcome(List<Message> messages, @Nullable Violation violation) {}

  static ByteBuffer written(Message message) {
    ByteBuffer out = ByteBuffer.allocate(MessageWriter.size(message));
    MessageWriter.write(message, out);
    return out.flip();
  }

  /** Reads a stream that comes in parts ending at these places, and at its end. */
  static Outcome read(Sender from, byte[] stream, int... cuts) {
    MessageReader reader = new MessageReader(from);
    List<Message> messages = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= cuts.length; i++) {
      int end = i < cuts.length ? cuts[i] : stream.length;
      // A buffer of its own for each part: a reader that keeps a view of an old one is found out.
      ByteBuffer part = ByteBuffer.allocate(end - start).put(stream, start, end - start).flip();
      reader.read(part, message -> messages.add(kept(message)));
      part.clear();
      while (part.hasRemaining()) {
        part.put((byte) 0xEE);
      }
      start = end;
    }
    return new Outcome(messages, reader.read(ByteBuffer.allocate(0), message -> {}));
  }

  /** The same message with bytes of its own. */
  static Message kept(Message message) {
    if (message instanceof DeviceMessage.CaptureData data) {
      return new DeviceMessage.CaptureData(data.handle(), data.offset(), copy(data.bytes()));
    }
    if (message instanceof RelayMessage.AnswerText text) {
      return new RelayMessage.AnswerText(
          text.handle(), text.generation(), text.offset(), copy(text.bytes()));
    }
    return message;
  }

  private static ByteBuffer copy(ByteBuffer bytes) {
    return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
  }
}
