package io.camrelay.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureFitTest {

  @ParameterizedTest
  @CsvSource({
    "1600, 1200, 1024, 768, 1024, 768",
    "1600, 1200, 768, 768, 768, 576",
    "1280, 720, 512, 512, 512, 288",
    "240, 240, 100, 400, 100, 100",
    "1600, 1200, 1600, 1199, 1599, 1199",
    "320, 240, 1, 1, 1, 1"
  })
  void makesAPictureThatFitsAndKeepsItsShape(
      int width, int height, int boxWidth, int boxHeight, int fittedWidth, int fittedHeight)
      throws IOException {
    Fit.Fitted fitted = fitted(TestJpegs.photo(width, height), boxWidth, boxHeight);
    assertThat(fitted.width()).isEqualTo(fittedWidth);
    assertThat(fitted.height()).isEqualTo(fittedHeight);
    assertThat(JpegScanTest.scan(fitted.open().readAllBytes()))
        .isEqualTo(
            new JpegVerdict.Sound(fittedWidth, fittedHeight, 3, false, 1, fitted.length(), 0));
  }

  @ParameterizedTest
  @CsvSource({"320, 240", "321, 4000", "8000, 8000"})
  void neverEnlargesAPictureNorTouchesOneThatFits(int width, int height) throws IOException {
    assertThat(PictureFit.to(frame(TestJpegs.photo(320, 240)), width, height, 85).kind())
        .isEqualTo(Fit.Kind.AS_IT_IS);
  }

  @Test
  void makesTheSameBytesOfTheSameFrame() throws IOException {
    byte[] photo = TestJpegs.photo(800, 600);
    Fit.Fitted first = fitted(photo, 512, 512);
    Fit.Fitted second = fitted(photo, 512, 512);
    assertThat(second.open().readAllBytes()).isEqualTo(first.open().readAllBytes());
    assertThat(second.crc32()).isEqualTo(first.crc32());
    assertThat(fitted(photo, 400, 400).crc32()).isNotEqualTo(first.crc32());
  }

  @Test
  void keepsWhatIsToBeSeen() throws IOException {
    byte[] photo = SamplePhotos.all().get(0).bytes();
    PictureFacts before = PictureReaderTest.facts(photo);
    PictureFacts after = PictureReaderTest.facts(fitted(photo, 768, 768).open().readAllBytes());
    assertThat(after.brightness()).isCloseTo(before.brightness(), within(1.0));
    assertThat(after.contrast()).isCloseTo(before.contrast(), within(1.0));
    assertThat(after.fingerprint().distance(before.fingerprint())).isLessThanOrEqualTo(1);
  }

  @Test
  void leavesAPictureWithoutColourGrey() throws IOException {
    Fit.Fitted fitted = fitted(TestJpegs.grey(200, 200), 50, 50);
    assertThat(PictureReaderTest.facts(fitted.open().readAllBytes()).grey()).isTrue();
  }

  @Test
  void tellsWhatIsWrongWithAFrameThatIsNoPicture() throws IOException {
    byte[] half = Arrays.copyOf(TestJpegs.photo(640, 480), 4000);
    assertThat(PictureFit.to(frame(half), 10, 10, 85))
        .isEqualTo(new Fit.Unreadable(JpegFault.NO_END_MARKER.hint()));
  }

  @Test
  void refusesABoxThatNothingFitsInto() {
    FrameSource frame = frame(TestJpegs.photo(64, 64));
    assertThatThrownBy(() -> PictureFit.to(frame, 0, 10, 85)).hasMessageContaining("0x10");
  }

  static Fit.Fitted fitted(byte[] jpeg, int width, int height) throws IOException {
    Fit fit = PictureFit.to(frame(jpeg), width, height, Preparation.DEFAULT_QUALITY);
    assertThat(fit).isInstanceOf(Fit.Fitted.class);
    return (Fit.Fitted) fit;
  }

  private static FrameSource frame(byte[] bytes) {
    return PictureReaderTest.frame(bytes);
  }
}
