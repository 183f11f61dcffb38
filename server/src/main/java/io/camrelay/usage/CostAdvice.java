package io.camrelay.usage;

import static io.camrelay.usage.CameraFrame.HD;
import static io.camrelay.usage.CameraFrame.HVGA;
import static io.camrelay.usage.CameraFrame.SVGA;
import static io.camrelay.usage.CameraFrame.UXGA;
import static io.camrelay.usage.CameraFrame.XGA;

import io.camrelay.picture.Detail;
import io.camrelay.usage.CostTable.Row;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What an operator should know of a model's prices before choosing one, read off the numbers. */
public final class CostAdvice {

  /** How a smaller sibling's name ends. */
  private static final Pattern SMALLER = Pattern.compile("-(mini|nano)$");

  /** From so much on, another model is worth a sentence. */
  private static final double WORTH_SAYING = 1.2;

  /** Nobody is sent to a model that ends sooner. */
  private static final int DAYS_LEFT = 180;

  private CostAdvice() {}

  /**
   * Sentences, the most important first; none where nothing is odd.
   *
   * @param today shutdowns that are past are told as such
   */
  public static List<String> of(CostTable table, Catalogue catalogue, LocalDate today) {
    List<String> advice = new ArrayList<>();
    ending(table.model(), today).ifPresent(advice::add);
    if (table.rows().isEmpty()) {
      advice.add(
          "How it counts pictures is not known, so nothing can be told before the bill; add it to"
              + " your own catalogue (usage.catalogue).");
      return advice;
    }
    if (table.model().prices() == null) {
      advice.add(
          "Its price is not known: what a photo costs stays unknown, which is not nothing. Add it"
              + " to your own catalogue (usage.catalogue).");
    }
    smallModel(table, catalogue).ifPresent(advice::add);
    cheaper(table, catalogue, today).ifPresent(advice::add);
    hd(table).ifPresent(advice::add);
    small(table).ifPresent(advice::add);
    advice.add(low(table));
    lowIsDearer(table).ifPresent(advice::add);
    reduced(table).ifPresent(advice::add);
    return advice;
  }

  private static Optional<String> ending(ModelInfo model, LocalDate today) {
    LocalDate end = model.shutdown();
    if (end == null) {
      return Optional.empty();
    }
    String instead =
        model.replacement().isEmpty()
            ? "Choose another model."
            : "Its maker names " + model.replacement() + " in its place.";
    long days = ChronoUnit.DAYS.between(today, end);
    return Optional.of(
        days > 0
            ? "It ends on %s, in %d days. %s".formatted(end, days, instead)
            : "It ended on %s. %s".formatted(end, instead));
  }

  /** A model that is cheap for words and not for pictures, against its larger sibling. */
  private static Optional<String> smallModel(CostTable table, Catalogue catalogue) {
    String name = table.model().name();
    String larger = SMALLER.matcher(name).replaceFirst("");
    Optional<CostTable> sibling =
        larger.equals(name)
            ? Optional.empty()
            : catalogue
                .find(larger)
                .map(info -> same(table, info))
                .filter(t -> !t.rows().isEmpty());
    if (sibling.isEmpty()) {
      return Optional.empty();
    }
    Row own = table.high(UXGA);
    Row other = sibling.get().high(UXGA);
    double tokens = (double) own.tokens() / other.tokens();
    if (own.picture().isEmpty() || other.picture().isEmpty()) {
      return Optional.empty();
    }
    double dollars = ratio(own.picture().get(), other.picture().get());
    if (dollars <= 1) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "A picture is %.0f times the tokens that it is with %s, and costs %.1f times as much:"
                + " its low price is for words.",
            tokens,
            larger,
            dollars));
  }

  /** The cheapest of all for a UXGA photo, where it is much cheaper. */
  private static Optional<String> cheaper(CostTable table, Catalogue catalogue, LocalDate today) {
    Optional<Money> own = table.high(UXGA).photo();
    Optional<CostTable> cheapest =
        catalogue.all().stream()
            .filter(info -> !endsBefore(info, today.plusDays(DAYS_LEFT)))
            .map(info -> same(table, info))
            .filter(other -> !other.rows().isEmpty() && other.high(UXGA).photo().isPresent())
            .filter(other -> other.high(UXGA).photo().orElseThrow().nanos() > 0)
            .min(Comparator.comparing(other -> other.high(UXGA).photo().orElseThrow()));
    if (own.isEmpty() || cheapest.isEmpty()) {
      return Optional.empty();
    }
    Money least = cheapest.get().high(UXGA).photo().orElseThrow();
    return ratio(own.get(), least) < WORTH_SAYING
        ? Optional.empty()
        : Optional.of(
            "The same UXGA photo costs %s here and %s with %s, the cheapest that is listed."
                .formatted(own.get(), least, cheapest.get().model().name()));
  }

  private static boolean endsBefore(ModelInfo info, LocalDate day) {
    LocalDate end = info.shutdown();
    return end != null && end.isBefore(day);
  }

  private static Optional<String> hd(CostTable table) {
    long hd = table.high(HD).tokens();
    long uxga = table.high(UXGA).tokens();
    return hd <= uxga
        ? Optional.empty()
        : Optional.of(
            "HD (1280x720) costs more than UXGA (1600x1200), %,d tokens against %,d: it is three"
                    .formatted(hd, uxga)
                + " tiles across where the larger one is reduced to two.");
  }

  private static Optional<String> small(CostTable table) {
    long hvga = table.high(HVGA).tokens();
    long svga = table.high(SVGA).tokens();
    boolean tiles = table.model().formula() instanceof TokenFormula.Tiles;
    return tiles
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "A picture of at most 512x512 is one tile: HVGA costs %.0f %% of SVGA.",
                100.0 * hvga / svga))
        : Optional.empty();
  }

  private static String low(CostTable table) {
    Optional<Row> low = table.low(UXGA);
    if (low.isEmpty()) {
      return "Detail makes no difference to its bill.";
    }
    double times = (double) table.high(UXGA).tokens() / low.get().tokens();
    Size used = low.get().used();
    return String.format(
        Locale.ROOT,
        "detail = \"low\" makes a UXGA picture %.1f times cheaper, and blind to small things%s.",
        times,
        used.equals(UXGA.size()) ? "" : ": the model sees " + used);
  }

  /** Where low stands for a fixed number of patches, small pictures have fewer. */
  private static Optional<String> lowIsDearer(CostTable table) {
    return Arrays.stream(CameraFrame.values())
        .filter(
            frame ->
                table.low(frame).filter(l -> l.tokens() > table.high(frame).tokens()).isPresent())
        .reduce((smaller, larger) -> larger)
        .map(
            frame ->
                "Up to %s, detail = \"low\" costs more than \"high\".".formatted(frame.name()));
  }

  private static Optional<String> reduced(CostTable table) {
    Row uxga = table.high(UXGA);
    Size used = uxga.used();
    return used.longest() > XGA.size().longest()
        ? Optional.empty()
        : Optional.of(
            "UXGA is reduced to %s anyway: XGA shows the model as much and is sent sooner."
                .formatted(used));
  }

  private static CostTable same(CostTable table, ModelInfo other) {
    return CostTable.of(other, table.textTokens(), table.answerTokens());
  }

  private static double ratio(Money dividend, Money divisor) {
    return (double) dividend.nanos() / divisor.nanos();
  }

  /** How the table calls a row's detail. */
  public static String word(Row row) {
    Detail detail = row.detail();
    return detail == null ? "any" : detail.word();
  }
}
