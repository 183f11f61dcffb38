package io.camrelay.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class JpegFaultTest {

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("faulty")
  void namesWhatIsWrong(JpegFault expected, String what, byte[] frame) {
    JpegVerdict verdict = JpegScanTest.scan(frame);
    assertThat(verdict).isInstanceOf(JpegVerdict.Faulty.class);
    assertThat(((JpegVerdict.Faulty) verdict).fault()).as(what).isEqualTo(expected);
  }

  @Test
  void everyFaultHasAnExample() {
    EnumSet<JpegFault> shown = EnumSet.noneOf(JpegFault.class);
    faulty().forEach(example -> shown.add((JpegFault) example.get()[0]));
    assertThat(shown).containsExactlyInAnyOrder(JpegFault.values());
  }

  @ParameterizedTest
  @EnumSource(JpegFault.class)
  void hintsAreSentencesThatAnyMonitorCanShow(JpegFault fault) {
    assertThat(fault.hint()).endsWith(".").hasSizeBetween(40, 200);
    assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(fault.hint())).isTrue();
  }

  @Test
  void hintsNameTheLimitsAsTheyAre() {
    assertThat(JpegFault.TOO_MANY_PIXELS.hint())
        .contains(JpegScan.MAX_SIDE + " pixels", JpegScan.MAX_PIXELS / 1_000_000 + " million");
    assertThat(JpegFault.TOO_MANY_SCANS.hint()).contains(JpegScan.MAX_SCANS + " times");
    assertThat(JpegFault.TOO_MUCH_AFTER_END.hint())
        .contains(JpegScan.MAX_BYTES_AFTER_END / 1024 + " KB");
  }

  @Test
  void picturesAtTheLimitsAreNoFault() {
    int height = JpegScan.MAX_PIXELS / JpegScan.MAX_SIDE;
    byte[] data = new byte[(JpegScan.MAX_SIDE / 8) * ((height + 7) / 8) / 4];
    byte[] largest = picture(JpegScan.MAX_SIDE, height).raw(data).end().toBytes();
    assertThat(JpegScanTest.scan(largest).kind()).isEqualTo(JpegVerdict.Kind.SOUND);
    assertThat(JpegScanTest.scan(scans(JpegScan.MAX_SCANS)).kind())
        .isEqualTo(JpegVerdict.Kind.SOUND);
  }

  static Stream<Arguments> faulty() {
    return Stream.of(starts(), tables(), frames(), scans(), ends()).flatMap(List::stream);
  }

  private static List<Arguments> starts() {
    return List.of(
        example(JpegFault.EMPTY, "no byte", new JpegBytes()),
        example(JpegFault.NO_START_MARKER, "PNG", new JpegBytes().hex("89504E47")),
        example(JpegFault.NO_START_MARKER, "half a marker", new JpegBytes().hex("FF")),
        example(JpegFault.NO_START_MARKER, "end first", new JpegBytes().end()),
        example(
            JpegFault.BAD_SEGMENT, "no marker after the start", new JpegBytes().soi().hex("00")),
        example(JpegFault.BAD_SEGMENT, "two starts", new JpegBytes().soi().soi()),
        example(JpegFault.BAD_SEGMENT, "stuffing in the head", new JpegBytes().soi().hex("FF00")),
        example(JpegFault.BAD_SEGMENT, "reserved marker", new JpegBytes().soi().hex("FF3F")),
        example(JpegFault.BAD_SEGMENT, "restart in the head", new JpegBytes().soi().hex("FFD3")),
        example(JpegFault.BAD_SEGMENT, "length 1", new JpegBytes().soi().hex("FFE0 0001")),
        example(JpegFault.NO_FRAME_HEADER, "start and end only", new JpegBytes().soi().end()),
        example(JpegFault.NO_FRAME_HEADER, "cut in the head", new JpegBytes().soi().hex("FFE0")));
  }

  private static List<Arguments> tables() {
    return List.of(
        example(JpegFault.BAD_SEGMENT, "restart interval of 3", segment(0xDD, 3)),
        example(JpegFault.BAD_SEGMENT, "no quantisation table", segment(0xDB, 0)),
        example(JpegFault.BAD_SEGMENT, "short quantisation table", segment(0xDB, 64)),
        example(JpegFault.BAD_SEGMENT, "16-bit table in 65 bytes", segment(0xDB, 65, 0x10)),
        example(JpegFault.BAD_SEGMENT, "quantisation table 4", segment(0xDB, 65, 0x04)),
        example(JpegFault.BAD_SEGMENT, "precision 2", segment(0xDB, 193, 0x20)),
        example(JpegFault.BAD_SEGMENT, "short Huffman head", segment(0xC4, 16)),
        example(JpegFault.BAD_SEGMENT, "fewer values than codes", segment(0xC4, 19, 0, 1, 2)),
        example(JpegFault.BAD_SEGMENT, "Huffman table 4", segment(0xC4, 18, 0x04, 1)),
        example(JpegFault.BAD_SEGMENT, "Huffman class 2", segment(0xC4, 18, 0x20, 1)),
        example(JpegFault.BAD_SEGMENT, "257 values", segment(0xC4, 274, 0, 255, 2)),
        example(
            JpegFault.MISSING_TABLE,
            "no quantisation table",
            new JpegBytes().soi().huffmanTables().frame(0xC0, 8, 8, 1).scan(1)),
        example(
            JpegFault.MISSING_TABLE,
            "no DC table",
            new JpegBytes()
                .soi()
                .quantisationTable()
                .huffmanTable(0x10)
                .frame(0xC0, 8, 8, 1)
                .scan(1)),
        example(
            JpegFault.MISSING_TABLE,
            "no AC table",
            new JpegBytes()
                .soi()
                .quantisationTable()
                .huffmanTable(0)
                .frame(0xC0, 8, 8, 1)
                .scan(1)));
  }

  private static List<Arguments> frames() {
    int beyond = JpegScan.MAX_SIDE + 1;
    int tall = JpegScan.MAX_PIXELS / JpegScan.MAX_SIDE + 1;
    return List.of(
        example(JpegFault.BAD_DIMENSIONS, "no width", framed(0xC0, 0, 8, 1)),
        example(JpegFault.BAD_DIMENSIONS, "height comes later", framed(0xC0, 8, 0, 1)),
        example(JpegFault.TOO_MANY_PIXELS, "too wide", framed(0xC0, beyond, 1, 1)),
        example(JpegFault.TOO_MANY_PIXELS, "too high", framed(0xC2, 1, beyond, 1)),
        example(JpegFault.TOO_MANY_PIXELS, "too many", framed(0xC0, JpegScan.MAX_SIDE, tall, 1)),
        example(JpegFault.TOO_MANY_PIXELS, "a bomb", framed(0xC2, 65_500, 65_500, 3)),
        example(JpegFault.UNSUPPORTED_CODING, "lossless", framed(0xC3, 8, 8, 1)),
        example(JpegFault.UNSUPPORTED_CODING, "hierarchical", framed(0xC5, 8, 8, 1)),
        example(JpegFault.UNSUPPORTED_CODING, "arithmetic", framed(0xC9, 8, 8, 1)),
        example(JpegFault.UNSUPPORTED_CODING, "arithmetic tables", segment(0xCC, 2)),
        example(JpegFault.UNSUPPORTED_CODING, "number of lines", segment(0xDC, 2)),
        example(JpegFault.UNSUPPORTED_CODING, "12 bits", frameBody("0C 0008 0008 01 01 11 00")),
        example(JpegFault.UNSUPPORTED_CODING, "two components", framed(0xC0, 8, 8, 2)),
        example(JpegFault.BAD_SEGMENT, "no component", framed(0xC0, 8, 8, 0)),
        example(JpegFault.BAD_SEGMENT, "five components", framed(0xC0, 8, 8, 5)),
        example(
            JpegFault.BAD_SEGMENT, "longer than its count", frameBody("08 0008 0008 01 01110000")),
        example(JpegFault.BAD_SEGMENT, "sampling 0", frameBody("08 0008 0008 01 01 01 00")),
        example(JpegFault.BAD_SEGMENT, "sampling 5", frameBody("08 0008 0008 01 01 51 00")),
        example(JpegFault.BAD_SEGMENT, "table 4", frameBody("08 0008 0008 01 01 11 04")),
        example(
            JpegFault.BAD_SEGMENT,
            "one id twice",
            frameBody("08 0008 0008 03 011100 021100 011100")),
        example(
            JpegFault.BAD_SEGMENT,
            "two frame headers",
            framed(0xC0, 8, 8, 1).frame(0xC0, 8, 8, 1)));
  }

  private static List<Arguments> scans() {
    JpegBytes progressive = framed(0xC2, 8, 8, 3);
    return List.of(
        example(JpegFault.NO_FRAME_HEADER, "scan before frame", JpegBytes.begun().scan(1)),
        example(JpegFault.NO_SCAN, "end before scan", framed(0xC0, 8, 8, 1).end()),
        example(JpegFault.NO_SCAN, "cut before scan", framed(0xC0, 8, 8, 1)),
        example(JpegFault.BAD_SCAN, "unknown component", framed(0xC0, 8, 8, 1).scan(9)),
        example(JpegFault.BAD_SCAN, "a component twice", framed(0xC0, 8, 8, 3).scan(1, 1)),
        example(JpegFault.BAD_SCAN, "more than there are", framed(0xC0, 8, 8, 1).scan(1, 2)),
        example(JpegFault.BAD_SCAN, "painted again", JpegBytes.unended().scan(1)),
        example(
            JpegFault.BAD_SCAN,
            "no component",
            framed(0xC0, 8, 8, 1).hex("FFDA0008 00 0100003F00")),
        example(
            JpegFault.BAD_SCAN,
            "11 blocks at once",
            JpegBytes.begun().hex("FFC00011 08 0008 0008 03 012200 022200 031300").scan(1, 2, 3)),
        example(
            JpegFault.BAD_SEGMENT, "short scan header", framed(0xC0, 8, 8, 1).hex("FFDA000500")),
        example(JpegFault.BAD_SCAN, "DC and AC at once", copy(progressive).pass(0, 5, 0, 1)),
        example(JpegFault.BAD_SCAN, "AC of three", copy(progressive).pass(1, 5, 0, 1, 2, 3)),
        example(JpegFault.BAD_SCAN, "band turned round", copy(progressive).pass(6, 5, 0, 1)),
        example(JpegFault.BAD_SCAN, "coefficient 64", copy(progressive).pass(1, 64, 0, 1)),
        example(JpegFault.BAD_SCAN, "bit 14", copy(progressive).pass(1, 5, 14, 1)),
        example(JpegFault.BAD_SCAN, "two bits at once", copy(progressive).pass(1, 5, 0x31, 1)),
        example(JpegFault.TOO_MANY_SCANS, "101", scans(JpegScan.MAX_SCANS + 1)),
        example(JpegFault.TOO_MANY_SCANS, "80 000", scans(80_000)));
  }

  private static List<Arguments> ends() {
    byte[] sound = JpegBytes.unended().end().toBytes();
    byte[] tooLong = Arrays.copyOf(sound, sound.length + JpegScan.MAX_BYTES_AFTER_END + 1);
    return List.of(
        example(JpegFault.NO_END_MARKER, "no end", JpegBytes.unended()),
        example(JpegFault.NO_END_MARKER, "half an end", JpegBytes.unended().hex("FF")),
        example(JpegFault.BAD_SEGMENT, "start within the data", JpegBytes.unended().soi()),
        example(JpegFault.BAD_SEGMENT, "reserved within", JpegBytes.unended().hex("FF02")),
        example(JpegFault.TOO_LITTLE_DATA, "no data", picture(8, 8).end()),
        example(JpegFault.TOO_LITTLE_DATA, "a row short", picture(80, 80).raw(new byte[24]).end()),
        example(
            JpegFault.TOO_LITTLE_DATA,
            "a component short",
            framed(0xC0, 8, 8, 3).scan(1, 2).raw(new byte[9]).end()),
        example(JpegFault.TOO_MUCH_AFTER_END, "a film", new JpegBytes().raw(tooLong)));
  }

  private static Arguments example(JpegFault fault, String what, JpegBytes frame) {
    return Arguments.of(fault, what, frame.toBytes());
  }

  private static Arguments example(JpegFault fault, String what, byte[] frame) {
    return Arguments.of(fault, what, frame);
  }

  private static JpegBytes copy(JpegBytes from) {
    return new JpegBytes().raw(from.toBytes());
  }

  private static JpegBytes framed(int code, int width, int height, int components) {
    return JpegBytes.begun().frame(code, width, height, components);
  }

  /** A grey picture whose data is still to come: at least a quarter byte a block. */
  private static JpegBytes picture(int width, int height) {
    return framed(0xC0, width, height, 1).scan(1);
  }

  private static JpegBytes frameBody(String hex) {
    String body = hex.replace(" ", "");
    return JpegBytes.begun().hex("FFC0%04X".formatted(2 + body.length() / 2)).hex(body);
  }

  private static JpegBytes segment(int code, int bodyLength, int... first) {
    byte[] body = new byte[bodyLength];
    for (int i = 0; i < first.length; i++) {
      body[i] = (byte) first[i];
    }
    return new JpegBytes().soi().segment(code, body);
  }

  /** A progressive picture that paints the same band over and over. */
  private static byte[] scans(int count) {
    JpegBytes picture = framed(0xC2, 8, 8, 1).pass(0, 0, 0, 1).hex("2A");
    for (int i = 1; i < count; i++) {
      picture.pass(1, 63, 0, 1).hex("2A");
    }
    return picture.end().toBytes();
  }
}
