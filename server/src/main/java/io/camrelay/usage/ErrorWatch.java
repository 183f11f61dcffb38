package io.camrelay.usage;

import io.camrelay.usage.Drift.Alarm;
import io.camrelay.usage.Drift.AllClear;
import io.camrelay.usage.Drift.Measure;
import io.camrelay.usage.Drift.Reference;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Finds out that a model fails more often than is usual: Page's cumulative sum for a probability
 * (E. S. Page, Continuous inspection schemes, Biometrika 41, 1954; M. R. Reynolds and Z. G.
 * Stoumbos, A CUSUM chart for monitoring a proportion when inspecting continuously, Journal of
 * Quality Technology 31, 1999). Each attempt adds the logarithm of how much likelier it is at
 * {@link #FACTOR} times the usual rate than at the usual one; the sum is kept from going below 0,
 * and where it last stood there is where the change began. No window is to be chosen: a small
 * change is found after thousands of attempts, an outage after some.
 *
 * <p>The same sum the other way round, for the usual rate against the one of the alarm, finds that
 * it is over.
 */
final class ErrorWatch {

  /** The seeds' 2.9 % over 1.9 %: the change that is found with the fewest attempts. */
  static final double FACTOR = 2.9 / 1.9;

  /**
   * By chance alone, an alarm is raised, or one that should stay ends, about once in so many
   * attempts, whatever the rates: the sum that does it is the logarithm of this times what an
   * attempt takes from the sum in the mean while nothing changes (D. Siegmund, Sequential Analysis,
   * 1985, chapter II, without the correction for overshoot, which makes it rarer). The page
   * docs/operate/drift.md has what that comes to.
   */
  static final double BY_CHANCE_EVERY = 330_000;

  /**
   * What an alarm's rate is taken for at most when it is asked whether it is over. At the real one
   * of an outage, some answers in the middle of it would end the alarm.
   */
  static final double MOST_TO_CLEAR = 0.2;

  /** Attempts after which another level has become the usual one. */
  static final int SETTLED = 5_000;

  /** And another one takes its place only below this part of it: less is chance. */
  private static final double BETTER = 0.9;

  /** Nothing that fails more often than this is usual. */
  static final double MOST_USUAL = 0.6;

  private final Upstream upstream;

  /** What is usual at the least. */
  private final double floor;

  private double usual;

  /** Of the test that is under way: for an alarm, or for its end. */
  private double sum;

  private final Run sinceZero = new Run();
  private final Run sinceOnset = new Run();

  /** Towards another level: since the alarm, or since the last level that was looked at. */
  private final Run level = new Run();

  private boolean on;

  /** What {@link #sum} tests against the usual rate. */
  private double other;

  /** How much a failure speaks for the other rate: more than 0. */
  private double ifFailed;

  /** How much an answer does: less than 0. */
  private double ifAnswered;

  /** The sum that raises an alarm and that ends it. */
  private double threshold;

  ErrorWatch(Upstream upstream, double floor) {
    this.upstream = upstream;
    this.floor = floor;
    settle(floor);
  }

  /** Attempts in a row, and how many of them failed. */
  private static final class Run {
    private Instant since = Instant.EPOCH;
    private long attempts;
    private long failed;

    void clear() {
      attempts = 0;
      failed = 0;
    }

    void add(boolean failure, Instant at) {
      since = attempts == 0 ? at : since;
      attempts++;
      failed += failure ? 1 : 0;
    }

    void be(Run run) {
      since = run.since;
      attempts = run.attempts;
      failed = run.failed;
    }

    double rate() {
      return attempts == 0 ? 0 : (double) failed / attempts;
    }

    /** The rate that it is hardly above: two standard errors more. */
    double upper() {
      double rate = (failed + 1.0) / (attempts + 2.0);
      return rate + 2 * Math.sqrt(rate * (1 - rate) / (attempts + 2.0));
    }
  }

  double usual() {
    return usual;
  }

  /** The alarm that is on, as of now. */
  @Nullable Alarm alarm() {
    return on
        ? new Alarm(
            upstream,
            Measure.ERRORS,
            Reference.USUAL,
            sinceOnset.since,
            usual,
            sinceOnset.rate(),
            sinceOnset.attempts)
        : null;
  }

  /** An attempt was answered, or failed by the provider's fault. */
  @Nullable Drift heard(boolean failed, Instant at) {
    if (sum == 0) {
      sinceZero.clear();
    }
    sinceZero.add(failed, at);
    level.add(failed, at);
    return on ? whileOn(failed, at) : whileOff(failed);
  }

  private @Nullable Drift whileOff(boolean failed) {
    sum = Math.max(0, sum + (failed ? ifFailed : ifAnswered));
    if (sum >= threshold) {
      on = true;
      sinceOnset.be(sinceZero);
      test(Math.max(other, Math.min(sinceOnset.rate(), MOST_TO_CLEAR)), true);
      return alarm();
    }
    if (level.attempts >= SETTLED) {
      // What had become usual in a worse time does not stay so; better than the floor is no matter.
      double lower = Math.max(floor, level.upper());
      level.clear();
      if (lower < usual * BETTER) {
        settle(lower);
      }
    }
    return null;
  }

  private @Nullable Drift whileOn(boolean failed, Instant at) {
    sinceOnset.add(failed, at);
    sum = Math.max(0, sum - (failed ? ifFailed : ifAnswered));
    if (sum >= threshold) {
      double now = sinceZero.rate();
      settle(usual);
      return over(at, now, false);
    }
    if (level.attempts >= SETTLED) {
      double now = level.rate();
      settle(Math.max(floor, Math.min(level.upper(), MOST_USUAL)));
      return over(at, now, true);
    }
    return null;
  }

  private Drift over(Instant at, double now, boolean settled) {
    on = false;
    return new AllClear(
        upstream, Measure.ERRORS, sinceOnset.since, at, usual, now, sinceOnset.attempts, settled);
  }

  private void settle(double rate) {
    usual = rate;
    test(rate * FACTOR, false);
  }

  /** Begins to test the usual rate against another one, which is the present one or is not. */
  private void test(double rate, boolean isPresent) {
    other = rate;
    ifFailed = Math.log(other / usual);
    ifAnswered = Math.log((1 - other) / (1 - usual));
    double present = isPresent ? other : usual;
    double mean = present * ifFailed + (1 - present) * ifAnswered;
    threshold = Math.log(BY_CHANCE_EVERY * Math.abs(mean));
    sum = 0;
    level.clear();
  }
}
