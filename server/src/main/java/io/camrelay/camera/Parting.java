package io.camrelay.camera;

/**
 * The connection is to be closed.
 *
 * @param cause why, in the maker's words
 * @param returnAfterMillis the earliest time to come back, 0 where the relay names none
 * @param rarely whether trying again will hardly help
 */
record Parting(String cause, long returnAfterMillis, boolean rarely) {

  static Parting because(String cause) {
    return new Parting(cause, 0, false);
  }
}
