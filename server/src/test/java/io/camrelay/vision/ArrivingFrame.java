package io.camrelay.vision;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.picture.FrameSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A frame whose bytes come when the test says so, and whose reader waits for them. */
final class ArrivingFrame implements FrameSource {

  private static final long PATIENCE_SECONDS = 20;

  private final byte[] bytes;
  private final CountDownLatch waiting = new CountDownLatch(1);

  // Guarded by this.
  private int arrived;
  private @Nullable IOException end;

  ArrivingFrame(int length) {
    this.bytes = new byte[length];
    Arrays.fill(bytes, (byte) 'x');
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /** So many bytes have come, from the first on. */
  synchronized void arrive(int count) {
    arrived = count;
    notifyAll();
  }

  /** The rest will not come. */
  synchronized void fail(IOException why) {
    end = why;
    notifyAll();
  }

  /** Returns when somebody waits for a byte that has not come. */
  void awaitReader() throws InterruptedException {
    assertThat(waiting.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("it is read").isTrue();
  }

  @Override
  public int length() {
    return bytes.length;
  }

  @Override
  public InputStream open() {
    return new Arriving();
  }

  private final class Arriving extends InputStream {
    private int position;
    private boolean closed;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      synchronized (ArrivingFrame.this) {
        while (position == arrived && position < bytes.length && end == null && !closed) {
          waiting.countDown();
          try {
            ArrivingFrame.this.wait();
          } catch (InterruptedException e) {
            throw new InterruptedIOException();
          }
        }
        if (closed) {
          throw new IOException("closed");
        }
        if (end != null) {
          throw end;
        }
        int count = Math.min(length, arrived - position);
        System.arraycopy(bytes, position, target, offset, count);
        position += count;
        return count == 0 ? -1 : count;
      }
    }

    @Override
    public void close() {
      synchronized (ArrivingFrame.this) {
        closed = true;
        ArrivingFrame.this.notifyAll();
      }
    }
  }
}
