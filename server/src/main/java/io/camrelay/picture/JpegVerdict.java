package io.camrelay.picture;

/** What {@link JpegScan} found once all bytes of a frame have passed. */
public sealed interface JpegVerdict {

  /** The two families, to switch on. */
  enum Kind {
    SOUND,
    FAULTY
  }

  Kind kind();

  /**
   * A whole JPEG, within all limits.
   *
   * @param width in pixels, 1 to {@link JpegScan#MAX_SIDE}
   * @param height in pixels, 1 to {@link JpegScan#MAX_SIDE}
   * @param components 1 (grey), 3 (colour) or 4 (CMYK)
   * @param progressive whether it is painted in passes of growing detail (SOF2)
   * @param scans how many passes over the picture it holds, 1 to {@link JpegScan#MAX_SCANS}
   * @param length bytes from the start marker to the end marker, both included
   * @param bytesAfterEnd bytes that came after the end marker, 0 to {@link
   *     JpegScan#MAX_BYTES_AFTER_END}
   */
  record Sound(
      int width,
      int height,
      int components,
      boolean progressive,
      int scans,
      long length,
      long bytesAfterEnd)
      implements JpegVerdict {

    @Override
    public Kind kind() {
      return Kind.SOUND;
    }
  }

  /**
   * Not a JPEG that may be asked about.
   *
   * @param fault the first fault that was met
   * @param offset how many bytes had passed when the fault was certain
   */
  record Faulty(JpegFault fault, long offset) implements JpegVerdict {

    @Override
    public Kind kind() {
      return Kind.FAULTY;
    }
  }
}
