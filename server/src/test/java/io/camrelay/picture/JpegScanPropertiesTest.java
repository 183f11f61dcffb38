package io.camrelay.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What must hold of any bytes, however they are cut. */
class JpegScanPropertiesTest {

  private static final int MUTATIONS = 1_000;

  private final List<byte[]> pictures =
      List.of(
          TestJpegs.photo(48, 40),
          TestJpegs.grey(17, 9),
          TestJpegs.progressive(24, 24),
          JpegBytes.unended().end().hex("00 FFD8 FF").toBytes());

  @Test
  void givesTheSameVerdictForEverySplitInTwo() {
    for (byte[] picture : pictures) {
      JpegVerdict whole = JpegScanTest.scan(picture);
      for (int split = 0; split <= picture.length; split++) {
        JpegScan scan = new JpegScan();
        scan.accept(picture, 0, split);
        scan.accept(picture, split, picture.length - split);
        assertThat(scan.finish()).as("split at %d", split).isEqualTo(whole);
      }
    }
  }

  @Test
  void givesTheSameVerdictByteByByte() {
    for (byte[] picture : pictures) {
      assertThat(byteByByte(picture)).isEqualTo(JpegScanTest.scan(picture));
    }
  }

  @Test
  void findsAFaultWhereverThePictureIsCut() {
    for (byte[] picture : pictures) {
      long end = ((JpegVerdict.Sound) JpegScanTest.scan(picture)).length();
      for (int length = 0; length < end; length++) {
        JpegVerdict cut = JpegScanTest.scan(Arrays.copyOf(picture, length));
        assertThat(cut.kind()).as("cut at %d", length).isEqualTo(JpegVerdict.Kind.FAULTY);
      }
    }
  }

  @Test
  void mayBeAskedForItsVerdictAtAnyTimeWithoutLosingItsPlace() {
    byte[] picture = pictures.get(0);
    JpegScan scan = new JpegScan();
    for (int i = 0; i < picture.length; i++) {
      assertThat(scan.finish().kind()).isEqualTo(JpegVerdict.Kind.FAULTY);
      scan.accept(picture, i, 1);
    }
    assertThat(scan.finish().kind()).isEqualTo(JpegVerdict.Kind.SOUND);
  }

  @Test
  void comesToTheSameVerdictOnDamagedBytesHoweverTheyAreCut() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] damaged = damaged(pictures.get(i % pictures.size()), random);
      JpegVerdict whole = JpegScanTest.scan(damaged);
      assertThat(byteByByte(damaged)).as("seed %d, mutation %d", seed, i).isEqualTo(whole);
      assertThat(inRandomSlices(damaged, random))
          .as("seed %d, mutation %d", seed, i)
          .isEqualTo(whole);
    }
  }

  private static byte[] damaged(byte[] picture, Random random) {
    byte[] damaged = picture.clone();
    int changes = 1 + random.nextInt(8);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(damaged.length);
      switch (random.nextInt(4)) {
        case 0 -> damaged[at] = (byte) random.nextInt();
        case 1 -> damaged[at] = (byte) 0xFF;
        case 2 -> damaged = Arrays.copyOf(damaged, at + 1);
        default -> {
          int from = random.nextInt(damaged.length);
          int count = random.nextInt(damaged.length - Math.max(at, from));
          System.arraycopy(picture, from, damaged, at, count);
        }
      }
    }
    return damaged;
  }

  private static JpegVerdict byteByByte(byte[] frame) {
    JpegScan scan = new JpegScan();
    for (int i = 0; i < frame.length; i++) {
      scan.accept(frame, i, 1);
    }
    return scan.finish();
  }

  private static JpegVerdict inRandomSlices(byte[] frame, Random random) {
    JpegScan scan = new JpegScan();
    int at = 0;
    while (at < frame.length) {
      int count = random.nextInt(Math.min(100, frame.length - at) + 1);
      scan.accept(frame, at, count);
      at += count;
    }
    return scan.finish();
  }
}
