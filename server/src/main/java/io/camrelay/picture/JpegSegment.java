package io.camrelay.picture;

/** What a marker code begins, as far as the scan tells them apart (ITU-T T.81, table B.1). */
enum JpegSegment {
  /** SOF0, SOF1, SOF2: the frame header. */
  FRAME,
  /** DHT: Huffman tables. */
  HUFFMAN_TABLES,
  /** DQT: quantisation tables. */
  QUANTISATION_TABLES,
  /** DRI: the restart interval. */
  RESTART_INTERVAL,
  /** SOS: a scan header, followed by entropy-coded data. */
  SCAN,
  /** APPn, COM and extensions: may hold anything, also the markers of a thumbnail; passed over. */
  OTHER,
  /** TEM: a marker of its own, without length or meaning here. */
  LONE,
  /** A second FF: fill, the code is still to come. */
  FILL,
  /** EOI. */
  END,
  /** Arithmetic, lossless and hierarchical coding, and a height that comes later (DNL). */
  UNSUPPORTED,
  /** Nothing that may stand where it was found: SOI, RSTn between segments, stuffing, reserved. */
  MISPLACED;

  static final int PREFIX = 0xFF;
  static final int STUFFED = 0x00;
  static final int SOI = 0xD8;
  static final int SOF2 = 0xC2;
  private static final int RST0 = 0xD0;
  private static final int RST7 = 0xD7;

  static JpegSegment of(int code) {
    return switch (code) {
      case 0xC0, 0xC1, SOF2 -> FRAME;
      case 0xC4 -> HUFFMAN_TABLES;
      case 0xDB -> QUANTISATION_TABLES;
      case 0xDD -> RESTART_INTERVAL;
      case 0xDA -> SCAN;
      case 0xD9 -> END;
      case 0x01 -> LONE;
      case PREFIX -> FILL;
      case 0xDC, 0xDE, 0xDF -> UNSUPPORTED;
      case SOI -> MISPLACED;
      default -> ofRange(code);
    };
  }

  private static JpegSegment ofRange(int code) {
    if (code < 0xC0 || isRestart(code)) {
      return MISPLACED;
    }
    return code < RST0 ? UNSUPPORTED : OTHER;
  }

  static boolean isRestart(int code) {
    return code >= RST0 && code <= RST7;
  }
}
