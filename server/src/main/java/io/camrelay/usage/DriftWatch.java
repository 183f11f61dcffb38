package io.camrelay.usage;

import io.camrelay.usage.Drift.Alarm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Watches what models bill against what was expected, and how often they fail, and says when one of
 * them leaves its band and when it is back. Reads no clock and is bounded: {@link #MOST} models,
 * each with a few kilobytes, whatever is heard. One thread at a time.
 */
public final class DriftWatch {

  /** Models that are watched at a time; the one not asked for longest is forgotten. */
  public static final int MOST = 64;

  /** The rate of errors that is usual where nobody says otherwise: the seeds' 1.9 %. */
  public static final double USUAL_ERRORS = 0.019;

  /** How an attempt ended, as far as it tells something of a model. */
  public enum Outcome {
    ANSWERED,
    /** By the provider's fault. */
    FAILED,
    /** By somebody else's: it says nothing of the model's errors. */
    ELSEWISE
  }

  /**
   * What is known of a model.
   *
   * @param attempts that were heard of since it is watched
   * @param failed how many of them failed by the provider's fault
   * @param tokens billed over expected tokens of late; empty where none could be compared
   * @param usualErrors the rate of errors above which it is watched
   * @param alarms those that are on, with what they have come to by now
   */
  public record Standing(
      Upstream upstream,
      long attempts,
      long failed,
      Optional<Double> tokens,
      double usualErrors,
      List<Alarm> alarms) {}

  private final double usualErrors;

  private final Map<Upstream, Watched> watched =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Upstream, Watched> eldest) {
          return size() > MOST;
        }
      };

  /**
   * @param usualErrors the rate of errors that is usual at the least, more than 0 and at most 0.5
   */
  public DriftWatch(double usualErrors) {
    if (!(usualErrors > 0 && usualErrors <= 0.5)) {
      throw new IllegalArgumentException("usualErrors is " + usualErrors);
    }
    this.usualErrors = usualErrors;
  }

  /**
   * An attempt has ended.
   *
   * @param expected what it was expected to take
   * @param billedPrompt tokens of the whole input as billed, -1 where nobody knows
   * @return alarms and all-clears: mostly none
   */
  public List<Drift> heard(
      Upstream upstream, Expected expected, long billedPrompt, Outcome outcome, Instant at) {
    Watched model = watched.computeIfAbsent(upstream, Watched::new);
    Drift tokens = model.tokens.heard(expected, billedPrompt, at);
    Drift errors = model.outcome(outcome, at);
    return tokens == null && errors == null ? List.of() : present(tokens, errors);
  }

  /** Every model that is watched, the one asked last at the end. */
  public List<Standing> standings() {
    List<Standing> all = new ArrayList<>(watched.size());
    watched.values().forEach(model -> all.add(model.standing()));
    return all;
  }

  /** Every alarm that is on. */
  public List<Alarm> alarms() {
    List<Alarm> all = new ArrayList<>();
    watched.values().forEach(model -> all.addAll(model.alarms()));
    return all;
  }

  private static <T> List<T> present(@Nullable T one, @Nullable T other) {
    return Stream.of(Optional.ofNullable(one), Optional.ofNullable(other))
        .flatMap(Optional::stream)
        .toList();
  }

  private final class Watched {
    private final Upstream upstream;
    private final TokenWatch tokens;
    private final ErrorWatch errors;
    private long attempts;
    private long failed;

    Watched(Upstream upstream) {
      this.upstream = upstream;
      this.tokens = new TokenWatch(upstream);
      this.errors = new ErrorWatch(upstream, usualErrors);
    }

    @Nullable Drift outcome(Outcome outcome, Instant at) {
      attempts++;
      return switch (outcome) {
        case ANSWERED -> errors.heard(false, at);
        case FAILED -> {
          failed++;
          yield errors.heard(true, at);
        }
        case ELSEWISE -> null;
      };
    }

    List<Alarm> alarms() {
      return present(tokens.alarm(), errors.alarm());
    }

    Standing standing() {
      return new Standing(upstream, attempts, failed, tokens.now(), errors.usual(), alarms());
    }
  }
}
