package io.camrelay.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes one payload apart, field by field. The first field that is missing or out of bounds is kept
 * as the {@link #problem()}; from there on every field reads as 0 or empty, so that a message is
 * read to its end and judged once.
 */
final class PayloadReader {

  private static final char REPLACEMENT = '\uFFFD';

  private final ByteBuffer in;
  private @Nullable String problem;

  /** Reads from the buffer's position to its limit, big-endian. */
  PayloadReader(ByteBuffer payload) {
    this.in = payload;
  }

  /** What was wrong, its class first as SPEC.md names it, or null. */
  @Nullable String problem() {
    return problem;
  }

  int u8(String field) {
    return has(1, field) ? in.get() & 0xFF : 0;
  }

  int i8(String field) {
    return has(1, field) ? in.get() : 0;
  }

  int u16(String field) {
    return has(2, field) ? in.getShort() & 0xFFFF : 0;
  }

  long u32(String field) {
    return has(4, field) ? in.getInt() & 0xFFFF_FFFFL : 0;
  }

  int bits32(String field) {
    return has(4, field) ? in.getInt() : 0;
  }

  long u64(String field) {
    return has(8, field) ? in.getLong() : 0;
  }

  boolean flag(String field) {
    return u8(field) != 0;
  }

  int bounded(int value, int min, int max, String field) {
    return (int) bounded((long) value, min, max, field);
  }

  long bounded(long value, long min, long max, String field) {
    if (value < min || value > max) {
      report("bounds: " + field + " is " + value + ", not " + min + " to " + max);
    }
    return value;
  }

  /** A string whose UTF-8 must be well-formed and {@code min} to {@code max} bytes long. */
  String text(int min, int max, String field) {
    int length = u16(field);
    if (length < min) {
      report("empty: " + field);
    } else if (length > max) {
      report("long: " + field + " has " + length + " bytes, not at most " + max);
    } else if (has(length, field)) {
      byte[] bytes = take(length);
      String text = new String(bytes, UTF_8);
      if (text.indexOf(REPLACEMENT) < 0 || Arrays.equals(bytes, text.getBytes(UTF_8))) {
        return text;
      }
      report("utf-8: " + field);
    }
    return "";
  }

  /**
   * A question from a device. One that is too long or no UTF-8 costs its capture and not the
   * connection, so it is read with U+FFFD in the place of what is no UTF-8.
   */
  String question() {
    int length = u16("question");
    return has(length, "question") ? new String(take(length), UTF_8) : "";
  }

  /** All that is left, as a view. */
  ByteBuffer rest() {
    return in.slice().asReadOnlyBuffer();
  }

  private boolean has(int bytes, String field) {
    if (problem == null && in.remaining() < bytes) {
      report("cut: " + field + " goes beyond the end of the payload");
    }
    return problem == null;
  }

  private byte[] take(int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private void report(String what) {
    if (problem == null) {
      problem = what;
    }
  }
}
