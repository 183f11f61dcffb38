package io.camrelay.camera;

import io.camrelay.protocol.CaptureId;
import io.camrelay.protocol.Trigger;
import io.camrelay.protocol.Urgency;
import org.jspecify.annotations.Nullable;

/**
 * What a press wants: a photo and a question, or a further question about an earlier capture.
 *
 * @param photo null for a further question
 * @param parent the capture that a further question is about; null for a photo
 * @param question empty for the profile's; not empty for a further question
 */
record Shot(
    CaptureId id,
    @Nullable Photo photo,
    @Nullable CaptureId parent,
    String question,
    Trigger trigger,
    Urgency urgency) {

  Shot {
    if ((photo == null) == (parent == null)) {
      throw new IllegalArgumentException("either a photo or a parent");
    }
  }
}
