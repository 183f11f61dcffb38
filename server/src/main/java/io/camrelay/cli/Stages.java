package io.camrelay.cli;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Waits for what the relay's packages do elsewhere; a command has nothing better to do. */
final class Stages {

  private Stages() {}

  /**
   * The result of a stage.
   *
   * @throws Failure with the cause's message where it fails
   */
  static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String message = cause.getMessage();
      throw Failure.failed(message == null ? cause.toString() : message);
    }
  }
}
