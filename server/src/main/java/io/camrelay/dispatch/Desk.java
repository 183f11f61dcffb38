package io.camrelay.dispatch;

import io.camrelay.capture.StoreUnavailable;
import io.camrelay.vision.Provider;
import java.time.Duration;
import java.time.Instant;

/** What a {@link CaptureRun} needs of those who admit captures; on the dispatcher's thread. */
interface Desk {

  /** Takes one of the provider's places; false where none is free. */
  boolean takePlace(Provider provider);

  /** The provider had no place: the capture waits on, and the run is over. */
  void putBack(CaptureRun run, Provider provider);

  /** The run is over and holds nothing any more. */
  void done(CaptureRun run);

  /** A capture becomes due then. */
  void dueAt(Instant at);

  /**
   * The store is of no use for a while: nothing new is begun.
   *
   * @return how long to leave it alone
   */
  Duration storeBusy(StoreUnavailable busy);

  /** The store has failed for good. */
  void storeFailed(Throwable cause);

  /** True where nothing new may be asked any more. */
  boolean stopping();
}
