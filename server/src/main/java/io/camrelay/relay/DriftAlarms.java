package io.camrelay.relay;

import io.camrelay.capture.Attempt;
import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.Ledger;
import io.camrelay.dispatch.AttemptListener;
import io.camrelay.usage.Bill;
import io.camrelay.usage.Drift;
import io.camrelay.usage.DriftWatch;
import io.camrelay.usage.DriftWatch.Outcome;
import io.camrelay.usage.Upstream;
import io.camrelay.usage.UsedTokens;
import io.camrelay.vision.Failure;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the drift watch with attempts and tells the operator what it says. Starts from what the
 * ledger remembers, so that a restart neither forgets what is usual nor an alarm that is on.
 */
public final class DriftAlarms implements AttemptListener {

  /** Attempts of a model that are remembered at the start: more than any test looks back. */
  static final int HISTORY = 10_000;

  private static final Logger log = LoggerFactory.getLogger(DriftAlarms.class);

  /** Owned by the dispatcher's thread. */
  private final DriftWatch watch;

  /** For whoever asks, on any thread. */
  private volatile List<Drift.Alarm> on;

  /**
   * @param watch recalled from the ledger; alarms that are on in it are told again
   */
  DriftAlarms(DriftWatch watch) {
    this.watch = watch;
    this.on = watch.alarms();
    on.forEach(DriftAlarms::tell);
  }

  /** What a watch would know of the configured models that had heard what the ledger remembers. */
  public static CompletionStage<DriftWatch> recall(Ledger ledger, RelayConfig config) {
    DriftWatch watch = new DriftWatch(config.usualErrors());
    Set<Upstream> configured =
        config.providers().entrySet().stream()
            .map(provider -> new Upstream(provider.getKey(), provider.getValue().model()))
            .collect(Collectors.toSet());
    Set<String> models =
        configured.stream().map(Upstream::model).collect(Collectors.toCollection(TreeSet::new));
    CompletionStage<@Nullable Void> last = CompletableFuture.completedFuture(null);
    for (String model : models) {
      // One after the other: they are large, and the watch is one thread's at a time.
      last =
          last.thenCompose(before -> ledger.recent(model, HISTORY))
              .thenAccept(entries -> replay(entries, configured, watch));
    }
    return last.thenApply(all -> watch);
  }

  private static void replay(
      List<Ledger.Entry> latestFirst, Set<Upstream> configured, DriftWatch watch) {
    for (int i = latestFirst.size() - 1; i >= 0; i--) {
      Ledger.Entry entry = latestFirst.get(i);
      Upstream upstream = new Upstream(entry.provider(), entry.model());
      String outcome = entry.outcome();
      Bill bill = entry.bill();
      if (configured.contains(upstream) && outcome != null && bill != null) {
        watch.heard(
            upstream, entry.expected(), bill.tokens().prompt(), outcome(outcome), entry.begunAt());
      }
    }
  }

  /** Every alarm that is on, with what it has come to by now. */
  public List<Drift.Alarm> on() {
    return on;
  }

  @Override
  public void ended(CaptureKey key, Attempt attempt, Attempt.End end) {
    UsedTokens billed = end.bill().tokens();
    List<Drift> drifts =
        watch.heard(
            new Upstream(attempt.provider(), attempt.model()),
            attempt.beginning().expected(),
            billed.prompt(),
            outcome(end.outcome()),
            end.at());
    drifts.forEach(DriftAlarms::tell);
    on = watch.alarms();
  }

  /** Whose fault it was, by the outcome's word in the record. */
  static Outcome outcome(String word) {
    if (word.equals(Attempt.End.ANSWERED)) {
      return Outcome.ANSWERED;
    }
    return Stream.of(Failure.values())
        .filter(failure -> failure.name().toLowerCase(Locale.ROOT).equals(word))
        .map(DriftAlarms::outcome)
        .findFirst()
        .orElse(Outcome.ELSEWISE);
  }

  private static Outcome outcome(Failure failure) {
    return switch (failure) {
      case UNREACHABLE, OVERLOADED, PROVIDER_ERROR, TIMEOUT, BROKEN, EMPTY -> Outcome.FAILED;
      // What the operator has set or paid for, what was sent, and what this side did.
      case RATE_LIMITED,
          OUT_OF_MONEY,
          BAD_KEY,
          NO_SUCH_MODEL,
          REJECTED,
          BAD_PICTURE,
          REFUSED,
          CANCELLED ->
          Outcome.ELSEWISE;
    };
  }

  private static void tell(Drift drift) {
    switch (drift.kind()) {
      case ALARM -> {
        Drift.Alarm alarm = (Drift.Alarm) drift;
        log.warn(
            "model drifts provider={} model={} what={} against={} usual={} now={} change={}"
                + " since={} attempts={}",
            alarm.upstream().provider(),
            alarm.upstream().model(),
            word(alarm.measure()),
            word(alarm.reference()),
            value(alarm.measure(), alarm.usual()),
            value(alarm.measure(), alarm.now()),
            String.format(Locale.ROOT, "%+.0f%%", 100 * alarm.change()),
            seconds(alarm.since()),
            alarm.attempts());
      }
      case ALL_CLEAR -> {
        Drift.AllClear clear = (Drift.AllClear) drift;
        log.info(
            "model drifts no more provider={} model={} what={} why={} usual={} now={} since={}"
                + " attempts={}",
            clear.upstream().provider(),
            clear.upstream().model(),
            word(clear.measure()),
            clear.settled() ? "settled" : "back",
            value(clear.measure(), clear.usual()),
            value(clear.measure(), clear.now()),
            seconds(clear.since()),
            clear.attempts());
      }
    }
  }

  private static Instant seconds(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** A measure as people read it: {@code 0.12} times the tokens, {@code 2.9%} of the attempts. */
  public static String value(Drift.Measure measure, double value) {
    return switch (measure) {
      case TOKENS -> String.format(Locale.ROOT, "%.2f", value);
      case ERRORS -> String.format(Locale.ROOT, "%.1f%%", 100 * value);
    };
  }
}
