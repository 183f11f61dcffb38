package io.camrelay.session;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The memory for pieces of frames that are not in the store yet, over all devices. A piece is taken
 * when its first byte comes and given back when the store has copied it.
 *
 * <p>For all threads.
 */
final class UploadMemory {

  /** Bytes of one piece: two full messages, and what the store writes as one row. */
  static final int PIECE = 32 * 1024;

  /** Pieces kept for the next use, 2 MB; more than that is left to the garbage collector. */
  private static final int KEPT = 64;

  private final long most;
  private final AtomicLong taken = new AtomicLong();
  private final ArrayBlockingQueue<byte[]> kept = new ArrayBlockingQueue<>(KEPT);

  /**
   * @param mostBytes how much may be in use at a time
   */
  UploadMemory(long mostBytes) {
    this.most = mostBytes;
  }

  /** A piece of {@link #PIECE} bytes with anything in it, or null where all are in use. */
  byte @Nullable [] take() {
    if (taken.addAndGet(PIECE) > most) {
      taken.addAndGet(-PIECE);
      return null;
    }
    byte[] piece = kept.poll();
    return piece != null ? piece : new byte[PIECE];
  }

  /** Gives a piece back, which its user does not touch any more. */
  void give(byte[] piece) {
    // One that finds the queue full is garbage; nothing is lost.
    boolean keep = kept.offer(piece);
    assert keep || kept.remainingCapacity() == 0;
    taken.addAndGet(-PIECE);
  }

  /** Bytes in use. */
  long taken() {
    return taken.get();
  }
}
