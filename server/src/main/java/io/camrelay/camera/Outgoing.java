package io.camrelay.camera;

import io.camrelay.protocol.CaptureId;
import io.camrelay.protocol.DeviceMessage.CaptureCancel;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A capture that has no end yet: its frames, each on its own way, or its further question. */
final class Outgoing {

  private final CaptureId id;
  private final @Nullable CaptureId parent;
  private final long takenAt;

  /** One for each frame, in order; one for a further question. */
  private final List<Upload> uploads;

  /** Whether the maker does not want an answer any more. */
  private boolean cancelled;

  /** Whether the relay was told so since a frame was begun. */
  private boolean cancelSent;

  Outgoing(Shot shot, long now) {
    this.id = shot.id();
    this.parent = shot.parent();
    this.takenAt = now;
    int count = Math.max(1, shot.photos().size());
    this.uploads =
        IntStream.range(0, count).mapToObj(index -> new Upload(shot, index, now)).toList();
  }

  CaptureId id() {
    return id;
  }

  /** The capture that this one asks further about. */
  @Nullable CaptureId parent() {
    return parent;
  }

  long takenAt() {
    return takenAt;
  }

  List<Upload> uploads() {
    return uploads;
  }

  /** True once the relay keeps all frames. */
  boolean stored() {
    return uploads.stream().allMatch(upload -> upload.state() == Upload.State.STORED);
  }

  /** How many frames the relay keeps. */
  int storedFrames() {
    return (int) uploads.stream().filter(upload -> upload.state() == Upload.State.STORED).count();
  }

  /** A frame is begun. */
  void begun() {
    cancelSent = false;
  }

  /** The maker does not want an answer any more. */
  void cancel() {
    cancelled = true;
  }

  /** True where the relay is to be told so. */
  boolean cancelDue() {
    return cancelled && !cancelSent && lastBound().isPresent();
  }

  /** Tells the relay to end it; nothing more of the frames is sent. */
  CaptureCancel sayCancel() {
    cancelSent = true;
    uploads.forEach(Upload::silence);
    return new CaptureCancel(lastBound().orElseThrow().handle());
  }

  /** The frame that was bound last, where one stands on this connection. */
  Optional<Upload> lastBound() {
    return uploads.stream()
        .filter(upload -> upload.handle() != 0 && upload.state() != Upload.State.WAITING)
        .max(Comparator.comparingInt(Upload::handle));
  }

  /** The link is gone. */
  void unlink() {
    uploads.forEach(Upload::unlink);
  }
}
