package io.camrelay.picture;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import net.coobird.thumbnailator.util.exif.ExifUtils;
import net.coobird.thumbnailator.util.exif.Orientation;

/**
 * How a photo says, in its EXIF data, that it is to be turned. Cameras of the relay say nothing;
 * phones do. What cannot be understood is upright.
 */
final class ExifOrientation {

  private static final int APP1 = 0xE1;
  private static final byte[] EXIF = {'E', 'x', 'i', 'f', 0, 0};

  private ExifOrientation() {}

  /** Reads a frame that {@link JpegScan} took, up to its frame header at most. */
  static Orientation of(FrameSource frame) throws IOException {
    try (DataInputStream in = new DataInputStream(frame.open())) {
      in.skipNBytes(2);
      for (int marker = marker(in); marker >= 0; marker = marker(in)) {
        byte[] body = in.readNBytes(Math.max(0, in.readUnsignedShort() - 2));
        if (marker == APP1 && startsWithExif(body)) {
          return orientation(body);
        }
      }
    } catch (EOFException e) {
      // Then it says nothing about it.
    }
    return Orientation.TOP_LEFT;
  }

  /** The code of a segment before the frame header; -1 where none is left. */
  private static int marker(DataInputStream in) throws IOException {
    int code = in.readUnsignedByte();
    while (code == JpegSegment.PREFIX) {
      code = in.readUnsignedByte();
    }
    return switch (JpegSegment.of(code)) {
      case OTHER, HUFFMAN_TABLES, QUANTISATION_TABLES, RESTART_INTERVAL -> code;
      case LONE -> marker(in);
      case FRAME, SCAN, FILL, END, UNSUPPORTED, MISPLACED -> -1;
    };
  }

  private static boolean startsWithExif(byte[] body) {
    return body.length >= EXIF.length && Arrays.equals(body, 0, EXIF.length, EXIF, 0, EXIF.length);
  }

  private static Orientation orientation(byte[] exif) {
    try {
      Orientation said = ExifUtils.getOrientationFromExif(exif);
      return said == null ? Orientation.TOP_LEFT : said;
    } catch (RuntimeException e) {
      return Orientation.TOP_LEFT;
    }
  }
}
