package io.camrelay.dispatch;

import io.camrelay.bounds.Bounds;
import io.camrelay.picture.FrameAbandoned;
import io.camrelay.picture.FrameSource;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A frame that is read while it arrives. Its last byte is held back until somebody has found it
 * whole, sound and durable: a request that lacks it is never complete, so that nobody is billed for
 * it. Safe for several threads.
 */
final class IncomingFrame implements FrameSource {

  /** The largest frame that is kept in memory on its way; a UXGA frame has 0.2 MB. */
  static final int MAX_BYTES = 1_000_000;

  /** A frame that does not move on for so long gives its request's place back. */
  static final Duration STALL = Duration.ofSeconds(2);

  /** Bytes that leave only when the frame is released. */
  static final int HELD_BACK = 1;

  private final byte[] bytes;

  // All below is guarded by this.

  private int arrived;
  private boolean released;
  private @Nullable FrameAbandoned abandoned;

  /**
   * @param length 1 to {@link #MAX_BYTES}
   */
  IncomingFrame(int length) {
    Bounds.check("length", length, 1, MAX_BYTES);
    bytes = new byte[length];
  }

  /** More of it has come; what would be too much counts as unsound. */
  synchronized void arrive(byte[] from, int offset, int count) {
    if (abandoned != null) {
      return;
    }
    if (count > bytes.length - arrived) {
      abandon("more bytes came than the frame has");
      return;
    }
    System.arraycopy(from, offset, bytes, arrived, count);
    arrived += count;
    notifyAll();
  }

  /**
   * It is whole, sound and durable: its last byte may leave.
   *
   * @return false where it was abandoned before
   */
  synchronized boolean release() {
    released = abandoned == null;
    notifyAll();
    return released;
  }

  /** Nothing that was begun with it may be completed. No effect once it is released. */
  synchronized void abandon(String why) {
    if (!released && abandoned == null) {
      abandoned = new FrameAbandoned(why);
      notifyAll();
    }
  }

  @Override
  public int length() {
    return bytes.length;
  }

  @Override
  public InputStream open() {
    return new Reader();
  }

  /** How many bytes may be read. */
  private int readable() {
    return released ? arrived : Math.min(arrived, bytes.length - HELD_BACK);
  }

  /** Waits for bytes behind the position, and says how many there are. */
  private synchronized int await(Reader reader) throws IOException {
    long left = STALL.toNanos();
    int known = arrived;
    while (true) {
      if (abandoned != null) {
        throw new FrameAbandoned(Objects.requireNonNull(abandoned.getMessage()));
      }
      if (reader.closed) {
        throw new IOException("the frame's reader was closed");
      }
      if (readable() > reader.position) {
        return readable() - reader.position;
      }
      if (arrived > known) {
        known = arrived;
        left = STALL.toNanos();
      }
      left = pause(left);
      if (left <= 0) {
        abandon("it did not move on for " + STALL.toSeconds() + " s");
      }
    }
  }

  /** Waits so long at most, and says how much of it is left. */
  private long pause(long nanos) throws IOException {
    long before = System.nanoTime();
    try {
      TimeUnit.NANOSECONDS.timedWait(this, nanos);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the frame arrives", hurried);
    }
    return nanos - (System.nanoTime() - before);
  }

  private final class Reader extends InputStream {

    private int position;
    private boolean closed;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
      Objects.checkFromIndexSize(offset, count, into.length);
      if (count == 0) {
        return 0;
      }
      if (position == bytes.length) {
        return -1;
      }
      int copied = Math.min(count, await(this));
      // What has arrived never changes.
      System.arraycopy(bytes, position, into, offset, copied);
      position += copied;
      return copied;
    }

    @Override
    public void close() {
      synchronized (IncomingFrame.this) {
        closed = true;
        IncomingFrame.this.notifyAll();
      }
    }
  }
}
