package io.camrelay.picture;

import io.camrelay.picture.PhotoSet.Harm;
import io.camrelay.picture.PhotoSet.Photo;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How often the picture gate finds what, measured on a {@link PhotoSet}. */
final class PhotoRates {

  /** Every check looks, and refuses. */
  private static final GateRules STRICT = strict();

  /** Damage alone, so that no other finding counts for it. */
  private static final GateRules DAMAGE = GateRules.OFF.with(GateCheck.DAMAGED, GateAction.REFUSE);

  private static final GateVerdict REFUSED_BEFORE =
      new GateVerdict(
          List.of(
              new GateVerdict.Finding(
                  GateCheck.DAMAGED, GateAction.REFUSE, "refused by the JPEG check")));

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
   * What comes of photos with which nothing is wrong.
   *
   * @param refused by the default rules
   * @param warnedOf by the default rules
   * @param refusedByAll where a profile sets every check to refuse; the photo before is another one
   *     of the same kind of scene, in a frame of the same size
   * @param byCheck what each check finds where all look
   * @param wrong a line for each finding
   */
  record Good(
      Rate refused,
      Rate warnedOf,
      Rate refusedByAll,
      Map<GateCheck, Rate> byCheck,
      List<String> wrong) {

    Rate by(GateCheck check) {
      return Objects.requireNonNull(byCheck.get(check));
    }
  }

  /** Needs more photos than {@link PhotoSet#round}, and as many of each kind of scene. */
  Good good(int photos) {
    List<Optional<PictureFacts>> facts =
        IntStream.range(0, photos).parallel().mapToObj(n -> sound(set.good(n).jpeg())).toList();
    List<GateVerdict> byDefault =
        facts.stream().map(photo -> judge(photo, null, GateRules.DEFAULT)).toList();
    List<GateVerdict> byAll =
        IntStream.range(0, photos)
            .mapToObj(
                n -> judge(facts.get(n), print(facts.get((n + set.round()) % photos)), STRICT))
            .toList();
    Map<GateCheck, Rate> byCheck = new EnumMap<>(GateCheck.class);
    for (GateCheck check : GateCheck.values()) {
      byCheck.put(check, rate("good: " + check.word(), byAll, v -> found(v, check)));
    }
    return new Good(
        rate("good: refused by default", byDefault, v -> v.action() == GateAction.REFUSE),
        rate("good: warned of by default", byDefault, v -> v.action() == GateAction.WARN),
        rate("good: refused if all refuse", byAll, v -> v.action() == GateAction.REFUSE),
        byCheck,
        IntStream.range(0, photos).boxed().flatMap(n -> wrong(n, byAll.get(n))).toList());
  }

  private Stream<String> wrong(int number, GateVerdict verdict) {
    return verdict.findings().stream()
        .map(finding -> set.good(number).name() + ": " + finding.sentence());
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

  /** Harmed at all heights: how many are refused, and of how many damage is told at all. */
  List<Rate> harmed(int photos, Harm harm) {
    List<GateVerdict> verdicts =
        judged(
            photos,
            n -> {
              double at = 0.05 + 0.9 * (n * 7 % 20) / 20;
              byte[] jpeg = PhotoSet.harmed(set.good(n).jpeg(), harm, at, n);
              return judge(sound(jpeg), null, DAMAGE);
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

  /** How often a meter that shows another reading is taken for the same. */
  Rate anotherReading(int meters) {
    List<Later> later =
        List.of(new Later("", (photo, scene) -> photo.again().of(photo.anotherReading())));
    return new Rate(
        "a meter's other reading",
        count(meters, n -> same(set.good(Scene.METER, n), later).get(0)),
        meters);
  }

  private static List<Boolean> same(Photo photo, List<Later> laters) {
    BufferedImage scene = photo.painted();
    Fingerprint before = print(sound(photo.shot.of(scene)));
    return laters.stream()
        .map(later -> judge(sound(later.photo().apply(photo, scene)), before, STRICT))
        .map(verdict -> found(verdict, GateCheck.SAME))
        .toList();
  }

  private Rate finds(String what, int photos, IntFunction<byte[]> photo, GateCheck check) {
    return new Rate(
        what, count(photos, n -> found(judge(sound(photo.apply(n)), null, STRICT), check)), photos);
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

  /** What the picture gate hears of; nothing where the JPEG check before it refuses the photo. */
  private static Optional<PictureFacts> sound(byte[] jpeg) {
    return JpegScanTest.scan(jpeg).kind() == JpegVerdict.Kind.FAULTY
        ? Optional.empty()
        : Optional.of(PictureReaderTest.facts(jpeg));
  }

  private static GateVerdict judge(
      Optional<PictureFacts> photo, @Nullable Fingerprint before, GateRules rules) {
    return photo.map(facts -> PictureGate.judge(facts, before, rules)).orElse(REFUSED_BEFORE);
  }

  private static @Nullable Fingerprint print(Optional<PictureFacts> photo) {
    return photo.map(PictureFacts::fingerprint).orElse(null);
  }

  private static GateRules strict() {
    GateRules rules = GateRules.DEFAULT;
    for (GateCheck check : GateCheck.values()) {
      rules = rules.with(check, GateAction.REFUSE);
    }
    return rules;
  }
}
