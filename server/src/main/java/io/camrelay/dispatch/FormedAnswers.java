package io.camrelay.dispatch;

import io.camrelay.capture.Attempt;
import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.Ending;
import io.camrelay.form.AnswerForm;
import io.camrelay.form.Judged;
import io.camrelay.protocol.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Answers that must follow a schema: judges them, off the dispatcher's thread, and keeps what a
 * model is asked to mend until it is asked again.
 *
 * <p>That is kept in memory alone. What counts is in the store: an attempt with the outcome {@link
 * Attempt.End#UNFIT} was made, and has cost what it cost. After a restart the second question is
 * simply the first one again, to the same provider and for the last time.
 */
final class FormedAnswers {

  /** Schemas that are kept ready, the last used; a relay has one a profile. */
  static final int MAX_FORMS = 64;

  /** Captures that wait to be mended, at most {@link Repair#MAX_SAID} characters each. */
  static final int MAX_REPAIRS = 1_000;

  private final Executor workers;

  /** By their text. Guarded by itself. */
  private final Map<String, AnswerForm> forms = new LastUsed<>(MAX_FORMS);

  /** Owned by the dispatcher's thread. */
  private final Map<CaptureKey, Repair> repairs = new LastUsed<>(MAX_REPAIRS);

  /**
   * @param workers run what takes milliseconds
   */
  FormedAnswers(Executor workers) {
    this.workers = workers;
  }

  /**
   * Makes a schema ready.
   *
   * @return completes with why it cannot be used; empty where it can
   */
  CompletionStage<Optional<String>> problem(String schema) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            AnswerForm unused = form(schema);
            return Optional.empty();
          } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
          }
        },
        workers);
  }

  /**
   * Judges an answer.
   *
   * @param schema one that {@link #problem} found none with
   * @param cut true where a limit ended the answer
   */
  CompletionStage<Judged> judge(String schema, String answer, boolean cut) {
    return CompletableFuture.supplyAsync(
        () -> cut ? wholeOnly(form(schema).judge(answer)) : form(schema).judge(answer), workers);
  }

  /** The half of a number is a number too; what has a closing mark of its own is whole. */
  private static Judged wholeOnly(Judged judged) {
    if (judged instanceof Judged.Fits fits && "{[\"".indexOf(fits.text().charAt(0)) < 0) {
      return new Judged.Unfit(List.of("$: it was cut off"));
    }
    return judged;
  }

  private AnswerForm form(String schema) {
    synchronized (forms) {
      AnswerForm known = forms.get(schema);
      if (known == null) {
        known = AnswerForm.of(schema);
        forms.put(schema, known);
      }
      return known;
    }
  }

  /** Keeps what the next question about the capture begins with. */
  void keep(CaptureKey key, Repair repair) {
    repairs.put(key, repair);
  }

  /** What is to be mended; null where nothing is, also because the schema has changed. */
  @Nullable Repair repair(CaptureKey key, String schema) {
    Repair kept = repairs.get(key);
    return kept == null || !kept.schema().equals(schema) ? null : kept;
  }

  /** The capture has ended. */
  void forget(CaptureKey key) {
    repairs.remove(key);
  }

  /**
   * What follows from an answer that does not follow its schema: the one repair, at once, where the
   * rules for what may have been billed leave room for it.
   *
   * @param attempts what was tried so far, the unfit one last
   * @param billed whether that one has cost money
   */
  static RetryPolicy.Decision after(
      List<Attempt> attempts,
      Attempt.Billed billed,
      Judged.Unfit unfit,
      boolean cut,
      Instant now,
      Instant deadline) {
    List<Attempt> before = attempts.subList(0, attempts.size() - 1);
    int paid = RetryPolicy.possiblyBilled(before) + (billed == Attempt.Billed.NO ? 0 : 1);
    boolean may =
        before.stream().noneMatch(FormedAnswers::wasUnfit)
            && paid < RetryPolicy.MAX_POSSIBLY_BILLED
            && attempts.size() < RetryPolicy.MAX_ATTEMPTS
            && !now.plus(RetryPolicy.LEAST_TIME).isAfter(deadline);
    if (may) {
      return new RetryPolicy.Decision.Again(now, Duration.ZERO);
    }
    Attempt last = attempts.get(attempts.size() - 1);
    String hint = Explanation.unfit(last, unfit.problems().get(0), cut);
    return new RetryPolicy.Decision.End(new Ending.Failure(Code.ANSWER_UNFIT, hint));
  }

  private static boolean wasUnfit(Attempt attempt) {
    Attempt.End end = attempt.end();
    return end != null && end.outcome().equals(Attempt.End.UNFIT);
  }
}
