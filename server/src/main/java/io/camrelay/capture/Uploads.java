package io.camrelay.capture;

import io.camrelay.protocol.Code;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
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
   * when the stage completes, so that {@link #received} can read them; a fresh upload at offset 0
   * becomes durable with a later commit.
   */
  CompletionStage<Begun> begin(Press press, Instant now);

  /**
   * Begins a capture without a frame; it is {@link CaptureState#QUEUED} and durable when the stage
   * completes with {@link Begun.Known}. Where the parent is not there (any more), or has no frame,
   * it is durably FAILED with {@link Code#UNKNOWN_PARENT}. Fails with {@link StoreUnavailable}
   * while the parent is still on its way in. The frame may be an earlier one: the parent's own
   * parent's, and so on.
   */
  CompletionStage<Begun> ask(Press press, CaptureKey parent, Instant now);

  /**
   * Adds a piece behind what is there. The stage completes once the store has copied the bytes, so
   * that the caller may use the array again; the piece becomes durable with a later commit.
   *
   * @param offset where the piece begins; must be where the last one ended. Else, and where the
   *     capture is not (or no longer) RECEIVING, the stage fails with {@link StoreUnavailable} and
   *     {@link Code#GAP}: a new {@link #begin} tells how to go on.
   */
  CompletionStage<Void> append(CaptureKey key, long offset, byte[] bytes, int length);

  /**
   * What has arrived, from the start, for a check that goes on after a cut. Blocks; not for an
   * event loop.
   */
  InputStream received(CaptureKey key) throws IOException;

  /**
   * The frame is whole and sound: makes frame and record durable and the capture QUEUED. Does
   * nothing where that was done before, or where the capture has ended.
   *
   * @return false where the pieces do not add up to the frame (a commit in between was rolled
   *     back); what was there is dropped then, without counting as damaged
   */
  CompletionStage<Boolean> store(CaptureKey key, int width, int height, Instant now);

  /**
   * Drops what has arrived, because it was damaged. Durable when the stage completes.
   *
   * @return how often this has happened to the capture
   */
  CompletionStage<Integer> startOver(CaptureKey key);

  /**
   * Ends a capture that has not ended, before or after it was stored; frees its pieces where it was
   * not stored. Durable when the stage completes. Fails with {@link StoreUnavailable} and {@link
   * Code#GAP} where there is no such capture (its commit was rolled back).
   *
   * @return the ending that the capture has: this one, or an earlier one
   */
  CompletionStage<Ending> fail(CaptureKey key, Ending.Failure failure, Instant now);

  /**
   * Ends uploads that did not go on for too long with {@link Code#EXPIRED}, sooner where the device
   * has as many as it may have. To be called every minute or so.
   *
   * @return the captures that ended by it, durably
   */
  CompletionStage<List<CaptureKey>> expireUploads(Instant now);

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
