package io.camrelay.store;

import io.camrelay.capture.FrameKey;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A frame's bytes, one piece at a time: memory is one piece, and nothing is held in the database
 * between two of them.
 */
final class PieceStream extends InputStream {

  /** Stands for a frame of which nobody knows how much is there. */
  static final long TO_THE_END = -1;

  private final Readers readers;
  private final FrameKey key;
  private final long expected;

  private byte[] piece = new byte[0];
  private int position;

  /** Where the next piece begins. */
  private long start;

  private boolean ended;

  /**
   * @param expected how many bytes must come, or {@link #TO_THE_END}
   */
  PieceStream(Readers readers, FrameKey key, long expected) {
    this.readers = readers;
    this.key = key;
    this.expected = expected;
  }

  @Override
  public int read() throws IOException {
    return ready() ? piece[position++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (!ready()) {
      return -1;
    }
    int count = Math.min(length, piece.length - position);
    System.arraycopy(piece, position, target, offset, count);
    position += count;
    return count;
  }

  @Override
  public int available() {
    return piece.length - position;
  }

  /** Sees to it that there is a byte; false at the end. */
  private boolean ready() throws IOException {
    while (position == piece.length) {
      if (ended || start == expected) {
        return false;
      }
      load();
    }
    return true;
  }

  private void load() throws IOException {
    long from = start;
    byte @Nullable [] next = readers.now(sql -> Pieces.at(sql, key, from)).orElse(null);
    if (next != null) {
      piece = next;
      position = 0;
      start += next.length;
    } else if (expected == TO_THE_END) {
      ended = true;
    } else {
      throw new IOException(
          "the frame of %s is not there from byte %d of %d on".formatted(key, from, expected));
    }
  }
}
