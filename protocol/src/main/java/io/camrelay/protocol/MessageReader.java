package io.camrelay.protocol;

import io.camrelay.protocol.MessageType.Sender;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages out of a stream of bytes, however it is cut. It decodes whole messages where they
 * lie, keeps at most one partial message, and judges a header before it waits for the payload.
 *
 * <p>Not safe for use by several threads: a reader belongs to its connection.
 */
public final class MessageReader {

  private static final byte[] NOTHING = {};

  private final Sender from;

  /** The start of a message whose end has not come yet; {@link #NOTHING} between messages. */
  private byte[] held = NOTHING;

  /** How many bytes of {@link #held} there are. */
  private int count;

  /** The header of the message that is held, once it is whole. */
  private @Nullable Header pending;

  /** Payload bytes of a skippable message that are still to come. */
  private int toSkip;

  /** Set while a message is handed over, to end the read after it. */
  private boolean paused;

  /** Why nothing more can be read. Once set, it stays. */
  private @Nullable Violation violation;

  private record Header(MessageType type, int length, int handle) {}

  /**
   * @param from the other side: DEVICE reads what devices send, RELAY what the relay sends
   */
  public MessageReader(Sender from) {
    if (from == Sender.EITHER) {
      throw new IllegalArgumentException("A stream comes from a device or from the relay.");
    }
    this.from = from;
  }

  /**
   * Takes all bytes in, and hands over each message that they complete, in order, unless the sink
   * {@linkplain #pause() pauses}. Views that a message holds are valid until the sink returns.
   *
   * @return null, or why the stream cannot go on; the reader then takes nothing more and gives the
   *     same answer for ever
   */
  public @Nullable Violation read(ByteBuffer in, Consumer<? super Message> sink) {
    paused = false;
    while (violation == null && !paused && in.hasRemaining()) {
      if (toSkip > 0) {
        skip(in);
      } else if (count > 0 || in.remaining() < Limits.HEADER) {
        readHeld(in, sink);
      } else {
        readInPlace(in, sink);
      }
    }
    return violation;
  }

  /**
   * Called by the sink: ends the read that is under way behind the message that was handed over.
   * What is left stays in the buffer, for the next read.
   */
  public void pause() {
    paused = true;
  }

  /** Bytes that wait for the rest of their message. */
  int held() {
    return held.length;
  }

  private void skip(ByteBuffer in) {
    int skipped = Math.min(toSkip, in.remaining());
    in.position(in.position() + skipped);
    toSkip -= skipped;
  }

  private void readInPlace(ByteBuffer in, Consumer<? super Message> sink) {
    int start = in.position();
    Header header = readHeader(in, start);
    if (header == null) {
      in.position(start + Limits.HEADER);
      return;
    }
    int size = Limits.HEADER + header.length;
    if (in.remaining() < size) {
      pending = header;
      hold(in, in.remaining());
      return;
    }
    in.position(start + size);
    deliver(header, in.slice(start + Limits.HEADER, header.length), sink);
  }

  private void readHeld(ByteBuffer in, Consumer<? super Message> sink) {
    Header header = pending;
    if (header == null) {
      hold(in, Limits.HEADER - count);
      if (count < Limits.HEADER) {
        return;
      }
      header = readHeader(ByteBuffer.wrap(held), 0);
      if (header == null) {
        release();
        return;
      }
      pending = header;
    }
    hold(in, Limits.HEADER + header.length - count);
    if (count == Limits.HEADER + header.length) {
      ByteBuffer payload = ByteBuffer.wrap(held, Limits.HEADER, header.length).slice();
      release();
      deliver(header, payload, sink);
    }
  }

  private void hold(ByteBuffer in, int wanted) {
    int taken = Math.min(wanted, in.remaining());
    if (count + taken > held.length) {
      // Grows with what has come, not with what a header claims will come.
      int capacity = Math.max(count + taken, 2 * held.length);
      byte[] grown = new byte[Math.min(capacity, Limits.HEADER + Limits.MAX_PAYLOAD)];
      System.arraycopy(held, 0, grown, 0, count);
      held = grown;
    }
    in.get(held, count, taken);
    count += taken;
  }

  private void release() {
    held = NOTHING;
    count = 0;
    pending = null;
  }

  /**
   * Reads and judges a header. Null where its message is refused or to be skipped.
   *
   * <pre>
   * 0        1        2                 4                                   8
   * +--------+--------+-----------------+-----------------------------------+
   * |  type  | flags  |  length (u16)   |  handle (u32; 0: the connection)  |   big-endian
   * +--------+--------+-----------------+-----------------------------------+
   * </pre>
   */
  private @Nullable Header readHeader(ByteBuffer in, int at) {
    int number = in.get(at) & 0xFF;
    int length = (in.get(at + 2) & 0xFF) << 8 | (in.get(at + 3) & 0xFF);
    int handle =
        (in.get(at + 4) & 0xFF) << 24
            | (in.get(at + 5) & 0xFF) << 16
            | (in.get(at + 6) & 0xFF) << 8
            | (in.get(at + 7) & 0xFF);

    if (length > Limits.MAX_PAYLOAD) {
      return refuse(Code.TOO_LONG, "length: a payload of " + length + " bytes");
    }
    MessageType type = MessageType.of(number);
    if (type == null && (number & MessageType.SKIPPABLE) != 0) {
      toSkip = length;
      return null;
    }
    if (type == null) {
      return refuse(Code.UNKNOWN_TYPE, "type: %#04x".formatted(number));
    }
    if (!type.mayComeFrom(from)) {
      return refuse(Code.UNKNOWN_TYPE, "sender: " + type + " from the wrong side");
    }
    if (length < type.minimum()) {
      return refuse(Code.MALFORMED, "short: " + type + " of " + length + " bytes");
    }
    if (!type.mayCarry(handle)) {
      return refuse(Code.MALFORMED, "handle: " + type + " with %#x".formatted(handle));
    }
    return new Header(type, length, handle);
  }

  private void deliver(Header header, ByteBuffer payload, Consumer<? super Message> sink) {
    PayloadReader fields = new PayloadReader(payload);
    Message message = MessageFields.read(header.type, header.handle, fields);
    String problem = fields.problem();
    if (problem != null) {
      refuse(Code.MALFORMED, problem + " (" + header.type + ")");
      return;
    }
    sink.accept(message);
  }

  private @Nullable Header refuse(Code code, String detail) {
    violation = new Violation(code, detail);
    return null;
  }
}
