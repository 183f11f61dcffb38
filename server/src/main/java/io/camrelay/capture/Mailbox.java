package io.camrelay.capture;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Answers and failures that a device has not acknowledged yet. */
public interface Mailbox {

  /** A device's ended and unacknowledged captures, in the order in which they ended. */
  CompletionStage<List<CaptureKey>> waiting(String device, int limit);

  /** How the capture ended; fails where it has not. */
  CompletionStage<Ending> ending(CaptureKey key);

  /** The device has it. Durable with the next commit. */
  CompletionStage<Void> acknowledge(CaptureKey key, Instant now);
}
