package io.camrelay.usage;

import io.camrelay.usage.DriftWatch.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Feeds a watch with attempts, one a minute, and keeps what it tells. */
final class Feed {

  static final Upstream MINI = new Upstream("openai", "gpt-4o-mini");

  final DriftWatch watch;
  final SplittableRandom random;
  final List<Drift> told = new ArrayList<>();

  private Instant now = Instant.parse("2026-12-01T00:00:00Z");

  Feed(long seed) {
    this(seed, DriftWatch.USUAL_ERRORS);
  }

  Feed(long seed, double usualErrors) {
    watch = new DriftWatch(usualErrors);
    random = new SplittableRandom(seed);
  }

  /** The time of the next attempt. */
  Instant now() {
    return now;
  }

  List<Drift> hear(Upstream upstream, Expected expected, long billed, Outcome outcome) {
    List<Drift> drifts = watch.heard(upstream, expected, billed, outcome, now);
    now = now.plusSeconds(60);
    told.addAll(drifts);
    return drifts;
  }

  /**
   * A picture and some text that are answered and billed.
   *
   * @param picture times as much as its formula says
   * @param text times as much as a token for four bytes
   */
  List<Drift> billed(long pictureTokens, long textTokens, double picture, double text) {
    return hear(
        MINI,
        new Expected(pictureTokens, pictureTokens + textTokens),
        Math.round(pictureTokens * picture + textTokens * text),
        Outcome.ANSWERED);
  }

  /** A picture of 25,501 tokens with 100 of text, as usual. */
  void usual(int times) {
    for (int i = 0; i < times; i++) {
      billed(25_501, 100, 1, 0.8 + 0.4 * random.nextDouble());
    }
  }

  /** An answer of which no bill is known, or a failure, each with its probability. */
  List<Drift> fails(double rate) {
    Outcome outcome = random.nextDouble() < rate ? Outcome.FAILED : Outcome.ANSWERED;
    return hear(MINI, Expected.UNKNOWN, -1, outcome);
  }
}
