package io.camrelay.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.picture.PhotoRates.Good;
import io.camrelay.picture.PhotoRates.Later;
import io.camrelay.picture.PhotoRates.Rate;
import io.camrelay.picture.PhotoSet.Harm;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Prints the tables of {@code docs/operate/picture-gate.md}, over all sizes of frames. Some 15
 * minutes on two cores: {@code mvn -pl server -am test -Dtest.excludedGroups= -Dtest.groups=bench
 * -Dtest=PhotoRatesBenchmark -Dsurefire.failIfNoSpecifiedTests=false}.
 */
@Tag("bench")
class PhotoRatesBenchmark {

  private static final int GOOD = Integer.getInteger("bench.photos", 2_016);
  private static final int BAD = GOOD / 28;

  private final PhotoSet set = PhotoSet.whole();
  private final PhotoRates rates = new PhotoRates(set);

  @Test
  void findsLittleInGoodPhotos() {
    Good good = rates.good(GOOD);
    print(good.refused());
    print(good.warnedOf());
    print(good.refusedByAll());
    good.byCheck().values().forEach(PhotoRatesBenchmark::print);
    good.wrong().forEach(System.out::println);
    assertThat(good.refused().found()).isZero();
    assertThat(good.by(GateCheck.DAMAGED).found()).isZero();
    assertThat(good.by(GateCheck.BLACK).share()).isLessThan(0.005);
    assertThat(good.by(GateCheck.WHITE).share()).isLessThan(0.005);
    assertThat(good.warnedOf().share()).isLessThan(0.03);
  }

  @Test
  void findsWhatIsWrong() {
    print(rates.covered(BAD));
    print(rates.overexposed(BAD));
    for (double radius : new double[] {2, 4, 6, 8, 10, 14, 20}) {
      print(rates.defocused(BAD, radius));
    }
    for (double length : new double[] {5, 10, 20, 30, 50}) {
      print(rates.moved(BAD, length));
    }
    for (Harm harm : Harm.values()) {
      rates.harmed(BAD, harm).forEach(PhotoRatesBenchmark::print);
    }
  }

  @Test
  void comparesWithThePhotoBefore() {
    List<Later> laters = new ArrayList<>();
    laters.add(new Later("same scene", (photo, scene) -> photo.again().of(scene)));
    for (double factor : new double[] {0.75, 0.9, 1.1, 1.3}) {
      laters.add(later("exposure " + factor, shot -> shot.exposure *= factor));
    }
    laters.add(later("lamps flicker", shot -> shot.bands += 0.04));
    laters.add(later("camera 2 pixels aside", shot -> shot.shift = 2));
    laters.add(later("camera 10 pixels aside", shot -> shot.shift = 10));
    for (double share : new double[] {0.0025, 0.005, 0.01, 0.02, 0.05}) {
      laters.add(
          new Later(
              "changed: %s %% of it".formatted(100 * share),
              (photo, scene) -> photo.again().of(photo.changed(share))));
    }
    laters.add(
        new Later(
            "another of its kind", (photo, scene) -> set.good(photo.number + set.round()).jpeg()));
    rates.same(BAD, laters).forEach(PhotoRatesBenchmark::print);
    print(rates.anotherReading(BAD));
  }

  private static Later later(String what, Consumer<Shot> change) {
    return new Later(
        "same scene, " + what,
        (photo, scene) -> {
          Shot shot = photo.again();
          change.accept(shot);
          return shot.of(scene);
        });
  }

  /** Of processor time, since others may run beside it. */
  @Test
  void readsAndJudgesALargeFrameInTime() {
    byte[][] frames =
        IntStream.range(0, set.round())
            .mapToObj(set::good)
            .filter(photo -> photo.width == 1600)
            .map(PhotoSet.Photo::jpeg)
            .toArray(byte[][]::new);
    assertThat(frames.length).isEqualTo(Scene.values().length);
    // By default nothing is compared.
    GateRules rules = GateRules.DEFAULT.with(GateCheck.SAME, GateAction.WARN);
    long findings = 0;
    List<Double> reading = new ArrayList<>();
    List<Double> judging = new ArrayList<>();
    for (int round = 0; round < 10; round++) {
      for (byte[] frame : frames) {
        long start = cpu();
        PictureFacts facts = PictureReaderTest.facts(frame);
        long read = cpu();
        for (int time = 0; time < 1_000; time++) {
          findings += PictureGate.judge(facts, facts.fingerprint(), rules).findings().size();
        }
        if (round >= 3) {
          reading.add((read - start) / 1e6);
          judging.add((cpu() - read) / 1e6 / 1_000);
        }
      }
    }
    print("reading, 1600x1200", reading, Arrays.stream(frames).mapToInt(f -> f.length).sum());
    print("judging", judging, 0);
    assertThat(findings).isPositive();
    assertThat(percentile(50, reading)).isLessThan(60);
  }

  private static void print(String what, List<Double> millis, int bytes) {
    System.out.printf(
        Locale.ROOT,
        "%s: median %.3f ms, 90th percentile %.3f ms of processor time; %d KB a frame%n",
        what,
        percentile(50, millis),
        percentile(90, millis),
        bytes / Scene.values().length / 1024);
  }

  private static double percentile(int percent, List<Double> values) {
    return values.stream().sorted().toList().get((values.size() - 1) * percent / 100);
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static void print(Rate rate) {
    System.out.println(rate);
  }
}
