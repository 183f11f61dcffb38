package io.camrelay.dispatch;

import io.camrelay.capture.StoreUnavailable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Brings the store's replies onto the dispatcher's thread, sorted by what they mean. */
final class Replies {

  private Replies() {}

  /**
   * Calls the store.
   *
   * @param then takes the result
   * @param whenBusy nothing was done, and coming back helps
   * @param whenFailed the store has failed for good
   */
  static <T> void onLine(
      SerialScheduler line,
      Supplier<CompletionStage<T>> call,
      Consumer<T> then,
      Consumer<StoreUnavailable> whenBusy,
      Consumer<Throwable> whenFailed) {
    // Composed, so that what a store throws at once is treated like what its stage fails with.
    CompletableFuture.completedStage(call)
        .thenCompose(Supplier::get)
        .whenComplete(
            (result, failure) ->
                line.run(
                    () -> {
                      if (failure == null) {
                        then.accept(result);
                      } else if (cause(failure) instanceof StoreUnavailable busy) {
                        whenBusy.accept(busy);
                      } else {
                        whenFailed.accept(cause(failure));
                      }
                    }));
  }

  private static Throwable cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }
}
