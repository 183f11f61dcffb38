package io.camrelay.usage;

import io.camrelay.usage.Drift.Alarm;
import io.camrelay.usage.Drift.AllClear;
import io.camrelay.usage.Drift.Measure;
import io.camrelay.usage.Drift.Reference;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds out that a model bills more or fewer tokens than it did, or than the catalogue's formula
 * says. Bills hardly vary by chance; what varies is text, whose tokens nobody can tell beforehand,
 * and what is sent. So like is compared with like, and medians are looked at:
 *
 * <ul>
 *   <li>against what is usual: billed over expected tokens, over the median of the same for the
 *       first {@link #SETTLE} questions about pictures of the same expected tokens. A formula that
 *       is always off, or off for one frame size, is usual. Only where the picture is at least
 *       {@link #FINE_SHARE} times the text: then text that takes twice or half the tokens that were
 *       expected stays within the band;
 *   <li>against the formula: what the picture must have been billed at least, or at most, whatever
 *       the text took, from nearly nothing to a token for each byte. That needs no history, catches
 *       what was wrong from the beginning, and no language and no conversation can raise it.
 * </ul>
 */
final class TokenWatch {

  /** The questions whose median is looked at; odd, so that it is one of them. */
  static final int WINDOW = 21;

  /** After so many, what is usual with a size of picture is settled. */
  static final int SETTLE = 20;

  /**
   * Sizes of pictures whose usual is known at a time; the one not seen for longest is forgotten.
   */
  static final int SIZES = 16;

  /** Compared questions after which another level has become the usual one. */
  static final int NEW_USUAL = 500;

  /** How far the median may be from what is usual. */
  static final double FINE_BAND = 0.15;

  /** And how near it must be again. */
  static final double FINE_CLEAR = 0.10;

  /** The least that the picture must be of the text to be compared with what is usual. */
  static final int FINE_SHARE = 6;

  /** How many times the formula's tokens a picture may take, or what part of them. */
  static final double FORMULA_BAND = 1.5;

  /** And how near it must be again. */
  static final double FORMULA_CLEAR = 1.35;

  /** The most that text can take, of what was expected: a token for each byte of it. */
  private static final int TEXT_MOST = 4;

  /** The least: eight bytes a token, which no language reaches in the mean. */
  private static final double TEXT_LEAST = 0.5;

  /**
   * One that was billed.
   *
   * @param ratio billed over expected, text included
   * @param usual what that is usually; 0 where that is not settled
   * @param proven the picture's tokens over its formula's, as near to 1 as any text allows
   */
  private record Billed(Instant at, double ratio, double usual, double proven) {

    double ofUsual() {
      return ratio / usual;
    }
  }

  /** What one measure of the latest bills says: -1 below its band, 1 above it, 0 within. */
  private record Band(Deque<Billed> latest, ToDoubleFunction<Billed> of, double low, double high) {

    int side() {
      return latest.size() < WINDOW ? 0 : side(median(latest, of));
    }

    int side(double value) {
      return value < low ? -1 : value > high ? 1 : 0;
    }

    /** The latest bills since they are on this side, for the most part. */
    List<Billed> since(int side) {
      List<Billed> all = new ArrayList<>(latest);
      int sum = 0;
      int least = 0;
      int begin = 0;
      for (int i = 0; i < all.size(); i++) {
        sum += side(of.applyAsDouble(all.get(i))) == side ? 1 : -1;
        if (sum < least) {
          least = sum;
          begin = i + 1;
        }
      }
      return all.subList(begin, all.size());
    }
  }

  private final Upstream upstream;

  /** By the picture's expected tokens: the first ratios, until they are settled. */
  private final Map<Long, List<Double>> usual =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, List<Double>> eldest) {
          return size() > SIZES;
        }
      };

  /** The latest that can be compared with what is usual, the latest last. */
  private final Deque<Billed> fine = new ArrayDeque<>();

  /** The latest that can be compared with the formula, the latest last. */
  private final Deque<Billed> coarse = new ArrayDeque<>();

  private @Nullable Alarm on;

  /** Since the alarm, of those that could be compared with what is usual. */
  private int fineSinceAlarm;

  TokenWatch(Upstream upstream) {
    this.upstream = upstream;
  }

  /** The alarm that is on, as of now. */
  @Nullable Alarm alarm() {
    return on;
  }

  /** Billed over expected tokens of late; empty where nothing could be compared. */
  Optional<Double> now() {
    return coarse.isEmpty() ? Optional.empty() : Optional.of(median(coarse, Billed::ratio));
  }

  /**
   * A question was billed.
   *
   * @param billed tokens of the whole input, more than 0
   */
  @Nullable Drift heard(Expected expected, long billed, Instant at) {
    double picture = expected.pictureTokens();
    double text = expected.promptTokens() - picture;
    if (picture <= 0 || picture < text || billed <= 0) {
      return null;
    }
    double ratio = billed / (picture + text);
    boolean isFine = picture >= FINE_SHARE * text;
    Billed bill =
        new Billed(
            at,
            ratio,
            isFine ? usual(expected.pictureTokens(), ratio) : 0,
            proven(picture, text, billed));
    keep(coarse, bill);
    if (bill.usual() > 0) {
      keep(fine, bill);
    }
    if (isFine && on != null) {
      fineSinceAlarm++;
    }
    return verdict(at);
  }

  /**
   * What is usual for pictures of this size; 0 where it is not settled, and this one helps. In the
   * middle of a drift nothing can be learned of what is usual: there the formula stands in for it,
   * so that the drift is over where the operator has mended the formula.
   */
  private double usual(long pictureTokens, double ratio) {
    List<Double> first = usual.computeIfAbsent(pictureTokens, size -> new ArrayList<>(SETTLE));
    if (first.size() >= SETTLE) {
      return middle(first);
    }
    if (on != null) {
      return 1;
    }
    first.add(ratio);
    if (first.size() == SETTLE) {
      first.sort(null);
    }
    return 0;
  }

  private static double proven(double picture, double text, long billed) {
    double least = (billed - TEXT_MOST * text) / picture;
    double most = (billed - TEXT_LEAST * text) / picture;
    return Math.max(least, Math.min(most, 1));
  }

  private @Nullable Drift verdict(Instant at) {
    Alarm alarm = on;
    double fineBand = alarm == null ? FINE_BAND : FINE_CLEAR;
    double formulaBand = alarm == null ? FORMULA_BAND : FORMULA_CLEAR;
    Band ofUsual = new Band(fine, Billed::ofUsual, 1 - fineBand, 1 + fineBand);
    Band ofFormula = new Band(coarse, Billed::proven, 1 / formulaBand, formulaBand);
    boolean byUsual = ofUsual.side() != 0;
    boolean byFormula = ofFormula.side() != 0;
    if (alarm == null) {
      if (byUsual || byFormula) {
        on = alarm(byUsual ? ofUsual : ofFormula, byUsual ? Reference.USUAL : Reference.FORMULA);
        fineSinceAlarm = 0;
        return on;
      }
      return null;
    }
    boolean settled = fineSinceAlarm >= NEW_USUAL;
    if (settled) {
      usual.clear();
      fine.clear();
      fineSinceAlarm = 0;
    }
    if (byFormula || (byUsual && !settled)) {
      Reference reference = byUsual && !settled ? Reference.USUAL : Reference.FORMULA;
      on =
          new Alarm(
              upstream,
              Measure.TOKENS,
              reference,
              alarm.since(),
              reference == Reference.USUAL ? median(fine, Billed::usual) : 1,
              median(reference == Reference.USUAL ? fine : coarse, Billed::ratio),
              alarm.attempts() + 1);
      return null;
    }
    on = null;
    double now = median(coarse, Billed::ratio);
    return new AllClear(
        upstream,
        Measure.TOKENS,
        alarm.since(),
        at,
        settled ? now : alarm.usual(),
        now,
        alarm.attempts() + 1,
        settled);
  }

  private Alarm alarm(Band band, Reference reference) {
    List<Billed> drifting = band.since(band.side());
    return new Alarm(
        upstream,
        Measure.TOKENS,
        reference,
        drifting.get(0).at(),
        reference == Reference.USUAL ? median(drifting, Billed::usual) : 1,
        median(drifting, Billed::ratio),
        drifting.size());
  }

  private static void keep(Deque<Billed> latest, Billed bill) {
    latest.addLast(bill);
    if (latest.size() > WINDOW) {
      latest.removeFirst();
    }
  }

  private static double median(Collection<Billed> bills, ToDoubleFunction<Billed> of) {
    double[] values = new double[bills.size()];
    int i = 0;
    for (Billed bill : bills) {
      values[i++] = of.applyAsDouble(bill);
    }
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private static double middle(List<Double> sorted) {
    return sorted.get(sorted.size() / 2);
  }
}
