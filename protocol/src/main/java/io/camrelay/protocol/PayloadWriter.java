package io.camrelay.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Puts one payload together, field by field; the mirror of {@link PayloadReader}. Without a buffer
 * it only counts. Either way it refuses what the reader would refuse.
 */
final class PayloadWriter {

  private final @Nullable ByteBuffer out;
  private int size;

  /** Writes big-endian from the buffer's position on, or counts where there is no buffer. */
  PayloadWriter(@Nullable ByteBuffer out) {
    this.out = out;
  }

  /** The bytes so far. */
  int size() {
    return size;
  }

  void u8(int value, String field) {
    bounded(value, 0, 0xFF, field);
    size += 1;
    if (out != null) {
      out.put((byte) value);
    }
  }

  void i8(int value, int min, int max, String field) {
    bounded(value, min, max, field);
    u8(value & 0xFF, field);
  }

  void u16(int value, String field) {
    bounded(value, 0, 0xFFFF, field);
    size += 2;
    if (out != null) {
      out.put((byte) (value >>> 8)).put((byte) value);
    }
  }

  void u32(long value, String field) {
    bounded(value, 0, 0xFFFF_FFFFL, field);
    bits32((int) value);
  }

  void bits32(int value) {
    size += 4;
    if (out != null) {
      out.put((byte) (value >>> 24));
      out.put((byte) (value >>> 16));
      out.put((byte) (value >>> 8));
      out.put((byte) value);
    }
  }

  void u64(long value) {
    bits32((int) (value >>> 32));
    bits32((int) value);
  }

  void flag(boolean value) {
    u8(value ? 1 : 0, "flag");
  }

  void bounded(long value, long min, long max, String field) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(field + " is " + value + ", not " + min + " to " + max);
    }
  }

  void text(String text, int min, int max, String field) {
    byte[] bytes = text.getBytes(UTF_8);
    bounded(bytes.length, min, max, "length of " + field);
    u16(bytes.length, field);
    put(bytes);
  }

  /** A question from a device: the session judges its length, as the reader does not either. */
  void question(String question) {
    text(question, 0, Limits.MAX_PAYLOAD, "question");
  }

  /** The rest of the payload; leaves the view's position alone. */
  void rest(ByteBuffer bytes) {
    size += bytes.remaining();
    if (out != null) {
      out.put(bytes.duplicate());
    }
  }

  private void put(byte[] bytes) {
    size += bytes.length;
    if (out != null) {
      out.put(bytes);
    }
  }
}
