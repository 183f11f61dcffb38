package io.camrelay.capture;

import io.camrelay.picture.FrameSource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What is to be asked, and what became of it. As with {@link Uploads}: nothing blocks, and a stage
 * completes once the change is durable.
 */
public interface Asking {

  /**
   * Settles what a crash left: every attempt without an end is ended as {@code interrupted} and
   * {@link Attempt.Billed#MAYBE}, and its capture is QUEUED again, due now. Called once, before
   * anything is asked.
   *
   * @return the captures that were in the middle of an attempt
   */
  CompletionStage<List<CaptureKey>> settle(Instant now);

  /**
   * Captures that are QUEUED and due, the longest waiting first, high urgency before the rest. The
   * bound for each device keeps one that has very many from hiding the others.
   *
   * @param perDevice how many of one device at most
   * @param limit how many in all at most
   */
  CompletionStage<List<CaptureKey>> due(Instant now, int perDevice, int limit);

  /** The earliest moment at which a QUEUED capture is or becomes due; empty where there is none. */
  CompletionStage<Optional<Instant>> nextDue();

  /**
   * Takes a QUEUED capture, records the attempt and makes it ASKING.
   *
   * @return the capture with the attempt; empty where it is not QUEUED (any more)
   */
  CompletionStage<Optional<Capture>> begin(
      CaptureKey key, String provider, String model, Instant now);

  /**
   * The attempt failed; the capture is QUEUED again and due then. False where it is not ASKING: the
   * attempt's end is recorded all the same, because it may have cost money.
   */
  CompletionStage<Boolean> again(CaptureKey key, Attempt.End end, Instant dueAt);

  /**
   * The capture has its answer or its failure. False where it is not ASKING or QUEUED, because the
   * device gave it up meanwhile, say: the end of an attempt that is still open is recorded all the
   * same.
   */
  CompletionStage<Boolean> end(CaptureKey key, Attempt.End end, Ending ending);

  /** Ends a capture whose deadline passed while it was QUEUED. False where it is not. */
  CompletionStage<Boolean> expire(CaptureKey key, Ending.Failure failure, Instant now);

  /**
   * The frame that a capture is about: its own, or its parent's. Reading it blocks, its length too;
   * where it is not there any more, the length is 0 and opening it fails.
   */
  FrameSource frame(Capture capture);

  /**
   * The captures before this one in its conversation, oldest first; empty where it has no parent.
   * Of a very long conversation, the latest.
   */
  CompletionStage<List<Capture>> conversation(Capture capture);
}
