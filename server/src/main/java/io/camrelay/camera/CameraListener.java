package io.camrelay.camera;

/**
 * Hears what a camera goes through, in order. Called on the camera's event loop, which must not be
 * blocked.
 */
@FunctionalInterface
public interface CameraListener {

  /** Something has happened. */
  void heard(CameraEvent event);

  /** Both listeners hear everything, this one first. */
  default CameraListener and(CameraListener other) {
    return event -> {
      heard(event);
      other.heard(event);
    };
  }

  /** Hears nothing. */
  static CameraListener none() {
    return event -> {};
  }
}
