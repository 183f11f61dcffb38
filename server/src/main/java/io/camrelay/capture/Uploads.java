package io.camrelay.capture;

import io.camrelay.protocol.Code;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A frame on its way in. Calls never block; operations on one capture take effect in the order they
 * were called. Stages are completed on a thread of the store, which the caller leaves at once, and
 * fail with {@link StoreUnavailable} where nothing was done and coming back helps (a full disk, a
 * full queue), with anything else where the store has failed for good.
 */
public interface Uploads {

  /**
   * Begins an upload, or finds what is known of the capture. Pieces of an earlier try are durable
   * when the stage completes, so that {@link #received} can read them.
   */
  CompletionStage<Begun> begin(Press press, Instant now);

  /**
   * Begins a capture without a frame; it is {@link CaptureState#QUEUED} and durable when the stage
   * completes with {@link Begun.Known}. Where the parent is not there (any more), or has no frame,
   * it is durably FAILED with {@link Code#UNKNOWN_PARENT}.
   */
  CompletionStage<Begun> ask(Press press, CaptureKey parent, Instant now);

  /**
   * Adds a piece behind what is there. The stage completes once the store has copied the bytes, so
   * that the caller may use the array again; the piece becomes durable with a later commit.
   *
   * @param offset where the piece begins; must be where the last one ended
   */
  CompletionStage<Void> append(CaptureKey key, long offset, byte[] bytes, int length);

  /**
   * What has arrived, from the start, for a check that goes on after a cut. Blocks; not for an
   * event loop.
   */
  InputStream received(CaptureKey key) throws IOException;

  /**
   * The frame is whole and sound: makes frame and record durable and the capture QUEUED.
   *
   * @return false where the pieces do not add up to the frame (a commit in between was rolled
   *     back); the upload is then as after {@link #startOver}
   */
  CompletionStage<Boolean> store(CaptureKey key, int width, int height, Instant now);

  /**
   * Drops what has arrived, because it was damaged.
   *
   * @return how often this has happened to the capture
   */
  CompletionStage<Integer> startOver(CaptureKey key);

  /**
   * Ends a capture that has not ended, before or after it was stored; frees its pieces where it was
   * not stored. Durable when the stage completes.
   *
   * @return the ending that the capture has: this one, or an earlier one
   */
  CompletionStage<Ending> fail(CaptureKey key, Ending.Failure failure, Instant now);

  /** What the relay knows of a capture that a device begins. */
  sealed interface Begun {

    /** All of them, to switch on. */
    enum Kind {
      UPLOAD,
      KNOWN,
      CONFLICT,
      TOO_MANY
    }

    Kind kind();

    /**
     * It is to be uploaded.
     *
     * @param offset the bytes that are there
     */
    record Upload(long offset) implements Begun {

      @Override
      public Kind kind() {
        return Kind.UPLOAD;
      }
    }

    /**
     * It was stored before.
     *
     * @param ending how it ended; null while it has not
     * @param acknowledged true where the device has already had the end
     */
    record Known(@Nullable Ending ending, boolean acknowledged) implements Begun {

      @Override
      public Kind kind() {
        return Kind.KNOWN;
      }
    }

    /** The identity belongs to another frame. */
    record Conflict() implements Begun {

      @Override
      public Kind kind() {
        return Kind.CONFLICT;
      }
    }

    /** The device has as many unfinished uploads as it may have. */
    record TooMany() implements Begun {

      @Override
      public Kind kind() {
        return Kind.TOO_MANY;
      }
    }
  }
}
