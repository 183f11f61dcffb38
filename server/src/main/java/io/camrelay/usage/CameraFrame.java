package io.camrelay.usage;

/** The frame sizes of the camera's sensor, from the cheapest to the largest, by their names. */
public enum CameraFrame {
  QVGA(320, 240),
  HVGA(480, 320),
  VGA(640, 480),
  SVGA(800, 600),
  XGA(1024, 768),
  HD(1280, 720),
  SXGA(1280, 1024),
  UXGA(1600, 1200);

  private final int width;
  private final int height;

  CameraFrame(int width, int height) {
    this.width = width;
    this.height = height;
  }

  /** In pixels. */
  public Size size() {
    return new Size(width, height);
  }
}
