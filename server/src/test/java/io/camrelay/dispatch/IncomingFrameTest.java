package io.camrelay.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camrelay.picture.FrameAbandoned;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class IncomingFrameTest {

  private static final int LENGTH = 1_000;

  private final byte[] bytes = new byte[LENGTH];
  private final IncomingFrame frame = new IncomingFrame(LENGTH);

  IncomingFrameTest() {
    new Random(7).nextBytes(bytes);
  }

  @Test
  void isReadWhileItArrives() throws Exception {
    InputStream reader = frame.open();
    arrive(0, 300);
    assertThat(reader.readNBytes(300)).isEqualTo(Arrays.copyOf(bytes, 300));

    CompletableFuture<byte[]> next = reading(reader, 200);
    arrive(300, 500);
    assertThat(next.get(30, TimeUnit.SECONDS)).isEqualTo(Arrays.copyOfRange(bytes, 300, 500));
  }

  @Test
  void holdsItsLastByteBackUntilItIsReleased() throws Exception {
    InputStream reader = frame.open();
    arrive(0, LENGTH);
    assertThat(reader.readNBytes(LENGTH - IncomingFrame.HELD_BACK))
        .isEqualTo(Arrays.copyOf(bytes, LENGTH - IncomingFrame.HELD_BACK));

    CompletableFuture<byte[]> rest = reading(reader, IncomingFrame.HELD_BACK + 1);
    assertThat(rest).isNotDone();
    assertThat(frame.release()).isTrue();
    assertThat(rest.get(30, TimeUnit.SECONDS))
        .isEqualTo(Arrays.copyOfRange(bytes, LENGTH - IncomingFrame.HELD_BACK, LENGTH));
    assertThat(reader.read()).isEqualTo(-1);
  }

  @Test
  void isReadFromItsStartAsOftenAsItIsOpened() throws Exception {
    arrive(0, LENGTH);
    assertThat(frame.release()).isTrue();
    assertThat(frame.open().readAllBytes()).isEqualTo(bytes);
    assertThat(frame.open().readAllBytes()).isEqualTo(bytes);
  }

  @Test
  void whatIsAbandonedIsNeverWhole() throws Exception {
    InputStream reader = frame.open();
    arrive(0, LENGTH);
    CompletableFuture<byte[]> all = reading(reader, LENGTH);
    frame.abandon("bad CRC");

    assertThatThrownBy(() -> all.get(30, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .rootCause()
        .isInstanceOf(FrameAbandoned.class)
        .hasMessage("bad CRC");
    assertThat(frame.release()).isFalse();
    assertThatThrownBy(() -> frame.open().readAllBytes()).isInstanceOf(FrameAbandoned.class);
  }

  @Test
  void onceItIsReleasedNobodyCanAbandonIt() throws Exception {
    arrive(0, LENGTH);
    assertThat(frame.release()).isTrue();
    frame.abandon("the link was lost");
    assertThat(frame.open().readAllBytes()).isEqualTo(bytes);
  }

  @Test
  void moreBytesThanItHasAreUnsound() {
    arrive(0, LENGTH);
    frame.arrive(bytes, 0, 1);
    assertThatThrownBy(() -> frame.open().readAllBytes())
        .isInstanceOf(FrameAbandoned.class)
        .hasMessage("more bytes came than the frame has");
  }

  @Test
  void oneThatDoesNotMoveOnIsAbandoned() {
    arrive(0, 300);
    long before = System.nanoTime();
    assertThatThrownBy(() -> frame.open().readAllBytes())
        .isInstanceOf(FrameAbandoned.class)
        .hasMessage("it did not move on for 2 s");
    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .isGreaterThanOrEqualTo(IncomingFrame.STALL);
  }

  @Test
  void oneThatMovesOnSlowlyIsNot() throws Exception {
    CompletableFuture<byte[]> all = reading(frame.open(), LENGTH);
    // Longer than the stall in all, and shorter between.
    int pieces = 4;
    for (int i = 0; i < pieces; i++) {
      assertThatThrownBy(() -> all.get(IncomingFrame.STALL.toMillis() / 3, TimeUnit.MILLISECONDS))
          .isInstanceOf(java.util.concurrent.TimeoutException.class);
      arrive(i * LENGTH / pieces, (i + 1) * LENGTH / pieces);
    }
    assertThat(frame.release()).isTrue();
    assertThat(all.get(30, TimeUnit.SECONDS)).isEqualTo(bytes);
  }

  @Test
  void aReaderThatIsClosedWaitsNoLonger() throws Exception {
    InputStream reader = frame.open();
    CompletableFuture<byte[]> all = reading(reader, LENGTH);
    reader.close();
    assertThatThrownBy(() -> all.get(30, TimeUnit.SECONDS))
        .rootCause()
        .isInstanceOf(IOException.class);
    arrive(0, LENGTH);
    assertThat(frame.release()).isTrue();
    assertThat(frame.open().readAllBytes()).as("another one").isEqualTo(bytes);
  }

  @Test
  void hasOneByteAtLeastAndTheLimitAtMost() {
    assertThat(new IncomingFrame(1).length()).isEqualTo(1);
    assertThat(new IncomingFrame(IncomingFrame.MAX_BYTES).length())
        .isEqualTo(IncomingFrame.MAX_BYTES);
    assertThatThrownBy(() -> new IncomingFrame(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new IncomingFrame(IncomingFrame.MAX_BYTES + 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void arrive(int from, int to) {
    frame.arrive(bytes, from, to - from);
  }

  /** Reads on another thread, which has begun when this returns. */
  private static CompletableFuture<byte[]> reading(InputStream reader, int count)
      throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<byte[]> read = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              begun.countDown();
              try {
                read.complete(reader.readNBytes(count));
              } catch (IOException e) {
                read.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    begun.await();
    return read;
  }
}
