package io.camrelay.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.picture.PhotoRates.Later;
import io.camrelay.picture.PhotoRates.Rate;
import io.camrelay.picture.PhotoSet.Harm;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Prints the tables of {@code docs/operate/picture-gate.md}, over all sizes of frames. Some 20
 * minutes on two cores: {@code mvn -pl server -am test -Dtest.excludedGroups= -Dtest.groups=bench
 * -Dtest=PhotoRatesBenchmark -Dsurefire.failIfNoSpecifiedTests=false}.
 */
@Tag("bench")
class PhotoRatesBenchmark {

  private static final int GOOD = Integer.getInteger("bench.photos", 1_120);
  private static final int BAD = GOOD / 20;
  private static final double MOST_FALSE = 0.005;

  private final PhotoRates rates = new PhotoRates(PhotoSet.whole());

  @Test
  void refusesFewerThanOneGoodPhotoInTwoHundred() {
    List<Rate> good = rates.good(GOOD);
    good.forEach(System.out::println);
    assertThat(good.get(0).most()).isLessThan(MOST_FALSE);
    assertThat(good.get(1).share()).isLessThan(MOST_FALSE);
  }

  @Test
  void findsWhatIsWrong() {
    print(rates.covered(2 * BAD));
    print(rates.overexposed(2 * BAD));
    for (double radius : new double[] {2, 4, 6, 8, 10, 14, 20}) {
      print(rates.defocused(BAD, radius));
    }
    for (double length : new double[] {5, 10, 20, 30, 50}) {
      print(rates.moved(BAD, length));
    }
    for (Harm harm : Harm.values()) {
      rates.harmed(2 * BAD, harm).forEach(PhotoRatesBenchmark::print);
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
    PhotoSet set = PhotoSet.whole();
    int round = 7 * Scene.values().length;
    laters.add(
        new Later("another of its kind", (photo, scene) -> set.good(photo.number + round).jpeg()));
    rates.same(BAD, laters).forEach(PhotoRatesBenchmark::print);
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
    byte[][] frames = new byte[Scene.values().length][];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = PhotoSet.whole().good(6 * frames.length + i).jpeg();
    }
    List<Double> reading = new ArrayList<>();
    List<Double> judging = new ArrayList<>();
    for (int round = 0; round < 10; round++) {
      for (byte[] frame : frames) {
        long start = cpu();
        PictureFacts facts = PictureReaderTest.facts(frame);
        long read = cpu();
        for (int time = 0; time < 1_000; time++) {
          assertThat(PictureGate.judge(facts, facts.fingerprint(), GateRules.DEFAULT)).isNotNull();
        }
        if (round >= 3) {
          reading.add((read - start) / 1e6);
          judging.add((cpu() - read) / 1e6 / 1_000);
        }
      }
    }
    print("reading, 1600x1200", reading, Arrays.stream(frames).mapToInt(f -> f.length).sum());
    print("judging", judging, 0);
    assertThat(median(reading)).isLessThan(60);
  }

  private static void print(String what, List<Double> millis, int bytes) {
    System.out.printf(
        Locale.ROOT,
        "%s: median %.3f ms, most %.3f ms of processor time; %d KB a frame%n",
        what,
        median(millis),
        millis.stream().max(Double::compare).orElseThrow(),
        bytes / Scene.values().length / 1024);
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static void print(Rate rate) {
    System.out.println(rate);
  }
}
