package io.camrelay.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.picture.SamplePhotos.SamplePhoto;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SamplePhotosTest {

  @Test
  void areThreeWithAQuestionEach() {
    assertThat(SamplePhotos.all())
        .extracting(SamplePhoto::name)
        .containsExactly("gate", "meter", "doorstep");
    assertThat(SamplePhotos.all())
        .allSatisfy(photo -> assertThat(photo.question()).endsWith("?").hasSizeLessThan(100));
  }

  @ParameterizedTest
  @MethodSource("photos")
  void areWhatTheCameraWouldSend(SamplePhoto photo) {
    byte[] frame = photo.bytes();
    assertThat(frame.length).isBetween(100_000, 300_000);
    assertThat(JpegScanTest.scan(frame))
        .isEqualTo(new JpegVerdict.Sound(1600, 1200, 3, false, 1, frame.length, 0));
  }

  @ParameterizedTest
  @MethodSource("photos")
  void areWellExposedAndSharp(SamplePhoto photo) {
    PictureFacts facts = PictureReaderTest.facts(photo.bytes());
    assertThat(facts.damaged()).isFalse();
    assertThat(facts.inWords()).contains("It looks sharp").doesNotContain("very dark");
  }

  private static List<SamplePhoto> photos() {
    return SamplePhotos.all();
  }
}
