package io.camrelay.picture;

import io.camrelay.picture.PhotoSet.Harm;
import io.camrelay.picture.PhotoSet.Photo;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** How often the picture gate finds what, measured on a {@link PhotoSet}. */
final class PhotoRates {

  private static final GateRules ALL = all();

  /** What shows nothing is refused; the rest is as by default. */
  private static final GateRules STRICT =
      GateRules.DEFAULT
          .with(GateCheck.DAMAGED, GateAction.REFUSE)
          .with(GateCheck.BLACK, GateAction.REFUSE)
          .with(GateCheck.WHITE, GateAction.REFUSE);

  private final PhotoSet set;

  PhotoRates(PhotoSet set) {
    this.set = set;
  }

  /**
   * How many of some photos.
   *
   * @param what of what, and what was looked for
   */
  record Rate(String what, long found, int of) {

    private static final double Z = 1.96;

    double share() {
      return (double) found / of;
    }

    /** Between which the true rate lies, at 95 % (Wilson, JASA 22, 1927). */
    double least() {
      return bound(-1);
    }

    double most() {
      return bound(1);
    }

    private double bound(int sign) {
      double z2 = Z * Z / of;
      double middle = share() + z2 / 2;
      double reach = Z * Math.sqrt(share() * (1 - share()) / of + z2 / (4 * of));
      return Math.max(0, Math.min(1, (middle + sign * reach) / (1 + z2)));
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "| %s | %d of %d | %.1f %% | %.1f to %.1f %% |",
          what,
          found,
          of,
          100 * share(),
          100 * least(),
          100 * most());
    }
  }

  /**
   * Refusals, then warnings, of photos with which nothing is wrong, where a profile refuses what is
   * damaged, black or white.
   */
  List<Rate> good(int photos) {
    List<GateVerdict> verdicts = judged(photos, n -> judge(set.good(n).jpeg(), null, STRICT));
    return List.of(
        rate("good: refused", verdicts, v -> v.action() == GateAction.REFUSE),
        rate("good: warned of", verdicts, v -> v.action() == GateAction.WARN));
  }

  Rate covered(int photos) {
    return finds("lens covered", photos, set::covered, GateCheck.BLACK);
  }

  Rate overexposed(int photos) {
    return finds("overexposed", photos, set::overexposed, GateCheck.WHITE);
  }

  Rate defocused(int photos, double radius) {
    return finds(
        "out of focus, radius " + radius, photos, n -> set.defocused(n, radius), GateCheck.BLURRED);
  }

  Rate moved(int photos, double length) {
    return finds("moved by " + length, photos, n -> set.moved(n, length), GateCheck.BLURRED);
  }

  /** Harmed at all heights: refusals, then findings of any kind. */
  List<Rate> harmed(int photos, Harm harm) {
    List<GateVerdict> verdicts =
        judged(
            photos,
            n -> {
              double at = 0.05 + 0.9 * (n * 7 % 20) / 20;
              return judge(PhotoSet.harmed(set.good(n).jpeg(), harm, at, n), null, STRICT);
            });
    String what = "data " + harm.name().toLowerCase(Locale.ROOT);
    return List.of(
        rate(what + ": refused", verdicts, v -> v.action() == GateAction.REFUSE),
        rate(what + ": told", verdicts, v -> v.action() != GateAction.OFF));
  }

  /**
   * A photo taken later.
   *
   * @param what has happened between them
   */
  record Later(String what, BiFunction<Photo, BufferedImage, byte[]> photo) {}

  /** How often each of these is taken for the same as the photo before. */
  List<Rate> same(int photos, List<Later> laters) {
    List<List<Boolean>> same =
        IntStream.range(0, photos).parallel().mapToObj(n -> same(set.good(n), laters)).toList();
    List<Rate> rates = new ArrayList<>();
    for (int i = 0; i < laters.size(); i++) {
      int later = i;
      long found = same.stream().filter(photo -> photo.get(later)).count();
      rates.add(new Rate(laters.get(i).what(), found, photos));
    }
    return rates;
  }

  private static List<Boolean> same(Photo photo, List<Later> laters) {
    BufferedImage scene = photo.painted();
    Fingerprint before = facts(photo.shot.of(scene)).fingerprint();
    return laters.stream()
        .map(later -> judge(later.photo().apply(photo, scene), before, ALL))
        .map(verdict -> found(verdict, GateCheck.SAME))
        .toList();
  }

  private Rate finds(String what, int photos, IntFunction<byte[]> photo, GateCheck check) {
    return new Rate(
        what, count(photos, n -> found(judge(photo.apply(n), null, ALL), check)), photos);
  }

  private static boolean found(GateVerdict verdict, GateCheck check) {
    return verdict.findings().stream().anyMatch(finding -> finding.check() == check);
  }

  private static long count(int photos, IntPredicate found) {
    return IntStream.range(0, photos).parallel().filter(found).count();
  }

  private static List<GateVerdict> judged(int photos, IntFunction<GateVerdict> judge) {
    return new ArrayList<>(IntStream.range(0, photos).parallel().mapToObj(judge).toList());
  }

  private static Rate rate(
      String what, List<GateVerdict> verdicts, Predicate<GateVerdict> counted) {
    return new Rate(what, verdicts.stream().filter(counted).count(), verdicts.size());
  }

  /**
   * As the relay does it: what a JPEG check refuses never comes this far, and counts as refused.
   */
  private static GateVerdict judge(byte[] jpeg, @Nullable Fingerprint before, GateRules rules) {
    if (JpegScanTest.scan(jpeg).kind() == JpegVerdict.Kind.FAULTY) {
      return new GateVerdict(
          List.of(new GateVerdict.Finding(GateCheck.DAMAGED, GateAction.REFUSE, "")));
    }
    return PictureGate.judge(facts(jpeg), before, rules);
  }

  private static PictureFacts facts(byte[] jpeg) {
    return PictureReaderTest.facts(jpeg);
  }

  private static GateRules all() {
    GateRules rules = GateRules.DEFAULT;
    for (GateCheck check : GateCheck.values()) {
      rules = rules.with(check, GateAction.WARN);
    }
    return rules;
  }
}
