package io.camrelay.picture;

/** Why a frame's bytes are not taken for a picture. */
public enum JpegFault {
  EMPTY(
      "The frame holds no bytes. Check that esp_camera_fb_get() gave a buffer, and send fb->len."),

  NO_START_MARKER(
      "The frame does not begin with FF D8, so it is no JPEG. Set pixel_format to PIXFORMAT_JPEG."),

  NO_FRAME_HEADER(
      "The JPEG has no frame header before its picture data or its end. The frame is cut or mixed"
          + " up; take it again."),

  BAD_SEGMENT(
      "A part of the JPEG's head is not what its length or marker says. The frame was damaged;"
          + " send fb->buf unchanged, before esp_camera_fb_return()."),

  BAD_DIMENSIONS("The JPEG says that its width or height is 0. Take the picture again."),

  TOO_MANY_PIXELS(
      "The picture is larger than the relay takes: at most 8000 pixels a side and 25 million in"
          + " all. Choose a smaller frame size."),

  UNSUPPORTED_CODING(
      "The JPEG is coded in a way that vision models do not read (arithmetic, lossless,"
          + " hierarchical or 12-bit). Save it as a baseline or progressive JPEG."),

  MISSING_TABLE(
      "The JPEG lacks a table that its picture data needs. Frames of an MJPEG stream are often like"
          + " this; save the picture as a whole JPEG."),

  NO_SCAN("The JPEG ends before its picture data begins. The frame is cut; take it again."),

  BAD_SCAN(
      "A part of the JPEG's picture data does not fit its frame header. The frame was damaged; take"
          + " it again."),

  TOO_MANY_SCANS(
      "The JPEG paints its picture more than 100 times over. Save it as a baseline JPEG."),

  TOO_LITTLE_DATA(
      "The JPEG's end marker comes before its picture is complete. The frame was cut; enlarge the"
          + " camera's buffer or lower the quality."),

  NO_END_MARKER(
      "The JPEG's end marker (FF D9) is missing, so the frame was cut. Send all fb->len bytes;"
          + " enlarge the camera's buffer if the driver prints FB-OVF."),

  TOO_MUCH_AFTER_END(
      "More than 64 KB follow the JPEG's end marker. Send the picture alone, without what was"
          + " appended to it.");

  private final String hint;

  JpegFault(String hint) {
    this.hint = hint;
  }

  /** What is wrong and what to do, in the maker's words: whole sentences in ASCII. */
  public String hint() {
    return hint;
  }
}
