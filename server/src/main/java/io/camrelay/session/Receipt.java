package io.camrelay.session;

import io.camrelay.capture.CaptureKey;
import org.jspecify.annotations.Nullable;

/**
 * What to make of an acknowledgement.
 *
 * @param ahead true where it was of something that was not sent
 * @param delivered whose end the device has now; null for none
 */
record Receipt(boolean ahead, @Nullable CaptureKey delivered) {

  static final Receipt NOTHING = new Receipt(false, null);
  static final Receipt AHEAD = new Receipt(true, null);

  static Receipt delivered(CaptureKey key) {
    return new Receipt(false, key);
  }
}
