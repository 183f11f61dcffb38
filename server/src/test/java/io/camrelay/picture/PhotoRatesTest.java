package io.camrelay.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.camrelay.picture.PhotoRates.Good;
import io.camrelay.picture.PhotoRates.Later;
import io.camrelay.picture.PhotoRates.Rate;
import io.camrelay.picture.PhotoSet.Harm;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Holds the picture gate to the rates that {@code docs/operate/picture-gate.md} promises, on as
 * many photos as can be made in some seconds. {@link PhotoRatesBenchmark} has them all.
 */
class PhotoRatesTest {

  private static final int FEW = Scene.values().length;
  private static final int PHOTOS = 2 * FEW;

  private final PhotoRates rates = new PhotoRates(PhotoSet.small());

  @Test
  void findsLittleInGoodPhotos() {
    Good good = rates.good(2 * PHOTOS);
    assertThat(good.refused().found()).isZero();
    assertThat(good.warnedOf().share()).isLessThan(0.04);
    assertThat(good.refusedByAll().share()).isLessThan(0.07);
    assertThat(good.by(GateCheck.DAMAGED).found()).isZero();
    assertThat(good.by(GateCheck.BLACK).found()).isLessThan(2);
    assertThat(good.by(GateCheck.WHITE).found()).isLessThan(2);
  }

  @Test
  void findsWhatShowsNothing() {
    assertThat(rates.covered(PHOTOS).share()).isGreaterThan(0.95);
    assertThat(rates.overexposed(PHOTOS).share()).isGreaterThan(0.9);
  }

  @Test
  void warnsOfMostPhotosFarOutOfFocusAndOfFewThatAreALittle() {
    assertThat(rates.defocused(PHOTOS, 14).share()).isGreaterThan(0.5);
    assertThat(rates.defocused(PHOTOS, 2).share()).isLessThan(0.05);
  }

  @Test
  void refusesAPhotoWhoseDataIsCutAndTellsOfLostData() {
    assertThat(rates.harmed(FEW, Harm.CUT).get(0).share()).isGreaterThan(0.9);
    assertThat(rates.harmed(FEW, Harm.GAP).get(1).share()).isGreaterThan(0.95);
  }

  @Test
  void tellsTheSameSceneFromOneInWhichAThingHasChanged() {
    List<Rate> same =
        rates.same(
            FEW,
            List.of(
                new Later("noise", (photo, scene) -> photo.again().of(scene)),
                new Later("changed", (photo, scene) -> photo.again().of(photo.changed(0.02)))));
    assertThat(same.get(0).share()).isGreaterThan(0.95);
    assertThat(same.get(1).share()).isLessThan(0.1);
  }

  @Test
  void knowsWilsonsInterval() {
    Rate none = new Rate("", 0, 1_000);
    assertThat(none.least()).isCloseTo(0, within(1e-9));
    assertThat(none.most()).isCloseTo(0.003827, within(1e-5));
    Rate half = new Rate("", 50, 100);
    assertThat(half.least()).isCloseTo(0.4038, within(1e-3));
    assertThat(half.most()).isCloseTo(0.5962, within(1e-3));
  }

  @Test
  void makesTheSamePhotoFromTheSameNumber() {
    assertThat(PhotoSet.small().good(5).jpeg()).isEqualTo(PhotoSet.small().good(5).jpeg());
    assertThat(PhotoSet.small().good(5).jpeg())
        .isNotEqualTo(PhotoSet.small().good(5 + Scene.values().length).jpeg());
  }
}
