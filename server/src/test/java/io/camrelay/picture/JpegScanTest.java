package io.camrelay.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class JpegScanTest {

  @Test
  void tellsTheFormOfABaselinePictureInColour() {
    byte[] photo = TestJpegs.photo(160, 120);
    assertThat(scan(photo))
        .isEqualTo(new JpegVerdict.Sound(160, 120, 3, false, 1, photo.length, 0));
  }

  @Test
  void tellsTheFormOfAGreyPicture() {
    byte[] grey = TestJpegs.grey(33, 7);
    assertThat(scan(grey)).isEqualTo(new JpegVerdict.Sound(33, 7, 1, false, 1, grey.length, 0));
  }

  @Test
  void tellsTheFormOfAProgressivePictureOfSeveralScans() {
    byte[] progressive = TestJpegs.progressive(64, 48);
    JpegVerdict.Sound sound = (JpegVerdict.Sound) scan(progressive);
    assertThat(sound.progressive()).isTrue();
    assertThat(sound.scans()).isGreaterThan(3);
    assertThat(sound.length()).isEqualTo(progressive.length);
  }

  @Test
  void takesAHandmadePictureForSound() {
    byte[] picture = JpegBytes.unended().end().toBytes();
    assertThat(scan(picture))
        .isEqualTo(new JpegVerdict.Sound(8, 8, 1, false, 1, picture.length, 0));
  }

  @Test
  void passesOverFillBytesStuffingAndRestartMarkers() {
    byte[] picture =
        JpegBytes.begun()
            .segment(0xDD, new byte[] {0, 1})
            .hex("FF FF FF FE 0002")
            .frame(0xC1, 8, 8, 1)
            .scan(1)
            .hex("2A FF00 FFD0 17 FFD7 FFFF00 31 FFFFFF D9")
            .toBytes();
    assertThat(scan(picture).kind()).isEqualTo(JpegVerdict.Kind.SOUND);
  }

  @Test
  void countsOnlyTheOuterPictureOfOneWithAThumbnail() {
    byte[] thumbnail = TestJpegs.photo(16, 16);
    byte[] picture =
        new JpegBytes()
            .soi()
            .segment(0xE1, thumbnail)
            .segment(0xFE, thumbnail)
            .raw(tail(JpegBytes.unended().end().toBytes(), 2))
            .toBytes();
    assertThat(scan(picture))
        .isEqualTo(new JpegVerdict.Sound(8, 8, 1, false, 1, picture.length, 0));
  }

  @Test
  void takesAPictureWhoseComponentsComeInScansOfTheirOwn() {
    byte[] picture =
        JpegBytes.begun()
            .frame(0xC0, 8, 8, 3)
            .scan(2)
            .hex("2A")
            .huffmanTables()
            .scan(3)
            .hex("2A")
            .scan(1)
            .hex("2A")
            .end()
            .toBytes();
    assertThat(scan(picture))
        .isEqualTo(new JpegVerdict.Sound(8, 8, 3, false, 3, picture.length, 0));
  }

  @Test
  void keepsCountOfWhatFollowsTheEndMarker() {
    byte[] picture = JpegBytes.unended().end().toBytes();
    byte[] padded = Arrays.copyOf(picture, picture.length + JpegScan.MAX_BYTES_AFTER_END);
    assertThat(scan(padded))
        .isEqualTo(
            new JpegVerdict.Sound(8, 8, 1, false, 1, picture.length, JpegScan.MAX_BYTES_AFTER_END));
  }

  @Test
  void refusesTheFirstByteTooManyAfterTheEndMarker() {
    byte[] picture = JpegBytes.unended().end().toBytes();
    int tooLong = picture.length + JpegScan.MAX_BYTES_AFTER_END + 1;
    assertThat(scan(Arrays.copyOf(picture, tooLong + 500)))
        .isEqualTo(new JpegVerdict.Faulty(JpegFault.TOO_MUCH_AFTER_END, tooLong));
  }

  @Test
  void knowsAFaultBeforeTheRestHasCome() {
    JpegScan scan = new JpegScan();
    byte[] head = JpegBytes.begun().frame(0xC0, 65_500, 65_500, 3).toBytes();
    scan.accept(head, 0, head.length - 1);
    assertThat(scan.faultSoFar()).isNull();
    scan.accept(head, head.length - 1, 1);
    assertThat(scan.faultSoFar()).isEqualTo(JpegFault.TOO_MANY_PIXELS);
  }

  @Test
  void staysWithItsFirstFault() {
    JpegScan scan = new JpegScan();
    byte[] text = "hello".getBytes(StandardCharsets.US_ASCII);
    scan.accept(text, 0, text.length);
    byte[] photo = TestJpegs.photo(8, 8);
    scan.accept(photo, 0, photo.length);
    assertThat(scan.finish()).isEqualTo(new JpegVerdict.Faulty(JpegFault.NO_START_MARKER, 1));
  }

  @Test
  void readsArrayBackedAndDirectBuffersAlikeAndLeavesTheirPosition() {
    byte[] photo = TestJpegs.photo(200, 150);
    ByteBuffer direct = ByteBuffer.allocateDirect(photo.length + 5);
    ByteBuffer heap = ByteBuffer.wrap(new byte[photo.length + 9], 3, photo.length + 5).slice();
    for (ByteBuffer buffer : new ByteBuffer[] {direct, heap, heap.asReadOnlyBuffer()}) {
      if (!buffer.isReadOnly()) {
        buffer.position(5).put(photo);
      }
      buffer.position(5).limit(5 + photo.length);
      JpegScan scan = new JpegScan();
      scan.accept(buffer);
      assertThat(scan.finish()).isEqualTo(scan(photo));
      assertThat(buffer.position()).isEqualTo(5);
    }
  }

  @Test
  void refusesASliceBeyondTheArray() {
    JpegScan scan = new JpegScan();
    assertThatThrownBy(() -> scan.accept(new byte[4], 2, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  static JpegVerdict scan(byte[] frame) {
    JpegScan scan = new JpegScan();
    scan.accept(frame, 0, frame.length);
    return scan.finish();
  }

  private static byte[] tail(byte[] bytes, int from) {
    return Arrays.copyOfRange(bytes, from, bytes.length);
  }
}
