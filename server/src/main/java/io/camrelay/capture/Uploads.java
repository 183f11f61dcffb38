package io.camrelay.capture;

import io.camrelay.protocol.Code;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Frames on their way in. Calls never block; operations on one capture take effect in the order
 * they were called. Stages are completed on a thread of the store, which the caller leaves at once,
 * and fail with {@link StoreUnavailable} where nothing was done and coming back helps (a full disk,
 * a full queue), with anything else where the store has failed for good.
 */
public interface Uploads {

  /**
   * Begins the upload of a frame, or finds what is known of it and its capture. Pieces of an
   * earlier try are durable when the stage completes, so that {@link #received} can read them; a
   * fresh upload at offset 0 becomes durable with a later commit.
   *
   * <p>The frames of a capture may be begun in any order, and what is said with the first of them
   * (index 0) is what counts of the press.
   *
   * @param frame its index, size and CRC
   */
  CompletionStage<Begun> begin(Press press, Frame frame, Instant now);

  /**
   * Begins a capture without frames; it is {@link CaptureState#QUEUED} and durable when the stage
   * completes with {@link Begun.Known}. Where the parent is not there (any more), or has no frames,
   * it is durably FAILED with {@link Code#UNKNOWN_PARENT}. Fails with {@link StoreUnavailable}
   * while the parent is still on its way in. The frames may be earlier ones: the parent's own
   * parent's, and so on.
   */
  CompletionStage<Begun> ask(Press press, CaptureKey parent, Instant now);

  /**
   * Adds a piece behind what is there. The stage completes once the store has copied the bytes, so
   * that the caller may use the array again; the piece becomes durable with a later commit.
   *
   * @param offset where in the frame the piece begins; must be where the last one ended. Else,
   *     where the frame is stored, and where the capture is not (or no longer) RECEIVING, the stage
   *     fails with {@link StoreUnavailable} and {@link Code#GAP}: a new {@link #begin} tells how to
   *     go on.
   */
  CompletionStage<Void> append(FrameKey key, long offset, byte[] bytes, int length);

  /**
   * What has arrived of a frame, from its start, for a check that goes on after a cut. Blocks; not
   * for an event loop.
   */
  InputStream received(FrameKey key) throws IOException;

  /**
   * The frame is whole and sound: makes it and its record durable, and the capture QUEUED if it was
   * the last one that was missing. Does nothing where that was done before, or where the capture
   * has ended.
   */
  CompletionStage<Stored> store(FrameKey key, int width, int height, Instant now);

  /**
   * Drops what has arrived of the frame, because it was damaged; the capture's other frames stay.
   * Durable when the stage completes.
   *
   * @return how often this has happened to the frame
   */
  CompletionStage<Integer> startOver(FrameKey key);

  /**
   * Ends a capture that has not ended, before or after it was stored; frees the pieces of all its
   * frames where not all were stored. Durable when the stage completes. Fails with {@link
   * StoreUnavailable} and {@link Code#GAP} where there is no such capture (its commit was rolled
   * back).
   *
   * @return the ending that the capture has: this one, or an earlier one
   */
  CompletionStage<Ending> fail(CaptureKey key, Ending.Failure failure, Instant now);

  /**
   * Ends captures whose frames did not go on coming for too long with {@link Code#EXPIRED}, sooner
   * where the device has as many as it may have. To be called every minute or so.
   *
   * @return the captures that ended by it, durably
   */
  CompletionStage<List<CaptureKey>> expireUploads(Instant now);

  /** What has become of a frame that was to be stored. */
  enum Stored {
    /**
     * The pieces do not add up to the frame (a commit in between was rolled back); what was there
     * of it is dropped, without counting as damaged.
     */
    LOST,
    /** It is durable, and another frame of its capture is not. */
    FRAME,
    /** It is durable, and with it the whole capture. */
    CAPTURE
  }

  /** What the relay knows of a frame that a device begins, and of its capture. */
  sealed interface Begun {

    /** All of them, to switch on. */
    enum Kind {
      UPLOAD,
      FRAME_KNOWN,
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

    /** This frame was stored before, and another one of its capture is still to come. */
    record FrameKnown() implements Begun {

      @Override
      public Kind kind() {
        return Kind.FRAME_KNOWN;
      }
    }

    /**
     * The whole capture was stored before.
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

    /** The identity belongs to another frame, or to a capture with another number of frames. */
    record Conflict() implements Begun {

      @Override
      public Kind kind() {
        return Kind.CONFLICT;
      }
    }

    /** The device has as many unfinished captures as it may have. */
    record TooMany() implements Begun {

      @Override
      public Kind kind() {
        return Kind.TOO_MANY;
      }
    }
  }
}
