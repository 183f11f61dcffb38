package io.camrelay.usage;

import io.camrelay.usage.DriftWatch.Outcome;
import java.util.Arrays;

/** Makes attempts up by seeded chance and counts what the watch says of them. */
final class DriftSimulation {

  /** The frame sizes of docs/operate/costs.md with gpt-6-luna, from VGA to UXGA. */
  private static final long[] PICTURES = {360, 570, 922, 1_104, 1_536, 2_280};

  /** Expected tokens of text, from a question alone to a conversation. */
  private static final long[] TEXTS = {25, 60, 120, 120, 300, 2_000};

  /** Attempts after which nobody waits for an alarm any more. */
  private static final int PATIENCE = 100_000;

  private DriftSimulation() {}

  /** The mean, and what nine of ten do not exceed. */
  record Delay(double mean, long ninetieth) {

    static Delay of(long[] delays) {
      Arrays.sort(delays);
      return new Delay(
          Arrays.stream(delays).average().orElseThrow(), delays[delays.length * 9 / 10]);
    }
  }

  /** What a long time at one rate has brought. */
  record Quiet(long alarms, long attempts) {

    double per100k() {
      return alarms * 100_000.0 / attempts;
    }
  }

  /** Alarms while a model fails at the rate that is usual. */
  static Quiet errorsAtUsual(long seed, double usual, int attempts) {
    Feed feed = new Feed(seed, usual);
    for (int i = 0; i < attempts; i++) {
      feed.fails(usual);
    }
    return quiet(feed, attempts);
  }

  /** Attempts from a rate's rise until it is told, after a year of the usual one or so. */
  static Delay errorsFrom(long seed, double rate, int runs) {
    long[] delays = new long[runs];
    for (int run = 0; run < runs; run++) {
      Feed feed = new Feed(seed + run);
      int before = 2_000 + feed.random.nextInt(2_000);
      for (int i = 0; i < before || !feed.watch.alarms().isEmpty(); i++) {
        feed.fails(DriftWatch.USUAL_ERRORS);
      }
      delays[run] = waitFor(feed, () -> feed.fails(rate));
    }
    return Delay.of(delays);
  }

  /** Attempts from the end of a worse rate, which was told, until the all-clear. */
  static Delay errorsBackFrom(long seed, double rate, int runs) {
    long[] delays = new long[runs];
    for (int run = 0; run < runs; run++) {
      Feed feed = new Feed(seed + run);
      waitFor(feed, () -> feed.fails(rate));
      delays[run] = waitFor(feed, () -> feed.fails(DriftWatch.USUAL_ERRORS));
    }
    return Delay.of(delays);
  }

  /**
   * Alarms while bills are as ever: devices with mixed frame sizes, languages and conversations, a
   * formula that is always off, and one bill in fifty that is quite another one.
   */
  static Quiet tokensAtUsual(long seed, double formula, int attempts) {
    Feed feed = new Feed(seed);
    for (int i = 0; i < attempts; i++) {
      mixed(feed, formula);
    }
    return quiet(feed, attempts);
  }

  /** Captures from a change of what pictures are billed until it is told. */
  static Delay tokensFrom(long seed, double change, int runs) {
    long[] delays = new long[runs];
    for (int run = 0; run < runs; run++) {
      Feed feed = new Feed(seed + run);
      for (int i = 0; i < 400; i++) {
        mixed(feed, 1);
      }
      delays[run] = waitFor(feed, () -> mixed(feed, 1 + change));
    }
    return Delay.of(delays);
  }

  private static void mixed(Feed feed, double picture) {
    if (feed.random.nextDouble() < DriftWatch.USUAL_ERRORS) {
      // Not billed; and not counted as an error, so that what is told is of tokens alone.
      feed.hear(Feed.MINI, Expected.UNKNOWN, -1, Outcome.ELSEWISE);
      return;
    }
    // By the hour it is one device or another that asks most.
    int favourite = (int) (feed.now().getEpochSecond() / 3_600 % PICTURES.length);
    boolean isFavourite = feed.random.nextDouble() < 0.7;
    long pictureTokens = PICTURES[isFavourite ? favourite : feed.random.nextInt(PICTURES.length)];
    long textTokens = TEXTS[feed.random.nextInt(TEXTS.length)];
    double text = Math.exp(Math.log(2) * (2 * feed.random.nextDouble() - 1));
    boolean odd = feed.random.nextDouble() < 0.02;
    feed.billed(pictureTokens, textTokens, odd ? 10 * feed.random.nextDouble() : picture, text);
  }

  private static Quiet quiet(Feed feed, int attempts) {
    long alarms = feed.told.stream().filter(drift -> drift.kind() == Drift.Kind.ALARM).count();
    return new Quiet(alarms, attempts);
  }

  private static long waitFor(Feed feed, Runnable attempt) {
    int told = feed.told.size();
    long attempts = 0;
    while (feed.told.size() == told && attempts < PATIENCE) {
      attempt.run();
      attempts++;
    }
    return attempts;
  }
}
