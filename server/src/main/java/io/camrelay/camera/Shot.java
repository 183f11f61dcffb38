package io.camrelay.camera;

import io.camrelay.bounds.Bounds;
import io.camrelay.protocol.CaptureId;
import io.camrelay.protocol.Trigger;
import io.camrelay.protocol.Urgency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a press wants: photos and a question, or a further question about an earlier capture.
 *
 * @param photos one, or up to {@link #MAX_PHOTOS} in the order in which they were taken; empty for
 *     a further question
 * @param parent the capture that a further question is about; null for photos
 * @param question empty for the profile's; not empty for a further question
 */
record Shot(
    CaptureId id,
    List<Photo> photos,
    @Nullable CaptureId parent,
    String question,
    Trigger trigger,
    Urgency urgency) {

  /** What a frameCount can say; a relay takes fewer. */
  static final int MAX_PHOTOS = 255;

  Shot {
    photos = List.copyOf(photos);
    if (photos.isEmpty() == (parent == null)) {
      throw new IllegalArgumentException("either photos or a parent");
    }
    Bounds.check("photos", photos.size(), 0, MAX_PHOTOS);
  }

  /** Their bytes. */
  int size() {
    return photos.stream().mapToInt(Photo::size).sum();
  }
}
