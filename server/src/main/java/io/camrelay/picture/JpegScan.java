package io.camrelay.picture;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Judges a JPEG while its bytes stream by: markers, lengths, frame header, tables, scans and end
 * marker, without decoding a pixel. Memory is constant, no call allocates, and the verdict does not
 * depend on how the bytes were cut into slices. An upload that is resumed feeds a fresh scan with
 * the stored pieces first.
 *
 * <p>It finds what a cut or mixed-up upload leaves behind, and pictures made to exhaust a decoder;
 * it cannot see a flipped bit inside the picture data. The rules are those of ITU-T T.81, annex B,
 * as strict as libjpeg, which the decoders of vision providers are built on.
 *
 * <p>Not for use by two threads at once.
 */
public final class JpegScan {

  /** Pixels a side. Anthropic refuses pictures beyond 8000; camera boards end at 2592. */
  public static final int MAX_SIDE = 8_000;

  /** Pixels in all: room for a 24-megapixel photo, and 75 MB when somebody decodes it. */
  public static final int MAX_PIXELS = 25_000_000;

  /**
   * Passes over the picture: a decoder's work is scans times pixels. libjpeg's own progressive
   * script makes 10, one pass for each bit of each band would make some hundreds.
   */
  public static final int MAX_SCANS = 100;

  /**
   * Bytes tolerated after the end marker. Camera drivers pad a frame up to the next block of their
   * DMA buffer, 16 KB at most; this is four of those.
   */
  public static final int MAX_BYTES_AFTER_END = 64 * 1024;

  /** The longest piece that is looked at as a whole: a frame header with four components. */
  private static final int LONGEST_HELD =
      JpegHeaders.FRAME_FIXED + JpegHeaders.FRAME_PER_COMPONENT * JpegHeaders.MAX_COMPONENTS;

  private static final int LONGEST_SCAN_HEADER =
      JpegHeaders.SCAN_FIXED + JpegHeaders.SCAN_PER_COMPONENT * JpegHeaders.MAX_COMPONENTS;

  private static final int RESTART_INTERVAL_BODY = 2;
  private static final int HUFFMAN_HEAD = 17;
  private static final int QUANTISATION_HEAD = 1;
  private static final int COPY_BLOCK = 1024;

  /** What the next byte is expected to be. */
  private enum State {
    START_PREFIX,
    START_CODE,
    MARKER_PREFIX,
    MARKER_CODE,
    LENGTH_HIGH,
    LENGTH_LOW,
    /** Part of a header that is gathered into {@link #held} and then read at once. */
    HEADER,
    PASSED_OVER,
    ENTROPY,
    ENTROPY_PREFIX,
    AFTER_END
  }

  private final JpegHeaders headers = new JpegHeaders();
  private State state = State.START_PREFIX;
  private @Nullable JpegFault fault;

  /** Bytes seen; once there is a fault, those up to where it was certain. */
  private long seen;

  private long entropyBytes;

  /** The position after the end marker; 0 before that. */
  private long length;

  private JpegSegment segment = JpegSegment.MISPLACED;
  private boolean progressiveMarker;

  /** Bytes of the segment's body that are not yet gathered or passed over. */
  private int bodyLeft;

  /** Bytes still to pass over before the next thing in the body, at most {@link #bodyLeft}. */
  private int passLeft;

  private final byte[] held = new byte[LONGEST_HELD];
  private int heldCount;
  private int heldWanted;

  /** Carries a direct buffer's bytes to the loops; null until one comes. */
  private byte @Nullable [] copy;

  /**
   * Looks at the next bytes of the frame. After a fault, bytes are ignored.
   *
   * @throws IndexOutOfBoundsException if the slice does not lie within the array
   */
  public void accept(byte[] bytes, int offset, int count) {
    Objects.checkFromIndexSize(offset, count, bytes.length);
    int end = offset + count;
    int at = offset;
    while (at < end && fault == null) {
      int next =
          switch (state) {
            case ENTROPY -> entropy(bytes, at, end);
            case HEADER -> header(bytes, at, end);
            case PASSED_OVER -> passOver(at, end);
            case AFTER_END -> afterEnd(at, end);
            case START_PREFIX,
                START_CODE,
                MARKER_PREFIX,
                MARKER_CODE,
                LENGTH_HIGH,
                LENGTH_LOW,
                ENTROPY_PREFIX ->
                single(bytes[at] & 0xFF, at);
          };
      at = next;
    }
  }

  /** Looks at the buffer's remaining bytes; its position and limit stay as they are. */
  public void accept(ByteBuffer bytes) {
    if (bytes.hasArray()) {
      accept(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
      return;
    }
    byte[] block = copy;
    if (block == null) {
      block = new byte[COPY_BLOCK];
      copy = block;
    }
    int at = bytes.position();
    while (at < bytes.limit() && fault == null) {
      int count = Math.min(block.length, bytes.limit() - at);
      bytes.get(at, block, 0, count);
      accept(block, 0, count);
      at += count;
    }
  }

  /**
   * The fault that is already certain, so that the rest need not be sent; null while there is none.
   */
  public @Nullable JpegFault faultSoFar() {
    return fault;
  }

  /** The verdict, taking the bytes seen until now for the whole frame. */
  public JpegVerdict finish() {
    JpegFault atLast = fault != null ? fault : faultIfThisIsAll();
    return atLast != null
        ? new JpegVerdict.Faulty(atLast, seen)
        : headers.sound(length, seen - length);
  }

  private @Nullable JpegFault faultIfThisIsAll() {
    if (seen == 0) {
      return JpegFault.EMPTY;
    }
    return switch (state) {
      case START_PREFIX, START_CODE -> JpegFault.NO_START_MARKER;
      case AFTER_END -> null;
      case MARKER_PREFIX,
          MARKER_CODE,
          LENGTH_HIGH,
          LENGTH_LOW,
          HEADER,
          PASSED_OVER,
          ENTROPY,
          ENTROPY_PREFIX -> {
        if (!headers.hasFrame()) {
          yield JpegFault.NO_FRAME_HEADER;
        }
        yield headers.scans() == 0 ? JpegFault.NO_SCAN : JpegFault.NO_END_MARKER;
      }
    };
  }

  private int single(int value, int at) {
    seen++;
    switch (state) {
      case START_PREFIX -> expect(value == JpegSegment.PREFIX, State.START_CODE);
      case START_CODE -> expect(value == JpegSegment.SOI, State.MARKER_PREFIX);
      case MARKER_PREFIX -> expect(value == JpegSegment.PREFIX, State.MARKER_CODE);
      case MARKER_CODE -> marker(value);
      case LENGTH_HIGH -> {
        bodyLeft = value << 8;
        state = State.LENGTH_LOW;
      }
      case LENGTH_LOW -> body((bodyLeft | value) - 2);
      case ENTROPY_PREFIX -> afterEntropyPrefix(value);
      case HEADER, PASSED_OVER, ENTROPY, AFTER_END ->
          throw new IllegalStateException(state + " takes more than single bytes");
    }
    return at + 1;
  }

  private void expect(boolean met, State next) {
    if (met) {
      state = next;
    } else {
      fault = next == State.MARKER_CODE ? JpegFault.BAD_SEGMENT : JpegFault.NO_START_MARKER;
    }
  }

  private void marker(int code) {
    segment = JpegSegment.of(code);
    switch (segment) {
      case FRAME, HUFFMAN_TABLES, QUANTISATION_TABLES, RESTART_INTERVAL, SCAN, OTHER -> {
        progressiveMarker = code == JpegSegment.SOF2;
        state = State.LENGTH_HIGH;
      }
      case LONE -> state = State.MARKER_PREFIX;
      case FILL -> state = State.MARKER_CODE;
      case END -> {
        fault = headers.end(entropyBytes);
        length = seen;
        state = State.AFTER_END;
      }
      case UNSUPPORTED -> fault = JpegFault.UNSUPPORTED_CODING;
      case MISPLACED -> fault = JpegFault.BAD_SEGMENT;
    }
  }

  private void body(int bodyLength) {
    bodyLeft = bodyLength;
    switch (segment) {
      case FRAME -> hold(bodyLength, JpegHeaders.FRAME_FIXED, LONGEST_HELD);
      case SCAN -> hold(bodyLength, JpegHeaders.SCAN_FIXED, LONGEST_SCAN_HEADER);
      case RESTART_INTERVAL -> hold(bodyLength, RESTART_INTERVAL_BODY, RESTART_INTERVAL_BODY);
      case HUFFMAN_TABLES -> hold(HUFFMAN_HEAD, HUFFMAN_HEAD, bodyLength);
      case QUANTISATION_TABLES -> hold(QUANTISATION_HEAD, QUANTISATION_HEAD, bodyLength);
      case OTHER, LONE, FILL, END, UNSUPPORTED, MISPLACED -> {
        if (bodyLength < 0) {
          fault = JpegFault.BAD_SEGMENT;
        } else {
          pass(bodyLength);
        }
      }
    }
  }

  private void hold(int count, int least, int most) {
    if (count < least || count > most) {
      fault = JpegFault.BAD_SEGMENT;
      return;
    }
    heldCount = 0;
    heldWanted = count;
    state = State.HEADER;
  }

  private int header(byte[] bytes, int at, int end) {
    int count = Math.min(heldWanted - heldCount, end - at);
    System.arraycopy(bytes, at, held, heldCount, count);
    heldCount += count;
    bodyLeft -= count;
    seen += count;
    if (heldCount == heldWanted) {
      readHeld();
    }
    return at + count;
  }

  private void readHeld() {
    switch (segment) {
      case FRAME -> {
        fault = headers.frame(held, heldCount, progressiveMarker);
        state = State.MARKER_PREFIX;
      }
      case SCAN -> {
        fault = headers.scan(held, heldCount);
        state = State.ENTROPY;
      }
      case RESTART_INTERVAL -> state = State.MARKER_PREFIX;
      case HUFFMAN_TABLES -> passTable(headers.huffmanTable(held));
      case QUANTISATION_TABLES -> passTable(headers.quantisationTable(held));
      case OTHER, LONE, FILL, END, UNSUPPORTED, MISPLACED ->
          throw new IllegalStateException(segment + " has no header");
    }
  }

  private void passTable(int rest) {
    if (rest < 0 || rest > bodyLeft) {
      fault = JpegFault.BAD_SEGMENT;
    } else {
      pass(rest);
    }
  }

  private void pass(int count) {
    passLeft = count;
    state = State.PASSED_OVER;
    if (count == 0) {
      passed();
    }
  }

  private int passOver(int at, int end) {
    int count = Math.min(passLeft, end - at);
    passLeft -= count;
    bodyLeft -= count;
    seen += count;
    if (passLeft == 0) {
      passed();
    }
    return at + count;
  }

  /** One segment may hold several tables; only their sum has to meet its length. */
  private void passed() {
    if (bodyLeft > 0) {
      body(bodyLeft);
    } else {
      state = State.MARKER_PREFIX;
    }
  }

  private int entropy(byte[] bytes, int at, int end) {
    int prefix = at;
    while (prefix < end && bytes[prefix] != (byte) JpegSegment.PREFIX) {
      prefix++;
    }
    entropyBytes += prefix - at;
    int next = prefix;
    if (prefix < end) {
      state = State.ENTROPY_PREFIX;
      next++;
    }
    seen += next - at;
    return next;
  }

  private void afterEntropyPrefix(int code) {
    if (code == JpegSegment.STUFFED) {
      entropyBytes++;
      state = State.ENTROPY;
    } else if (JpegSegment.isRestart(code)) {
      state = State.ENTROPY;
    } else if (code != JpegSegment.PREFIX) {
      marker(code);
    }
  }

  private int afterEnd(int at, int end) {
    int count = (int) Math.min(end - at, MAX_BYTES_AFTER_END + 1 - (seen - length));
    seen += count;
    if (seen - length > MAX_BYTES_AFTER_END) {
      fault = JpegFault.TOO_MUCH_AFTER_END;
    }
    return at + count;
  }
}
