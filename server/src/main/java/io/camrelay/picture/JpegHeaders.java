package io.camrelay.picture;

import org.jspecify.annotations.Nullable;

/**
 * What the headers of one JPEG have said so far, and whether they agree with each other: the frame
 * header, which tables exist, and what each scan paints. The rules are those of ITU-T T.81, annex B
 * and G, as far as libjpeg insists on them too; what it forgives is forgiven here.
 */
final class JpegHeaders {

  static final int MAX_COMPONENTS = 4;

  /** Body of a frame header: precision, height, width, count, and 3 bytes a component. */
  static final int FRAME_FIXED = 6;

  static final int FRAME_PER_COMPONENT = 3;

  /** Body of a scan header: count, 2 bytes a component, and 3 bytes of spectral selection. */
  static final int SCAN_FIXED = 4;

  static final int SCAN_PER_COMPONENT = 2;

  private static final int LAST_COEFFICIENT = 63;
  private static final int MAX_BIT_POSITION = 13;
  private static final int MAX_BLOCKS_IN_MCU = 10;
  private static final int MAX_SAMPLING = 4;
  private static final int TABLES = 4;
  private static final int MAX_HUFFMAN_VALUES = 256;

  private int width;
  private int height;

  /** 0 until the frame header was read. */
  private int components;

  private boolean progressive;
  private int scans;

  /** Per component, in the order of the frame header. */
  private final int[] ids = new int[MAX_COMPONENTS];

  private final int[] blocksInMcu = new int[MAX_COMPONENTS];
  private final int[] quantisation = new int[MAX_COMPONENTS];

  /** Bit n: the component has been painted (progressive: its DC coefficients have). */
  private int painted;

  /** Bit n: table n exists. */
  private int quantisationTables;

  private int dcTables;
  private int acTables;

  /** The fewest bits of entropy-coded data that a picture of these dimensions can have. */
  private long leastBits;

  boolean hasFrame() {
    return components > 0;
  }

  int scans() {
    return scans;
  }

  JpegVerdict.Sound sound(long length, long bytesAfterEnd) {
    return new JpegVerdict.Sound(
        width, height, components, progressive, scans, length, bytesAfterEnd);
  }

  /**
   * Reads the body of a frame header.
   *
   * <pre>
   * +-----------+--------+--------+-------+  +----+-------+-------+
   * | precision | height | width  | count |  | id | H | V | table |  count times
   * |     1     |   2    |   2    |   1   |  | 1  | 4 | 4 |   1   |
   * +-----------+--------+--------+-------+  +----+-------+-------+
   * </pre>
   */
  @Nullable JpegFault frame(byte[] body, int length, boolean progressiveFrame) {
    int count = u8(body, 5);
    boolean fits = count > 0 && length == FRAME_FIXED + FRAME_PER_COMPONENT * count;
    if (hasFrame() || !fits) {
      return JpegFault.BAD_SEGMENT;
    }
    if (u8(body, 0) != 8 || count == 2) {
      return JpegFault.UNSUPPORTED_CODING;
    }
    height = u16(body, 1);
    width = u16(body, 3);
    if (width == 0 || height == 0) {
      return JpegFault.BAD_DIMENSIONS;
    }
    if (width > JpegScan.MAX_SIDE
        || height > JpegScan.MAX_SIDE
        || width * height > JpegScan.MAX_PIXELS) {
      return JpegFault.TOO_MANY_PIXELS;
    }
    components = count;
    progressive = progressiveFrame;
    return frameComponents(body);
  }

  private @Nullable JpegFault frameComponents(byte[] body) {
    int maxH = 1;
    int maxV = 1;
    for (int i = 0; i < components; i++) {
      int at = FRAME_FIXED + FRAME_PER_COMPONENT * i;
      int h = u8(body, at + 1) >> 4;
      int v = u8(body, at + 1) & 0x0F;
      ids[i] = u8(body, at);
      quantisation[i] = u8(body, at + 2);
      blocksInMcu[i] = h * v;
      boolean sane = h >= 1 && h <= MAX_SAMPLING && v >= 1 && v <= MAX_SAMPLING;
      if (!sane || quantisation[i] >= TABLES || componentOf(ids[i]) != i) {
        return JpegFault.BAD_SEGMENT;
      }
      maxH = Math.max(maxH, h);
      maxV = Math.max(maxV, v);
    }
    leastBits = leastBits(body, maxH, maxV);
    return null;
  }

  /**
   * Each block of 8x8 samples takes at least one bit for its DC coefficient and, unless
   * progressive, one more for the end of the block; T.81 allows no shorter Huffman codes. The
   * blocks of a component are counted as in T.81 A.2.2.
   */
  private long leastBits(byte[] body, int maxH, int maxV) {
    long blocks = 0;
    for (int i = 0; i < components; i++) {
      int sampling = u8(body, FRAME_FIXED + FRAME_PER_COMPONENT * i + 1);
      int across = ceilDiv(ceilDiv(width * (sampling >> 4), maxH), 8);
      int down = ceilDiv(ceilDiv(height * (sampling & 0x0F), maxV), 8);
      blocks += (long) across * down;
    }
    return progressive ? blocks : 2 * blocks;
  }

  /**
   * Reads the first byte of a quantisation table: precision (0: 8 bits, 1: 16 bits) and number.
   *
   * @return how many bytes of the table follow, or -1 if no such table may be
   */
  int quantisationTable(byte[] head) {
    int precision = u8(head, 0) >> 4;
    int number = u8(head, 0) & 0x0F;
    if (precision > 1 || number >= TABLES) {
      return -1;
    }
    quantisationTables |= 1 << number;
    return 64 * (precision + 1);
  }

  /**
   * Reads the head of a Huffman table: class (0: DC, 1: AC) and number, then how many codes there
   * are of each length from 1 to 16 bits.
   *
   * @return how many values follow, or -1 if no such table may be
   */
  int huffmanTable(byte[] head) {
    int tableClass = u8(head, 0) >> 4;
    int number = u8(head, 0) & 0x0F;
    int values = 0;
    for (int bits = 1; bits <= 16; bits++) {
      values += u8(head, bits);
    }
    if (tableClass > 1 || number >= TABLES || values > MAX_HUFFMAN_VALUES) {
      return -1;
    }
    if (tableClass == 0) {
      dcTables |= 1 << number;
    } else {
      acTables |= 1 << number;
    }
    return values;
  }

  /**
   * Reads the body of a scan header.
   *
   * <pre>
   * +-------+  +----+---------+--------+               +-------+-----+---------+--------+
   * | count |  | id | DC table|AC table|  count times  | first | last| high bit| low bit|
   * |   1   |  | 1  |    4    |   4    |               |   1   |  1  |    4    |   4    |
   * +-------+  +----+---------+--------+               +-------+-----+---------+--------+
   * </pre>
   */
  @Nullable JpegFault scan(byte[] body, int length) {
    if (!hasFrame()) {
      return JpegFault.NO_FRAME_HEADER;
    }
    int count = u8(body, 0);
    boolean fits = count > 0 && length == SCAN_FIXED + SCAN_PER_COMPONENT * count;
    if (!fits || count > components) {
      return JpegFault.BAD_SCAN;
    }
    if (++scans > JpegScan.MAX_SCANS) {
      return JpegFault.TOO_MANY_SCANS;
    }
    int first = u8(body, length - 3);
    int last = u8(body, length - 2);
    int bits = u8(body, length - 1);
    if (progressive && !isProgression(count, first, last, bits)) {
      return JpegFault.BAD_SCAN;
    }
    boolean refines = progressive && bits >> 4 != 0;
    boolean needsDc = !progressive || (first == 0 && !refines);
    boolean needsAc = !progressive || first > 0;
    return scanComponents(body, count, needsDc, needsAc);
  }

  private @Nullable JpegFault scanComponents(
      byte[] body, int count, boolean needsDc, boolean needsAc) {
    int blocks = 0;
    int inThisScan = 0;
    for (int i = 0; i < count; i++) {
      int component = componentOf(u8(body, 1 + SCAN_PER_COMPONENT * i));
      if (component < 0 || (inThisScan & 1 << component) != 0) {
        return JpegFault.BAD_SCAN;
      }
      inThisScan |= 1 << component;
      blocks += blocksInMcu[component];
      int tables = u8(body, 2 + SCAN_PER_COMPONENT * i);
      if (!has(quantisationTables, quantisation[component])
          || (needsDc && !has(dcTables, tables >> 4))
          || (needsAc && !has(acTables, tables & 0x0F))) {
        return JpegFault.MISSING_TABLE;
      }
    }
    boolean again = !progressive && (painted & inThisScan) != 0;
    if (again || (count > 1 && blocks > MAX_BLOCKS_IN_MCU)) {
      return JpegFault.BAD_SCAN;
    }
    painted |= needsDc ? inThisScan : 0;
    return null;
  }

  /** The rules of T.81 G.1.1.1.1: DC and AC coefficients apart, AC of one component at a time. */
  private static boolean isProgression(int count, int first, int last, int bits) {
    int high = bits >> 4;
    int low = bits & 0x0F;
    boolean band = first == 0 ? last == 0 : count == 1 && first <= last && last <= LAST_COEFFICIENT;
    return band && low <= MAX_BIT_POSITION && (high == 0 || high - 1 == low);
  }

  /** Called at the end marker: is all there that the frame header promised? */
  @Nullable JpegFault end(long entropyBytes) {
    if (!hasFrame()) {
      return JpegFault.NO_FRAME_HEADER;
    }
    if (scans == 0) {
      return JpegFault.NO_SCAN;
    }
    boolean all = painted == (1 << components) - 1;
    return all && entropyBytes * 8 >= leastBits ? null : JpegFault.TOO_LITTLE_DATA;
  }

  private int componentOf(int id) {
    for (int i = 0; i < components; i++) {
      if (ids[i] == id) {
        return i;
      }
    }
    return -1;
  }

  private static boolean has(int tables, int number) {
    return number < TABLES && (tables & 1 << number) != 0;
  }

  private static int ceilDiv(int dividend, int divisor) {
    return (dividend + divisor - 1) / divisor;
  }

  private static int u8(byte[] bytes, int at) {
    return bytes[at] & 0xFF;
  }

  private static int u16(byte[] bytes, int at) {
    return u8(bytes, at) << 8 | u8(bytes, at + 1);
  }
}
