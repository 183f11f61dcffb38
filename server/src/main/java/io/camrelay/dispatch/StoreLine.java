package io.camrelay.dispatch;

import io.camrelay.capture.StoreUnavailable;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One run's calls of the store, whose replies come back on the dispatcher's thread. */
final class StoreLine {

  private final SerialScheduler line;
  private final Desk desk;
  private final Runnable settle;

  /**
   * @param settle called where nothing more comes of the run
   */
  StoreLine(SerialScheduler line, Desk desk, Runnable settle) {
    this.line = line;
    this.desk = desk;
    this.settle = settle;
  }

  /** Reads or begins: where the store is busy, the capture simply waits on. */
  <T> void read(Supplier<CompletionStage<T>> call, Consumer<T> then) {
    onLine(
        call,
        then,
        busy -> {
          desk.storeBusy(busy);
          settle.run();
        });
  }

  /** Makes what came of it durable, however long that takes: it may have been paid for. */
  <T> void change(Supplier<CompletionStage<T>> call, Consumer<T> then) {
    onLine(
        call,
        done -> {
          then.accept(done);
          settle.run();
        },
        busy -> line.after(desk.storeBusy(busy), () -> change(call, then)));
  }

  /** Nothing is changed: the next start finds it as it is. */
  void leave() {
    settle.run();
  }

  private <T> void onLine(
      Supplier<CompletionStage<T>> call, Consumer<T> then, Consumer<StoreUnavailable> whenBusy) {
    Replies.onLine(line, call, then, whenBusy, desk::storeFailed);
  }
}
