package io.camrelay.store;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A change that waits for the writer, and who waits for the change.
 *
 * @param work what to do
 * @param bytes what it keeps in memory until it is done
 * @param single true where it writes with one statement only, which undoes itself where it fails: a
 *     savepoint around it would cost more than the statement
 * @param stage completed by the writer
 */
record Write<T>(Work<T> work, long bytes, boolean single, CompletableFuture<T> stage) {

  /** What one change does, inside the writer's transaction. Undone where it throws. */
  @FunctionalInterface
  interface Work<T> {
    Outcome<T> run(Sql sql) throws SQLException;
  }

  /** When the caller may be told. */
  enum When {
    /** At once: nothing was promised, or nothing was changed. */
    DONE,
    /** Once it is durable; somebody waits for it, so a commit is due. */
    DURABLE,
    /** Once it is durable, with whichever commit is next. */
    NEXT_COMMIT
  }

  /**
   * What came of a change.
   *
   * @param value for the caller
   * @param when the caller may have it
   */
  record Outcome<T>(@Nullable T value, When when) {

    static <T> Outcome<T> done(@Nullable T value) {
      return new Outcome<>(value, When.DONE);
    }

    static <T> Outcome<T> durable(@Nullable T value) {
      return new Outcome<>(value, When.DURABLE);
    }

    static <T> Outcome<T> withNextCommit(@Nullable T value) {
      return new Outcome<>(value, When.NEXT_COMMIT);
    }
  }

  /** A change of several statements, which are made together or not at all. */
  static <T> Write<T> of(Work<T> work) {
    return new Write<>(work, 0, false, new CompletableFuture<>());
  }

  /** A change of one statement that writes; keeps so many bytes in memory. */
  static <T> Write<T> single(long bytes, Work<T> work) {
    return new Write<>(work, bytes, true, new CompletableFuture<>());
  }

  void fail(Throwable reason) {
    stage.completeExceptionally(reason);
  }
}
