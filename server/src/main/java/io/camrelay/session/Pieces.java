package io.camrelay.session;

import io.camrelay.capture.Arrival;
import io.camrelay.capture.FrameKey;
import io.camrelay.capture.Uploads;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the bytes of one frame into pieces and gives them to the store. Its state belongs to the
 * link's thread.
 */
final class Pieces {

  /** A piece that has not grown for so long goes to the store as it is, and its memory back. */
  static final Duration STALE = Duration.ofSeconds(1);

  private final FrameKey key;
  private final Uploads uploads;
  private final UploadMemory memory;
  private final Consumer<CompletionStage<Void>> onAppend;

  /** What has arrived and is not given to the store; null while that is nothing. */
  private byte @Nullable [] piece;

  private int filled;

  /** Where in the frame the piece begins. */
  private long offset;

  private long grownAt;

  /** When the piece's first byte came. */
  private long bornAt;

  /**
   * @param onAppend is given the store's answer to each piece
   */
  Pieces(
      FrameKey key,
      Uploads uploads,
      UploadMemory memory,
      Consumer<CompletionStage<Void>> onAppend) {
    this.key = key;
    this.uploads = uploads;
    this.memory = memory;
    this.onAppend = onAppend;
  }

  /** The next byte belongs there. */
  void startAt(long start) {
    offset = start;
  }

  /**
   * Takes all bytes in, through the check, and to who is interested.
   *
   * @return false where there was no memory for all of them
   */
  boolean take(ByteBuffer bytes, FrameCheck check, Arrival arrival, long now) {
    while (bytes.hasRemaining()) {
      byte[] into = piece != null ? piece : memory.take();
      if (into == null) {
        return false;
      }
      bornAt = piece == null ? now : bornAt;
      piece = into;
      int count = Math.min(into.length - filled, bytes.remaining());
      bytes.get(into, filled, count);
      check.accept(into, filled, count);
      arrival.bytes(into, filled, count);
      filled += count;
      if (filled == into.length) {
        flush();
      }
    }
    grownAt = now;
    return true;
  }

  /** When the first byte came that the store was not given. */
  long gatheringSince() {
    return bornAt;
  }

  /** Gives a piece away that does not grow. */
  void tick(long now) {
    if (piece != null && now - grownAt >= STALE.toNanos()) {
      flush();
    }
  }

  /** Gives the store what has arrived. */
  void flush() {
    byte[] full = piece;
    if (full == null) {
      return;
    }
    CompletionStage<Void> copied = uploads.append(key, offset, full, filled);
    offset += filled;
    filled = 0;
    piece = null;
    // At once, on the store's thread: others want the memory, also after this link is gone.
    onAppend.accept(copied.whenComplete((nothing, problem) -> memory.give(full)));
  }

  /** Throws away what the store was not given. */
  void drop() {
    byte[] unwanted = piece;
    if (unwanted != null) {
      piece = null;
      filled = 0;
      memory.give(unwanted);
    }
  }
}
