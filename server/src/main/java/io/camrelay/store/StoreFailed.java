package io.camrelay.store;

/**
 * The store has failed for good, at a commit or because the database is damaged: what was not
 * confirmed may or may not be there, nothing more is done, and the relay must stop. Never retried,
 * because the system may have dropped what it could not write, and say next time that all is well.
 */
public final class StoreFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StoreFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
