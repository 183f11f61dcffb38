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

  /** The device has it. Durable with the next commit. Does nothing where it has not ended. */
  CompletionStage<Void> acknowledge(CaptureKey key, Instant now);

  /**
   * Takes out of the mailboxes what was not fetched for too long, and the oldest where a device has
   * more than it may have. The captures keep their endings. To be called every minute or so.
   *
   * @return the captures whose endings will not be delivered any more
   */
  CompletionStage<List<CaptureKey>> trim(Instant now);
}
