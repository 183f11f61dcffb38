package io.camrelay.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.camrelay.picture.PictureFacts.ColourShare;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PictureReaderTest {

  private static final int MUTATIONS = 1_000;

  @Test
  void measuresAPlainPicture() {
    PictureFacts facts = facts(TestJpegs.plain(320, 240, Color.GRAY));
    assertThat(facts.width()).isEqualTo(320);
    assertThat(facts.height()).isEqualTo(240);
    assertThat(facts.brightness()).isCloseTo(128, within(1.0));
    assertThat(facts.contrast()).isLessThan(1);
    assertThat(facts.sharpness()).isLessThan(1);
    assertThat(facts.colours()).containsExactly(new ColourShare(NamedColour.GREY, 1.0));
    assertThat(facts.damaged()).isFalse();
  }

  @Test
  void measuresAPictureThatIsHalfBlackAndHalfWhite() {
    PictureFacts facts = facts(TestJpegs.encode(halves(320, 240), false));
    assertThat(facts.brightness()).isCloseTo(127.5, within(1.0));
    assertThat(facts.contrast()).isCloseTo(127.5, within(1.0));
    assertThat(facts.tooDark()).isCloseTo(0.5, within(0.01));
    assertThat(facts.tooBright()).isCloseTo(0.5, within(0.01));
    assertThat(facts.colours())
        .extracting(ColourShare::colour)
        .containsExactlyInAnyOrder(NamedColour.BLACK, NamedColour.WHITE);
  }

  @ParameterizedTest
  @EnumSource(NamedColour.class)
  void namesEachColourOfItsPalette(NamedColour colour) {
    PictureFacts facts = facts(TestJpegs.plain(64, 64, new Color(colour.rgb())));
    assertThat(facts.colours().get(0).colour()).isEqualTo(colour);
    assertThat(facts.colours().get(0).share()).isGreaterThan(0.9);
  }

  @Test
  void saysWhenAPictureHasNoColour() {
    assertThat(facts(TestJpegs.grey(40, 30)).grey()).isTrue();
    assertThat(facts(TestJpegs.photo(40, 30)).grey()).isFalse();
  }

  @Test
  void findsTheSamePictureSharperThanItsBlurredSelf() {
    PictureFacts sharp = facts(TestJpegs.encode(stripes(800, 600, 16), false));
    PictureFacts blurred = facts(TestJpegs.encode(waves(800, 600, 64), false));
    assertThat(sharp.sharpness()).isGreaterThan(4 * blurred.sharpness());
  }

  @Test
  void measuresSharpnessAlikeInEveryFrameSize() {
    double uxga = facts(TestJpegs.encode(waves(1600, 1200, 80), false)).sharpness();
    double svga = facts(TestJpegs.encode(waves(800, 600, 40), false)).sharpness();
    double vga = facts(TestJpegs.encode(waves(640, 480, 32), false)).sharpness();
    assertThat(svga).isCloseTo(uxga, within(uxga * 0.25));
    assertThat(vga).isCloseTo(uxga, within(uxga * 0.25));
  }

  @Test
  void readsBaselineAndProgressiveAlike() {
    PictureFacts baseline = facts(TestJpegs.photo(320, 240));
    PictureFacts progressive = facts(TestJpegs.progressive(320, 240));
    assertThat(progressive.brightness()).isCloseTo(baseline.brightness(), within(0.5));
    assertThat(progressive.sharpness())
        .isCloseTo(baseline.sharpness(), within(baseline.sharpness() * 0.05));
  }

  @Test
  void readsThePictureOfASinglePixel() {
    PictureFacts facts = facts(TestJpegs.plain(1, 1, Color.WHITE));
    assertThat(facts.brightness()).isCloseTo(255, within(1.0));
    assertThat(facts.sharpness()).isZero();
  }

  @Test
  void decodesNoMoreThanItsBound() {
    assertThat(step(800, 600)).isEqualTo(1);
    assertThat(step(1600, 1200)).isEqualTo(2);
    for (int[] size : new int[][] {{8000, 3125}, {1, 8000}, {8000, 63}, {2592, 1944}}) {
      int step = step(size[0], size[1]);
      long pixels = (long) Math.ceil((double) size[0] / step) * ((size[1] + step - 1) / step);
      assertThat(pixels).isLessThanOrEqualTo(PictureReader.MAX_DECODED_PIXELS);
    }
  }

  @Test
  void refusesALargePictureInSeveralScansBeforeItDecodesIt() {
    int side = (int) Math.sqrt(JpegDecoder.MAX_PIXELS_IN_SEVERAL_SCANS) + 1;
    byte[] large =
        JpegBytes.begun()
            .frame(0xC2, side, side, 1)
            .pass(0, 0, 0, 1)
            .raw(new byte[side * side / 64])
            .pass(1, 63, 0, 1)
            .raw(new byte[9])
            .end()
            .toBytes();
    assertThat(JpegScanTest.scan(large).kind()).isEqualTo(JpegVerdict.Kind.SOUND);
    assertThat(reading(large))
        .isInstanceOfSatisfying(
            PictureReading.Unreadable.class,
            unreadable -> assertThat(unreadable.reason()).contains("4 million", "baseline"));
  }

  @Test
  void tellsTheFaultOfWhatIsNoJpeg() {
    byte[] half = Arrays.copyOf(TestJpegs.photo(64, 64), 500);
    assertThat(reading(half))
        .isInstanceOfSatisfying(
            PictureReading.Unreadable.class,
            unreadable -> assertThat(unreadable.reason()).isEqualTo(verdict(half).fault().hint()));
  }

  @Test
  void tellsThatColoursForPrintersAreNotDecoded() {
    byte[] cmyk =
        JpegBytes.begun().frame(0xC0, 8, 8, 4).scan(1, 2, 3, 4).raw(new byte[4]).end().toBytes();
    assertThat(reading(cmyk)).isInstanceOf(PictureReading.Unreadable.class);
  }

  @Test
  void noticesDamageThatTheDecoderPaintsOver() {
    byte[] photo = TestJpegs.photo(160, 120);
    Arrays.fill(photo, photo.length / 2, photo.length - 200, (byte) 0x55);
    assertThat(facts(photo).damaged()).isTrue();
  }

  @Test
  void passesOnWhatTheStoreFailedWith() {
    byte[] photo = TestJpegs.photo(160, 120);
    for (int broken = 0; broken < 2; broken++) {
      FrameSource frame = new BreakingFrame(photo, broken);
      assertThatThrownBy(() -> PictureReader.read(frame))
          .isInstanceOf(IOException.class)
          .hasMessage("disk gone");
    }
  }

  @Test
  void neverThrowsOnDamagedPictures() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    byte[][] pictures = {
      TestJpegs.photo(48, 40), TestJpegs.grey(20, 20), TestJpegs.progressive(24, 24)
    };
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] damaged = pictures[i % pictures.length].clone();
      for (int change = random.nextInt(6); change >= 0; change--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      try {
        assertThat(PictureReader.read(frame(damaged))).isNotNull();
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", mutation " + i, e);
      }
    }
  }

  private static int step(int width, int height) {
    return JpegDecoder.step(width, height, PictureReader.MAX_DECODED_PIXELS);
  }

  static FrameSource frame(byte[] bytes) {
    return new BreakingFrame(bytes, Integer.MAX_VALUE);
  }

  static PictureFacts facts(byte[] bytes) {
    PictureReading reading = reading(bytes);
    assertThat(reading).isInstanceOf(PictureReading.Read.class);
    return ((PictureReading.Read) reading).facts();
  }

  private static PictureReading reading(byte[] bytes) {
    try {
      return PictureReader.read(frame(bytes));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static JpegVerdict.Faulty verdict(byte[] bytes) {
    return (JpegVerdict.Faulty) JpegScanTest.scan(bytes);
  }

  private static BufferedImage halves(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = width / 2; x < width; x++) {
        image.setRGB(x, y, 0xFFFFFF);
      }
    }
    return image;
  }

  private static BufferedImage stripes(int width, int height, int period) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, x / (period / 2) % 2 == 0 ? 0x202020 : 0xE0E0E0);
      }
    }
    return image;
  }

  private static BufferedImage waves(int width, int height, int period) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double wave = Math.sin(2 * Math.PI * x / period) + Math.sin(2 * Math.PI * y / period);
        int grey = (int) (128 + 50 * wave);
        image.setRGB(x, y, grey << 16 | grey << 8 | grey);
      }
    }
    return image;
  }

  /** A frame that can be opened so many times before its store breaks in the middle of it. */
  private static final class BreakingFrame implements FrameSource {

    private static final InputStream GONE =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("disk gone");
          }

          @Override
          public int read(byte[] into, int offset, int count) throws IOException {
            return read();
          }
        };

    private final byte[] bytes;
    private int left;

    BreakingFrame(byte[] bytes, int soundReads) {
      this.bytes = bytes;
      this.left = soundReads;
    }

    @Override
    public int length() {
      return bytes.length;
    }

    @Override
    public InputStream open() {
      return new SequenceInputStream(
          new ByteArrayInputStream(bytes, 0, 100),
          left-- > 0 ? new ByteArrayInputStream(bytes, 100, bytes.length - 100) : GONE);
    }
  }
}
