package io.camrelay.session;

import io.camrelay.capture.StoreUnavailable;
import io.camrelay.protocol.Code;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the store's answers back to a session's thread. */
final class Replies {

  private static final Logger log = LoggerFactory.getLogger(Replies.class);

  /** When to come back after a failure that nobody has foreseen. */
  static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

  private final Link link;

  Replies(Link link) {
    this.link = link;
  }

  /**
   * Why the store has done nothing.
   *
   * @param code one that may ride on DEFERRED
   * @param retryAfter when to come back
   */
  record Trouble(Code code, Duration retryAfter) {}

  /**
   * Calls one of the two on the link's thread.
   *
   * @param what was to be done, for the log
   */
  <T> void await(
      String what, CompletionStage<T> stage, Consumer<? super T> done, Consumer<Trouble> failed) {
    stage.whenComplete(
        (result, problem) ->
            link.execute(
                () -> {
                  if (problem == null) {
                    done.accept(result);
                  } else {
                    failed.accept(trouble(what, problem));
                  }
                }));
  }

  private static Trouble trouble(String what, Throwable problem) {
    Throwable cause = problem;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof StoreUnavailable unavailable) {
      return new Trouble(unavailable.code(), unavailable.retryAfter());
    }
    log.error("store failed doing={}", what, cause);
    return new Trouble(Code.INTERNAL, AFTER_FAILURE);
  }
}
