package io.camrelay.dispatch;

import io.camrelay.capture.Attempt;
import io.camrelay.capture.Ending;
import io.camrelay.form.Judged;
import io.camrelay.protocol.AnswerStatus;
import io.camrelay.protocol.StageKind;
import io.camrelay.usage.Bill;
import io.camrelay.usage.ModelInfo;
import io.camrelay.usage.Prices;
import io.camrelay.vision.Ask;
import io.camrelay.vision.AttemptResult;
import io.camrelay.vision.AttemptResult.Receipt;
import io.camrelay.vision.Failure;
import io.camrelay.vision.RateLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One attempt from its record to what came of it: asked, its words told, judged, decided on, and
 * made durable before its end is told. All of it happens on the dispatcher's thread.
 */
final class AttemptRun implements LiveAttempt.Observer {

  private final Means means;
  private final Subject subject;
  private final List<String> chain;
  private final ProviderState provider;
  private final ProviderState.Place place;
  private final Runnable letGo;

  /** Null until it was asked. */
  private @Nullable LiveAttempt live;

  /** Characters of the answer that were told. */
  private int said;

  /** The relay stops: what is under way stays as it is in the store. */
  private boolean abandoned;

  /** No provider's thread is held. */
  private boolean released = true;

  /**
   * @param subject with the attempt that was recorded last
   * @param chain who may be asked after it
   * @param letGo called where no provider's thread is held any more
   */
  AttemptRun(
      Means means,
      Subject subject,
      List<String> chain,
      ProviderState provider,
      ProviderState.Place place,
      Runnable letGo) {
    this.means = means;
    this.subject = subject;
    this.chain = chain;
    this.provider = provider;
    this.place = place;
    this.letGo = letGo;
  }

  /** True where nobody needs this any more. */
  boolean released() {
    return released;
  }

  /** Goes on with what was begun while the frame arrived. */
  void goOn(Overture overture) {
    begun();
    live = overture.handOver(this, subject.left(now()));
  }

  private void begun() {
    means.told().started(attempt());
    if (subject.capture().attempts().size() == 1) {
      means.desk().retries().earn();
    }
    released = false;
  }

  void ask(Sending sending) {
    begun();
    Ask ask =
        new Ask(
            sending.frames(),
            subject.earlier(),
            subject.asks(),
            Wording.manner(subject.profile()),
            subject.left(now()));
    live =
        new LiveAttempt(
            provider.provider(),
            ask,
            means.settings().maxAnswer(),
            means.ports().line(),
            means.ports().starters(),
            this);
    live.start();
  }

  /** It waits on, for the next start or to be expired, unless the device has ended it. */
  void skip() {
    again(end("not_asked", Attempt.Billed.NO, "", Receipt.NONE), now(), () -> {});
  }

  void hangUp() {
    if (live != null) {
      live.hangUp();
    }
  }

  /** Hangs up and leaves the capture as it is. */
  void abandon() {
    abandoned = true;
    hangUp();
  }

  /** Where a mistake is the capture's own; what comes in turn stays in turn. */
  void onItsLine(Consumer<AttemptRun> what) {
    means.ports().line().run(() -> what.accept(this));
  }

  int ordinal() {
    return attempt().ordinal();
  }

  /** Its end where this side has made a mistake: it may have been billed at the worst. */
  Attempt.End defect(RuntimeException defect) {
    return new Attempt.End(
        now(),
        "defect",
        Attempt.Billed.MAYBE,
        "a defect of the relay: " + defect,
        Bill.worst(attempt().beginning().worst()),
        "");
  }

  @Override
  public void limits(RateLimits limits) {
    provider.heard(limits, now());
  }

  @Override
  public void text(String piece) {
    // Half a JSON is worth nothing, and it may yet have to be mended: told once it fits.
    if (!abandoned && subject.profile().schema().isEmpty()) {
      means.told().text(attempt(), said, piece);
      said += piece.length();
    }
  }

  @Override
  public void over(AttemptResult result, String whole) {
    if (abandoned) {
      means.store().leave();
    } else if (result instanceof AttemptResult.Answered answered && !whole.isBlank()) {
      means.desk().heard(provider, place, answered);
      judge(answered, whole);
    } else if (result instanceof AttemptResult.Failed failed) {
      failed(failed);
    } else {
      String detail = "the provider says that the model answered, and there is no word";
      failed(
          new AttemptResult.Failed(
              Failure.EMPTY, AttemptResult.Billing.YES, null, detail, result.receipt()));
    }
  }

  @Override
  public void letGo() {
    released = true;
    letGo.run();
  }

  private void judge(AttemptResult.Answered answered, String whole) {
    String schema = subject.profile().schema();
    if (schema.isEmpty()) {
      answered(answered, whole);
    } else {
      means
          .store()
          .read(
              () -> means.desk().formed().judge(schema, whole, answered.cut()),
              judged -> judged(judged, answered, whole));
    }
  }

  private void judged(Judged judged, AttemptResult.Answered answered, String whole) {
    if (abandoned) {
      means.store().leave();
      return;
    }
    switch (judged.kind()) {
      // Whatever else the model wanted to say, what was asked for is whole.
      case FITS ->
          answered(
              new AttemptResult.Answered(false, answered.detail(), answered.receipt()),
              ((Judged.Fits) judged).text());
      case UNFIT -> unfit((Judged.Unfit) judged, answered, whole);
    }
  }

  private void unfit(Judged.Unfit unfit, AttemptResult.Answered answered, String whole) {
    Attempt.Billed billed = billed(answered.receipt());
    boolean cut = answered.cut();
    RetryPolicy.Decision decision =
        FormedAnswers.after(
            subject.capture().attempts(), billed, unfit, cut, now(), subject.deadline());
    Repair repair = new Repair(subject.profile().schema(), whole, unfit.problems(), cut);
    means.desk().formed().keep(means.key(), repair);
    String detail = (cut ? "cut off; " : "") + String.join("; ", unfit.problems());
    decided(
        end(Attempt.End.UNFIT, billed, detail, answered.receipt()),
        decision,
        Explanation.unfit(attempt()));
  }

  private void answered(AttemptResult.Answered answered, String whole) {
    Receipt receipt = answered.receipt();
    String model = receipt.model().isEmpty() ? attempt().model() : receipt.model();
    Duration taken = Duration.between(subject.storedAt(), now());
    ended(
        end(Attempt.End.ANSWERED, billed(receipt), answered.detail(), receipt),
        new Ending.Answer(
            whole,
            answered.cut() ? AnswerStatus.CUT : AnswerStatus.COMPLETE,
            attempt().provider(),
            model,
            receipt.promptTokens(),
            receipt.answerTokens(),
            Math.max(0, taken.toMillis())));
  }

  private void failed(AttemptResult.Failed failed) {
    means.desk().heard(provider, place, failed);
    Attempt.End end =
        end(
            Told.word(failed.failure()),
            Attempt.Billed.valueOf(failed.billing().name()),
            failed.detail(),
            failed.receipt());
    Instant now = now();
    Instant deadline = subject.deadline();
    double random = means.ports().random().getAsDouble();
    RetryPolicy.Decision decision =
        RetryPolicy.after(subject.capture().attempts(), failed, chain, now, deadline, random);
    Explanation why = Explanation.of(failed.failure());
    if (decision instanceof RetryPolicy.Decision.Again again) {
      decision = means.desk().retries().turn(again, why, attempt(), now, deadline);
    }
    decided(end, decision, why.sentence(attempt()));
  }

  private void decided(Attempt.End end, RetryPolicy.Decision decision, String why) {
    if (decision instanceof RetryPolicy.Decision.Again again) {
      again(end, again.at(), () -> means.told().stage(StageKind.RETRYING, again.pause(), why));
    } else if (decision instanceof RetryPolicy.Decision.End last) {
      ended(end, last.failure());
    }
  }

  private void again(Attempt.End end, Instant at, Runnable then) {
    means.told().over(attempt(), end);
    means
        .store()
        .change(
            () -> means.ports().asking().again(means.key(), end, at),
            queued -> {
              means.told().durable(means.ports().attempts(), attempt(), end);
              if (queued) {
                then.run();
                means.desk().dueAt(at);
              }
            });
  }

  private void ended(Attempt.End end, Ending ending) {
    means.told().over(attempt(), end);
    means.desk().formed().forget(means.key());
    means
        .store()
        .change(
            () -> means.ports().asking().end(means.key(), end, ending),
            first -> {
              means.told().durable(means.ports().attempts(), attempt(), end);
              if (first) {
                means.told().ended(attempt().ordinal(), ending);
              }
            });
  }

  private Attempt.End end(String outcome, Attempt.Billed billed, String detail, Receipt receipt) {
    return new Attempt.End(
        now(),
        outcome,
        billed,
        detail,
        Billing.bill(billed, receipt, attempt().beginning().worst(), prices()),
        receipt.requestId());
  }

  private @Nullable Prices prices() {
    return means.ports().models().apply(attempt().model()).map(ModelInfo::prices).orElse(null);
  }

  private Attempt attempt() {
    return subject.attempt();
  }

  private Instant now() {
    return means.ports().line().now();
  }

  /** A provider that counts and counted nothing has cost nothing. */
  private static Attempt.Billed billed(Receipt receipt) {
    return receipt.promptTokens() == 0 && receipt.answerTokens() == 0
        ? Attempt.Billed.NO
        : Attempt.Billed.YES;
  }
}
