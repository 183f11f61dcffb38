package io.camrelay.vision;

/** What becomes of an attempt when it is to begin. */
enum Beginning {
  BEGUN,
  /** As many as may be are under way. */
  NO_PLACE,
  /** The provider was closed. */
  CLOSED
}
