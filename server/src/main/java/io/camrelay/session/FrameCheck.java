package io.camrelay.session;

import io.camrelay.picture.JpegFault;
import io.camrelay.picture.JpegScan;
import io.camrelay.picture.JpegVerdict;
import io.camrelay.protocol.Code;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;

/** Checks a frame as its bytes stream by. Not for several threads at once. */
final class FrameCheck {

  private static final int BLOCK = 16 * 1024;

  private final CRC32 crc = new CRC32();
  private final JpegScan scan = new JpegScan();

  void accept(byte[] bytes, int offset, int count) {
    crc.update(bytes, offset, count);
    scan.accept(bytes, offset, count);
  }

  /**
   * Goes through what an earlier connection brought. Blocks.
   *
   * @throws IOException if less can be read than the store has said
   */
  static FrameCheck of(InputStream received, long length) throws IOException {
    FrameCheck check = new FrameCheck();
    byte[] block = new byte[BLOCK];
    long left = length;
    while (left > 0) {
      int count = received.read(block, 0, (int) Math.min(left, BLOCK));
      if (count < 0) {
        throw new IOException("the store lacks %d of %d received bytes".formatted(left, length));
      }
      check.accept(block, 0, count);
      left -= count;
    }
    return check;
  }

  /** CRC-32 of the bytes so far, unsigned. */
  long crc() {
    return crc.getValue();
  }

  /** The verdict, taking the bytes so far for the whole frame. */
  JpegVerdict verdict() {
    return scan.finish();
  }

  /** What the device is told of a fault. */
  static Code code(JpegFault fault) {
    return switch (fault) {
      case EMPTY, NO_START_MARKER, UNSUPPORTED_CODING -> Code.NOT_JPEG;
      case NO_SCAN, TOO_LITTLE_DATA, NO_END_MARKER -> Code.JPEG_CUT;
      case NO_FRAME_HEADER,
          BAD_SEGMENT,
          MISSING_TABLE,
          BAD_SCAN,
          TOO_MANY_SCANS,
          TOO_MUCH_AFTER_END ->
          Code.JPEG_DAMAGED;
      case BAD_DIMENSIONS, TOO_MANY_PIXELS -> Code.JPEG_SIZE;
    };
  }
}
