package io.camrelay.dispatch;

import io.camrelay.capture.Asking.Begun;
import io.camrelay.capture.Attempt;
import io.camrelay.capture.Beginning;
import io.camrelay.capture.Capture;
import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.CaptureState;
import io.camrelay.capture.Ending;
import io.camrelay.protocol.AnswerStatus;
import io.camrelay.protocol.StageKind;
import io.camrelay.usage.BudgetPolicy;
import io.camrelay.usage.ModelInfo;
import io.camrelay.usage.Prices;
import io.camrelay.vision.Ask;
import io.camrelay.vision.AttemptResult;
import io.camrelay.vision.AttemptResult.Receipt;
import io.camrelay.vision.Failure;
import io.camrelay.vision.Provider;
import io.camrelay.vision.RateLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
  private final StoreLine store;

  /** Null until the capture was found. */
  private @Nullable Subject subject;

  /** Whom a budget forbids to ask, and the first of these refusals. */
  private final Refusals refusals = new Refusals();

  /** Who may be asked. */
  private List<String> chain = List.of();

  /** Set where a place is taken, as the next one is. */
  private @Nullable ProviderState state;

  private ProviderState.@Nullable Place place;

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
    this.store = new StoreLine(ports.line(), desk, this::settle);
  }

  CaptureKey key() {
    return key;
  }

  void start() {
    store.read(() -> ports.captures().find(key), this::found);
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
    Instant now = now();
    Capture found = known.orElse(null);
    if (found == null || !isDue(found, now) || desk.stopping()) {
      settle();
      return;
    }
    subject = new Subject(found, ports.profiles().apply(found), List.of());
    Optional<Ending.Failure> why = tooLate(now);
    if (why.isPresent()) {
      expire(why.get(), now);
    } else if (found.parent() == null) {
      weigh();
    } else {
      store.read(
          () -> ports.asking().conversation(found),
          conversation -> {
            subject = subject().after(conversation);
            weigh();
          });
    }
  }

  /** Whether the cheaper chain is to be asked. */
  private void weigh() {
    Subject asked = subject();
    if (asked.chain(true).isEmpty() || asked.capture().asked().provider() != null) {
      plan(asked.chain(false));
    } else {
      store.read(
          () -> ports.budgets().applicable(key.device(), asked.profile().name(), now()),
          states -> plan(asked.chain(BudgetPolicy.cheaper(states))));
    }
  }

  private void plan(List<String> may) {
    chain = may;
    Instant now = now();
    List<String> names =
        Plan.candidates(chain, subject().capture().attempts(), refusals.providers());
    Plan.Step step = Plan.next(names, name -> desk.state(name).room(now, tokens(name)));
    switch (step.kind()) {
      case ASK -> begin(desk.state(((Plan.Step.Ask) step).provider()));
      case HOLD -> hold((Plan.Step.Hold) step, now);
      case WAIT -> putOff((Plan.Step.Wait) step, now);
      case NOBODY -> expire(nobody(), now);
    }
  }

  private long tokens(String name) {
    long worst = beginning(desk.state(name).provider()).worst().tokens();
    return Math.max(0, worst);
  }

  private void hold(Plan.Step.Hold hold, Instant now) {
    Instant until = subject().deadline().minus(RetryPolicy.LEAST_TIME);
    if (desk.putBack(this, hold, until)) {
      told.stage(StageKind.QUEUED, Duration.ZERO, "");
    } else {
      later(now.plus(Plan.SHORT_WAIT), () -> {});
    }
  }

  private void putOff(Plan.Step.Wait wait, Instant now) {
    Provider provider = desk.state(wait.provider()).provider();
    Explanation why = Explanation.of(wait.why());
    Instant at = now.plus(wait.pause());
    if (RetryPolicy.isInTime(at, subject().deadline())) {
      String sentence = why.setAside(provider);
      later(at, () -> told.stage(StageKind.RETRYING, wait.pause(), sentence));
    } else {
      expire(why.setAside(provider, wait.pause(), subject().left(now)), now);
    }
  }

  /** Not asked now, but then. */
  private void later(Instant at, Runnable then) {
    store.change(
        () -> ports.asking().putOff(key, at),
        waits -> {
          if (waits) {
            then.run();
            desk.dueAt(at);
          }
        });
  }

  private void begin(ProviderState chosen) {
    Instant now = now();
    Beginning beginning = beginning(chosen.provider());
    state = chosen;
    place = chosen.take(now, Math.max(0, beginning.worst().tokens()));
    store.read(() -> ports.asking().begin(key, beginning, now), this::begun);
  }

  private void begun(Begun begun) {
    switch (begun.kind()) {
      case TAKEN -> {
        Begun.Taken taken = (Begun.Taken) begun;
        taken.warned().forEach(told::warning);
        taken(taken.capture());
      }
      case GONE -> settle();
      case REFUSED -> {
        Begun.Refused refused = (Begun.Refused) begun;
        refusals.add(state().provider(), refused);
        giveBack();
        plan(Plan.chain(chain, subject().chain(true)));
      }
    }
  }

  private void taken(Capture begun) {
    subject = subject().with(begun);
    if (cancelled || desk.stopping() || tooLate(now()).isPresent()) {
      // It waits on, for the next start or to be expired, unless the device has ended it.
      again(attemptEnd("not_asked", Attempt.Billed.NO, "", Receipt.NONE), now(), () -> {});
    } else {
      ask();
    }
  }

  /** The store may have taken its time to begin. */
  private Optional<Ending.Failure> tooLate(Instant now) {
    return RetryPolicy.before(
        subject().capture().attempts(), now, subject().deadline(), subject().profile().deadline());
  }

  private void ask() {
    Subject asked = subject();
    told.started(attempt());
    if (asked.capture().attempts().size() == 1) {
      desk.retries().earn();
    }
    Ask ask =
        new Ask(
            List.of(ports.asking().frame(asked.capture())),
            asked.earlier(),
            Wording.asked(asked.question(), asked.profile()),
            Wording.manner(asked.profile()),
            asked.left(now()));
    released = false;
    Provider provider = state().provider();
    live =
        new LiveAttempt(provider, ask, settings.maxAnswer(), ports.line(), ports.starters(), this);
    live.start();
  }

  @Override
  public void limits(RateLimits limits) {
    if (state != null) {
      state.heard(limits, now());
    }
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
      desk.heard(state(), place(), answered);
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
    Duration taken = Duration.between(subject().storedAt(), now());
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
    desk.heard(state(), place(), failed);
    Attempt.End end =
        attemptEnd(
            Told.word(failed.failure()),
            Attempt.Billed.valueOf(failed.billing().name()),
            failed.detail(),
            failed.receipt());
    Instant now = now();
    Instant deadline = subject().deadline();
    RetryPolicy.Decision decision =
        RetryPolicy.after(
            subject().capture().attempts(),
            failed,
            chain,
            now,
            deadline,
            ports.random().getAsDouble());
    Explanation why = Explanation.of(failed.failure());
    if (decision instanceof RetryPolicy.Decision.Again again) {
      RetryPolicy.Decision inTurn = desk.retries().turn(again, why, attempt(), now, deadline);
      decided(end, inTurn, why);
    } else {
      decided(end, decision, why);
    }
  }

  private void decided(Attempt.End end, RetryPolicy.Decision decision, Explanation why) {
    if (decision instanceof RetryPolicy.Decision.Again again) {
      String sentence = why.sentence(attempt());
      again(end, again.at(), () -> told.stage(StageKind.RETRYING, again.pause(), sentence));
    } else if (decision instanceof RetryPolicy.Decision.End last) {
      ended(end, last.failure());
    }
  }

  private void again(Attempt.End end, Instant at, Runnable then) {
    told.over(attempt(), end);
    store.change(
        () -> ports.asking().again(key, end, at),
        queued -> {
          told.durable(ports.attempts(), attempt(), end);
          if (queued) {
            then.run();
            desk.dueAt(at);
          }
        });
  }

  private void ended(Attempt.End end, Ending ending) {
    told.over(attempt(), end);
    store.change(
        () -> ports.asking().end(key, end, ending),
        first -> {
          told.durable(ports.attempts(), attempt(), end);
          if (first) {
            told.ended(attempt().ordinal(), ending);
          }
        });
  }

  private void expire(Ending.Failure failure, Instant now) {
    store.change(
        () -> ports.asking().expire(key, failure, null, now),
        first -> {
          if (first) {
            told.ended(0, failure);
          }
        });
  }

  /** Why nobody of the chain can be asked. */
  private Ending.Failure nobody() {
    return refusals
        .first(now())
        .orElseGet(() -> Explanation.nobody(chain, subject().capture().attempts()));
  }

  private void settle() {
    settled = true;
    letGo();
  }

  private void letGo() {
    if (settled && released) {
      giveBack();
      desk.done(this);
    }
  }

  private void giveBack() {
    if (state != null && place != null) {
      state.free(place);
    }
    state = null;
    place = null;
  }

  private Attempt.End attemptEnd(
      String outcome, Attempt.Billed billed, String detail, Receipt receipt) {
    return new Attempt.End(
        now(),
        outcome,
        billed,
        detail,
        Billing.bill(billed, receipt, attempt().beginning().worst(), prices()),
        receipt.requestId());
  }

  private Beginning beginning(Provider provider) {
    return subject().beginning(provider, ports.models().apply(provider.model()));
  }

  private @Nullable Prices prices() {
    return ports.models().apply(attempt().model()).map(ModelInfo::prices).orElse(null);
  }

  private Instant now() {
    return ports.line().now();
  }

  private Subject subject() {
    return Objects.requireNonNull(subject);
  }

  private ProviderState state() {
    return Objects.requireNonNull(state);
  }

  private ProviderState.Place place() {
    return Objects.requireNonNull(place);
  }

  private Attempt attempt() {
    return subject().attempt();
  }

  private static boolean isDue(Capture found, Instant now) {
    Instant dueAt = found.dueAt();
    return found.state() == CaptureState.QUEUED && dueAt != null && !dueAt.isAfter(now);
  }

  /** A provider that counts and counted nothing has cost nothing. */
  private static Attempt.Billed billed(Receipt receipt) {
    return receipt.promptTokens() == 0 && receipt.answerTokens() == 0
        ? Attempt.Billed.NO
        : Attempt.Billed.YES;
  }
}
