package io.camrelay.dispatch;

import io.camrelay.capture.Asking.Begun;
import io.camrelay.capture.Attempt;
import io.camrelay.capture.Beginning;
import io.camrelay.capture.Capture;
import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.CaptureState;
import io.camrelay.capture.Ending;
import io.camrelay.capture.StoreUnavailable;
import io.camrelay.device.EffectiveProfile;
import io.camrelay.protocol.AnswerStatus;
import io.camrelay.protocol.StageKind;
import io.camrelay.usage.Estimator;
import io.camrelay.usage.Expected;
import io.camrelay.usage.ModelInfo;
import io.camrelay.usage.Prices;
import io.camrelay.usage.Size;
import io.camrelay.usage.WorstCase;
import io.camrelay.vision.Ask;
import io.camrelay.vision.AttemptResult;
import io.camrelay.vision.AttemptResult.Receipt;
import io.camrelay.vision.Failure;
import io.camrelay.vision.Provider;
import io.camrelay.vision.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One capture's way from being taken out of the waiting ones to one attempt's end: found, decided
 * on, begun, asked, and what came of it made durable, and only then told. Holds its place until all
 * of that is done, so that answers which the store does not take yet are bounded like everything
 * else. All of it happens on the dispatcher's thread.
 */
final class CaptureRun implements LiveAttempt.Observer {

  private final CaptureKey key;
  private final Ports ports;
  private final DispatchSettings settings;
  private final Desk desk;
  private final Told told;

  /** The capture as the store had it last; null until it was found. */
  private @Nullable Capture capture;

  /** What it is asked with, as it was when the capture was found. */
  private @Nullable EffectiveProfile profile;

  /** Set where the place is taken. */
  private @Nullable Provider provider;

  /** Null until it has begun. */
  private @Nullable LiveAttempt live;

  /** Characters of the answer that were told. */
  private int said;

  /** The device gave the capture up. */
  private boolean cancelled;

  /** The relay stops: what is under way stays as it is in the store. */
  private boolean abandoned;

  /** What came of the attempt is durable, or there was none. */
  private boolean settled;

  /** No provider's thread is held. */
  private boolean released = true;

  CaptureRun(CaptureKey key, Ports ports, DispatchSettings settings, Desk desk) {
    this.key = key;
    this.ports = ports;
    this.settings = settings;
    this.desk = desk;
    this.told = new Told(key, ports.feed());
  }

  CaptureKey key() {
    return key;
  }

  /** Whose place is taken; null where none is. */
  @Nullable Provider provider() {
    return provider;
  }

  void start() {
    read(() -> ports.captures().find(key), this::found);
  }

  /**
   * The device has ended the capture: no more money for it. The store knows, so that whatever is
   * decided here on changes nothing but the attempt's own record.
   */
  void cancel() {
    cancelled = true;
    if (live != null) {
      live.hangUp();
    }
  }

  /** Hangs up and leaves the capture as it is, for the next start to settle. */
  void abandon() {
    abandoned = true;
    told.left();
    if (live != null) {
      live.hangUp();
    }
  }

  private void found(Optional<Capture> known) {
    Instant now = ports.line().now();
    Capture found = known.orElse(null);
    if (found == null || !isDue(found, now) || desk.stopping()) {
      settle();
      return;
    }
    capture = found;
    profile = ports.profiles().apply(found);
    Optional<Ending.Failure> why =
        RetryPolicy.before(found.attempts(), now, deadline(found), profile().deadline());
    if (why.isPresent()) {
      expire(why.get(), now);
      return;
    }
    Provider choice = ports.providers().choose(found);
    if (!desk.takePlace(choice)) {
      desk.putBack(this, choice);
      return;
    }
    provider = choice;
    if (found.parent() == null) {
      begin(choice, List.of());
    } else {
      read(() -> ports.asking().conversation(found), earlier -> begin(choice, turns(earlier)));
    }
  }

  private void begin(Provider choice, List<Ask.Turn> earlier) {
    Instant now = ports.line().now();
    Beginning beginning = beginning(choice, earlier);
    read(() -> ports.asking().begin(key, beginning, now), begun -> begun(begun, choice, earlier));
  }

  private Beginning beginning(Provider choice, List<Ask.Turn> earlier) {
    Terms terms = choice.terms(Wording.manner(profile()));
    Optional<ModelInfo> model = ports.models().apply(choice.model());
    boolean free = terms.answerTokens() == 0;
    Expected expected =
        free || capture().width() == 0
            ? Expected.UNKNOWN
            : Estimator.expected(
                model,
                List.of(new Size(capture().width(), capture().height())),
                terms.detail(),
                Wording.bytes(profile(), earlier, question(capture())));
    return new Beginning(
        choice.name(),
        choice.model(),
        profile().name(),
        profile().revision(),
        expected,
        free ? WorstCase.NOTHING : Estimator.worstCase(model, expected, terms.answerTokens()),
        null,
        null,
        false);
  }

  private void begun(Begun begun, Provider choice, List<Ask.Turn> earlier) {
    switch (begun.kind()) {
      case TAKEN -> {
        Begun.Taken taken = (Begun.Taken) begun;
        taken.warned().forEach(told::warning);
        taken(taken.capture(), choice, earlier);
      }
      case GONE -> settle();
      case REFUSED -> {
        Begun.Refused refused = (Begun.Refused) begun;
        Instant now = ports.line().now();
        expire(Explanation.budget(refused.whose(), refused.why(), choice.model(), now), now);
      }
    }
  }

  private void taken(Capture begun, Provider choice, List<Ask.Turn> earlier) {
    capture = begun;
    if (cancelled || desk.stopping() || isTooLate(begun)) {
      // It waits on, for the next start or to be expired, unless the device has ended it.
      again(
          attemptEnd("not_asked", Attempt.Billed.NO, "", Receipt.NONE),
          ports.line().now(),
          () -> {});
    } else {
      ask(begun, choice, earlier);
    }
  }

  /** The store may have taken its time to begin. */
  private boolean isTooLate(Capture begun) {
    return RetryPolicy.before(
            begun.attempts(), ports.line().now(), deadline(begun), profile().deadline())
        .isPresent();
  }

  private void ask(Capture begun, Provider choice, List<Ask.Turn> earlier) {
    told.started(attempt());
    Duration left = Duration.between(ports.line().now(), deadline(begun));
    Ask ask =
        new Ask(
            List.of(ports.asking().frame(begun)),
            earlier,
            Wording.asked(question(begun), profile()),
            Wording.manner(profile()),
            left);
    released = false;
    live = new LiveAttempt(choice, ask, settings.maxAnswer(), ports.line(), ports.starters(), this);
    live.start();
  }

  @Override
  public void text(String piece) {
    if (!abandoned) {
      told.text(attempt(), said, piece);
      said += piece.length();
    }
  }

  @Override
  public void over(AttemptResult result, String whole) {
    if (abandoned) {
      settle();
    } else if (result instanceof AttemptResult.Answered answered && !whole.isBlank()) {
      answered(answered, whole);
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
  public void released() {
    released = true;
    letGo();
  }

  private void answered(AttemptResult.Answered answered, String whole) {
    Receipt receipt = answered.receipt();
    String model = receipt.model().isEmpty() ? attempt().model() : receipt.model();
    Duration taken = Duration.between(storedAt(capture()), ports.line().now());
    ended(
        attemptEnd(Attempt.End.ANSWERED, billed(receipt), "", receipt),
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
    Attempt.End end =
        attemptEnd(
            Told.word(failed.failure()),
            Attempt.Billed.valueOf(failed.billing().name()),
            failed.detail(),
            failed.receipt());
    Instant now = ports.line().now();
    List<Attempt> attempts = capture().attempts();
    Instant deadline = deadline(capture());
    RetryPolicy.Decision decision =
        RetryPolicy.failover(attempts, failed, chain(), now, deadline)
            .orElseGet(
                () ->
                    RetryPolicy.after(
                        attempts, failed, now, deadline, ports.random().getAsDouble()));
    if (decision instanceof RetryPolicy.Decision.Again again) {
      String why = Explanation.of(failed.failure()).sentence(attempt());
      again(end, again.at(), () -> told.stage(StageKind.RETRYING, again.pause(), why));
    } else if (decision instanceof RetryPolicy.Decision.End last) {
      ended(end, last.failure());
    }
  }

  private void again(Attempt.End end, Instant at, Runnable then) {
    told.over(attempt(), end);
    change(
        () -> ports.asking().again(key, end, at),
        queued -> {
          if (queued) {
            then.run();
            desk.dueAt(at);
          }
        });
  }

  private void ended(Attempt.End end, Ending ending) {
    told.over(attempt(), end);
    change(
        () -> ports.asking().end(key, end, ending),
        first -> {
          if (first) {
            told.ended(attempt().ordinal(), ending);
          }
        });
  }

  private void expire(Ending.Failure failure, Instant now) {
    change(
        () -> ports.asking().expire(key, failure, null, now),
        first -> {
          if (first) {
            told.ended(0, failure);
          }
        });
  }

  /** Reads or begins: where the store is busy, the capture simply waits on. */
  private <T> void read(Supplier<CompletionStage<T>> call, Consumer<T> then) {
    onLine(
        call,
        then,
        busy -> {
          desk.storeBusy(busy);
          settle();
        });
  }

  /** Makes what came of it durable, however long that takes: it may have been paid for. */
  private void change(Supplier<CompletionStage<Boolean>> call, Consumer<Boolean> then) {
    onLine(
        call,
        done -> {
          then.accept(done);
          settle();
        },
        busy -> ports.line().after(desk.storeBusy(busy), () -> change(call, then)));
  }

  private <T> void onLine(
      Supplier<CompletionStage<T>> call, Consumer<T> then, Consumer<StoreUnavailable> whenBusy) {
    Replies.onLine(ports.line(), call, then, whenBusy, desk::storeFailed);
  }

  private void settle() {
    settled = true;
    letGo();
  }

  private void letGo() {
    if (settled && released) {
      desk.done(this);
    }
  }

  private Attempt.End attemptEnd(
      String outcome, Attempt.Billed billed, String detail, Receipt receipt) {
    return new Attempt.End(
        ports.line().now(),
        outcome,
        billed,
        detail,
        Billing.bill(billed, receipt, attempt().beginning().worst(), prices()),
        receipt.requestId());
  }

  private List<Ask.Turn> turns(List<Capture> earlier) {
    List<Ask.Turn> turns = new ArrayList<>();
    for (Capture before : earlier) {
      if (before.ending() instanceof Ending.Answer answer) {
        turns.add(new Ask.Turn(question(before), answer.text()));
      }
    }
    return turns;
  }

  private String question(Capture asked) {
    String own = asked.press().question();
    return own.isBlank() ? profile().question() : own;
  }

  private Instant deadline(Capture of) {
    return storedAt(of).plus(profile().deadline());
  }

  /** Who may be asked: the one that the operator wants, else all of the profile's. */
  private List<String> chain() {
    String wanted = capture().asked().provider();
    return wanted == null ? profile().chain() : List.of(wanted);
  }

  private @Nullable Prices prices() {
    return ports.models().apply(attempt().model()).map(ModelInfo::prices).orElse(null);
  }

  private EffectiveProfile profile() {
    return Objects.requireNonNull(profile);
  }

  private Capture capture() {
    return Objects.requireNonNull(capture);
  }

  /** The attempt that was begun last. */
  private Attempt attempt() {
    List<Attempt> attempts = capture().attempts();
    return attempts.get(attempts.size() - 1);
  }

  private static boolean isDue(Capture found, Instant now) {
    Instant dueAt = found.dueAt();
    return found.state() == CaptureState.QUEUED && dueAt != null && !dueAt.isAfter(now);
  }

  private static Instant storedAt(Capture of) {
    Instant storedAt = of.storedAt();
    return storedAt == null ? of.begunAt() : storedAt;
  }

  /** A provider that counts and counted nothing has cost nothing. */
  private static Attempt.Billed billed(Receipt receipt) {
    return receipt.promptTokens() == 0 && receipt.answerTokens() == 0
        ? Attempt.Billed.NO
        : Attempt.Billed.YES;
  }
}
