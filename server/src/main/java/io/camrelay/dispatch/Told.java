package io.camrelay.dispatch;

import io.camrelay.capture.Attempt;
import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.CaptureListener;
import io.camrelay.capture.Ending;
import io.camrelay.picture.GateVerdict;
import io.camrelay.picture.GateVerdict.Finding;
import io.camrelay.protocol.StageKind;
import io.camrelay.usage.BudgetState;
import io.camrelay.vision.Failure;
import io.camrelay.vision.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of one capture: the operator by the log, those who deliver or watch by the feed. A listener
 * that fails harms nobody else.
 */
final class Told {

  private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

  private final CaptureKey key;
  private final CaptureListener feed;

  Told(CaptureKey key, CaptureListener feed) {
    this.key = key;
    this.feed = feed;
  }

  void stage(StageKind stage, Duration retryIn, String detail) {
    guarded(() -> feed.stage(key, stage, retryIn, detail));
  }

  void started(Attempt attempt) {
    log.info(
        "attempt started device={} capture={} ordinal={} provider={} model={}",
        key.device(),
        key.shortForm(),
        attempt.ordinal(),
        attempt.provider(),
        attempt.model());
    stage(StageKind.ASKING, Duration.ZERO, attempt.model());
  }

  /** A provider is set aside, or asked again; the operator may want to mend something. */
  static void of(Breaker.Change change, ProviderState state, Instant now) {
    Provider provider = state.provider();
    switch (change) {
      case SET_ASIDE ->
          log.warn(
              "provider set aside provider={} model={} why={} ms={}",
              provider.name(),
              provider.model(),
              word(state.why()),
              state.rest(now).toMillis());
      case BACK ->
          log.info("provider back provider={} model={}", provider.name(), provider.model());
      case NONE -> {}
    }
  }

  /** The picture gate has found something. */
  void gate(GateVerdict verdict) {
    for (Finding finding : verdict.findings()) {
      log.info(
          "picture found {} device={} capture={} action={} why=\"{}\"",
          finding.check().word(),
          key.device(),
          key.shortForm(),
          finding.action().word(),
          finding.sentence());
    }
  }

  /** A budget has reached the threshold at which the operator wants to know. */
  void warning(BudgetState state) {
    log.warn(
        "budget nearly used up budget=\"{}\" limit={} taken={} renews={}",
        state.budget().key(),
        state.budget().amount(state.budget().limit()),
        state.budget().amount(state.taken()),
        state.renewsAt());
  }

  void text(Attempt attempt, int offset, String piece) {
    guarded(() -> feed.text(key, attempt.ordinal(), offset, piece));
  }

  void over(Attempt attempt, Attempt.End end) {
    log.info(
        "attempt ended device={} capture={} ordinal={} outcome={} billed={} ms={} tokens={}+{}"
            + " request={} detail={}",
        key.device(),
        key.shortForm(),
        attempt.ordinal(),
        end.outcome(),
        end.billed().name().toLowerCase(Locale.ROOT),
        Duration.between(attempt.startedAt(), end.at()).toMillis(),
        end.bill().tokens().prompt(),
        end.bill().tokens().answer(),
        end.requestId(),
        end.detail());
  }

  /** The end of an attempt is durable. */
  void durable(AttemptListener listener, Attempt attempt, Attempt.End end) {
    guarded(() -> listener.ended(key, attempt, end));
  }

  /**
   * @param ordinal the attempt's that was the last, 0 where there was none
   */
  void ended(int ordinal, Ending ending) {
    if (ending instanceof Ending.Answer answer) {
      log.info(
          "capture answered device={} capture={} attempts={} ms={} chars={} status={}",
          key.device(),
          key.shortForm(),
          ordinal,
          answer.millis(),
          answer.text().length(),
          answer.status().name().toLowerCase(Locale.ROOT));
      guarded(() -> feed.ended(key, ordinal, ending));
    } else if (ending instanceof Ending.Failure failure) {
      log.info(
          "capture failed device={} capture={} attempts={} code={} hint={}",
          key.device(),
          key.shortForm(),
          ordinal,
          failure.code().word(),
          failure.hint());
      guarded(() -> feed.ended(key, 0, ending));
    }
  }

  /** This side has made a mistake, by which the capture ends. */
  void defect(RuntimeException defect) {
    log.error("capture defect device={} capture={}", key.device(), key.shortForm(), defect);
  }

  /** The relay stops while the capture is under way. */
  void left() {
    log.warn("capture left for the next start device={} capture={}", key.device(), key.shortForm());
  }

  /** A failure's word for records and logs, such as {@code rate_limited}. */
  static String word(Failure failure) {
    return failure.name().toLowerCase(Locale.ROOT);
  }

  private void guarded(Runnable telling) {
    try {
      telling.run();
    } catch (RuntimeException defect) {
      log.error("listener defect device={} capture={}", key.device(), key.shortForm(), defect);
    }
  }
}
