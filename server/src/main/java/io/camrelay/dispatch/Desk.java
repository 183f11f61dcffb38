package io.camrelay.dispatch;

import io.camrelay.capture.StoreUnavailable;
import io.camrelay.vision.AttemptResult;
import java.time.Duration;
import java.time.Instant;

/** What a {@link CaptureRun} needs of those who admit captures; on the dispatcher's thread. */
interface Desk {

  /** The provider of this name as all captures see it. */
  ProviderState state(String name);

  /** What has become of an attempt, for whoever is asked next. */
  void heard(ProviderState state, ProviderState.Place place, AttemptResult result);

  /** How much is asked again. */
  RetryBudget retries();

  /**
   * The provider has no room: the capture waits on, and the run is over.
   *
   * @param until when it is looked at in any case
   * @return false where too many wait like that already, so that it is to be put off instead
   */
  boolean putBack(CaptureRun run, Plan.Step.Hold hold, Instant until);

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

  /** What was begun while frames arrived. */
  Overtures overtures();

  /** By the dispatcher's clock. */
  Instant now();

  /** Decodes pictures. */
  Pictures pictures();

  /** Judges answers that must follow a schema. */
  FormedAnswers formed();

  /** True where nothing new may be asked any more. */
  boolean stopping();
}
