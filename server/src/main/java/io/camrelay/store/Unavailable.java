package io.camrelay.store;

import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.StoreUnavailable;
import io.camrelay.protocol.Code;
import java.time.Duration;

/** The reasons to come back later, and when. */
final class Unavailable {

  private static final Duration BUSY_FOR = Duration.ofSeconds(1);
  private static final Duration FULL_FOR = Duration.ofSeconds(30);

  private Unavailable() {}

  static StoreUnavailable busy(String why) {
    return new StoreUnavailable(Code.BUSY, BUSY_FOR, why);
  }

  static StoreUnavailable diskFull(String why) {
    return new StoreUnavailable(Code.DISK_FULL, FULL_FOR, why);
  }

  /** What was called for does not go on with what is there; a new begin tells what is. */
  static StoreUnavailable gap(CaptureKey key, String why) {
    return new StoreUnavailable(Code.GAP, Duration.ZERO, key + ": " + why);
  }
}
