package io.camrelay.dispatch;

import io.camrelay.capture.Asking.Begun;
import io.camrelay.capture.Beginning;
import io.camrelay.capture.Capture;
import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.CaptureState;
import io.camrelay.capture.Ending;
import io.camrelay.capture.Look;
import io.camrelay.picture.Fingerprint;
import io.camrelay.picture.Fit;
import io.camrelay.picture.FrameSource;
import io.camrelay.picture.GateAction;
import io.camrelay.picture.GateCheck;
import io.camrelay.picture.GateRules;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.StageKind;
import io.camrelay.usage.BudgetPolicy;
import io.camrelay.usage.ModelInfo;
import io.camrelay.usage.Size;
import io.camrelay.vision.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One capture's way from being taken out of the waiting ones to one attempt: found, its picture
 * looked at, decided on, begun, and asked in an {@link AttemptRun}. Holds its place until what came
 * of it is durable and told, so that answers which the store does not take yet are bounded like
 * everything else. All of it happens on the dispatcher's thread.
 */
final class CaptureRun {

  private final CaptureKey key;
  private final Ports ports;
  private final Desk desk;
  private final Told told;
  private final StoreLine store;
  private final Means means;

  /** Null until the capture was found. */
  private @Nullable Subject subject;

  /** Who may be asked. */
  private List<String> chain = List.of();

  /** Whom a budget forbids to ask. */
  private final Refusals refusals = new Refusals();

  /** Set where a place is taken, as the next one is. */
  private @Nullable ProviderState state;

  private ProviderState.@Nullable Place place;

  /** What was begun while the frame arrived, and is to become the attempt. */
  private @Nullable Overture overture;

  /** Null until it has begun. */
  private @Nullable AttemptRun attempt;

  /** The device gave the capture up. */
  private boolean cancelled;

  /** A defect was met, and the capture ends by it. */
  private boolean defective;

  /** What came of it is durable, or there was nothing. */
  private boolean settled;

  CaptureRun(CaptureKey key, Ports ports, DispatchSettings settings, Desk desk) {
    this.key = key;
    this.ports = ports.on(new WatchedLine(ports.line(), this::defect));
    this.desk = desk;
    this.told = new Told(key, ports.feed());
    this.store = new StoreLine(this.ports.line(), desk, this::settle);
    this.means = new Means(key, this.ports, settings, desk, told, store);
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
    if (attempt != null) {
      attempt.hangUp();
    }
  }

  /** Hangs up and leaves the capture as it is, for the next start to settle. */
  void abandon() {
    told.left();
    if (attempt != null) {
      attempt.abandon();
    }
  }

  /** A mistake of this side must neither leave the capture without an end nor keep its place. */
  private void defect(RuntimeException defect) {
    told.defect(defect);
    if (attempt != null) {
      attempt.abandon();
    }
    if (defective) {
      settle();
      return;
    }
    defective = true;
    giveUp("the relay has made a mistake");
    abort("the relay has made a mistake");
    store.change(
        () ->
            attempt == null
                ? ports.asking().expire(key, Explanation.DEFECT, null, now())
                : ports.asking().end(key, attempt.defect(defect), Explanation.DEFECT),
        first -> {
          if (first) {
            told.ended(attempt == null ? 0 : attempt.ordinal(), Explanation.DEFECT);
          }
        });
  }

  private void found(Optional<Capture> known) {
    Instant now = now();
    Capture found = known.orElse(null);
    if (found == null || !isDue(found, now) || desk.stopping()) {
      giveUp("nothing is to be asked");
      settle();
      return;
    }
    subject = Subject.of(found, ports.profiles().apply(found));
    Optional<Ending.Failure> why = tooLate(now);
    if (why.isPresent()) {
      expire(why.get(), null);
    } else if (subject().isToBeLookedAt()) {
      look();
    } else {
      recall();
    }
  }

  private void look() {
    GateRules rules = subject().profile().gate();
    List<FrameSource> frames = ports.asking().frames(subject().capture());
    boolean compares = rules.rule(GateCheck.SAME).action() != GateAction.OFF;
    CompletionStage<Optional<Fingerprint>> before =
        compares
            ? ports.asking().lastFingerprint(key.device(), subject().storedAt())
            : CompletableFuture.completedStage(Optional.empty());
    store.read(
        () ->
            desk.pictures()
                .read(frames)
                .thenCombine(
                    before, (readings, last) -> Gate.judge(readings, last.orElse(null), rules)),
        this::lookedAt);
  }

  private void lookedAt(Gate gate) {
    Look look = gate.look();
    if (gate.refuses()) {
      told.gate(gate.verdict());
      expire(new Ending.Failure(Code.PICTURE_UNFIT, gate.verdict().hint()), look);
      return;
    }
    if (gate.verdict().action() == GateAction.WARN) {
      told.gate(gate.verdict());
      told.stage(StageKind.OTHER, Duration.ZERO, gate.verdict().warning());
    }
    subject = subject().with(look);
    recall();
  }

  /** Brings back the conversation that the capture goes on with. */
  private void recall() {
    Capture found = subject().capture();
    if (found.parent() == null) {
      form();
    } else {
      store.read(
          () -> ports.asking().conversation(found),
          conversation -> {
            subject = subject().after(conversation);
            form();
          });
    }
  }

  /** Makes the schema ready, where the answer is to follow one. */
  private void form() {
    String schema = subject().profile().schema();
    if (schema.isEmpty()) {
      weigh();
    } else {
      store.read(
          () -> desk.formed().problem(schema),
          problem -> {
            if (problem.isPresent()) {
              expire(Explanation.badSchema(problem.get()), null);
            } else {
              subject = subject().mending(desk.formed().repair(key, schema));
              weigh();
            }
          });
    }
  }

  /** Whether it goes on with what was begun, and else whether the cheaper chain is to be asked. */
  private void weigh() {
    Subject asked = subject();
    Overture begun = desk.overtures().take(key);
    if (begun != null && begun.fits(asked)) {
      overture = begun;
      chain = asked.chain(false);
      state = begun.provider();
      place = begun.place();
      begin(asItIs());
      return;
    }
    if (begun != null) {
      begun.abort("something else is asked now");
    }
    if (!asked.hasCheaperChain()) {
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
      case ASK -> prepare(desk.state(((Plan.Step.Ask) step).provider()));
      case HOLD -> hold((Plan.Step.Hold) step, now);
      case WAIT -> putOff((Plan.Step.Wait) step, now);
      case NOBODY -> expire(nobody(), null);
    }
  }

  private long tokens(String name) {
    return worstTokens(beginning(desk.state(name).provider(), asItIs()));
  }

  private static long worstTokens(Beginning beginning) {
    return Math.max(0, beginning.worst().tokens());
  }

  private void hold(Plan.Step.Hold hold, Instant now) {
    Instant until = RetryPolicy.tooLateFrom(subject().deadline());
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
      expire(why.setAside(provider, wait.pause(), subject().left(now)), null);
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

  /** Takes a place, and reduces the picture where the profile wants that. */
  private void prepare(ProviderState chosen) {
    Provider provider = chosen.provider();
    state = chosen;
    place = chosen.take(now(), worstTokens(beginning(provider, asItIs())));
    Optional<Size> size = subject().fit(provider, model(provider));
    if (size.isEmpty()) {
      begin(asItIs());
      return;
    }
    FrameSource frame = ports.asking().frames(subject().capture()).get(0);
    int quality = subject().profile().fitQuality();
    store.read(
        () -> desk.pictures().fit(frame, size.get(), quality),
        fit -> begin(fit.kind() == Fit.Kind.FITTED ? Sending.of((Fit.Fitted) fit) : asItIs()));
  }

  private Sending asItIs() {
    return new Sending(ports.asking().frames(subject().capture()), subject().sizes(), null);
  }

  private void begin(Sending sending) {
    Instant now = now();
    Beginning beginning = beginning(state().provider(), sending);
    store.read(() -> ports.asking().begin(key, beginning, now), begun -> begun(begun, sending));
  }

  private void begun(Begun begun, Sending sending) {
    switch (begun.kind()) {
      case TAKEN -> {
        Begun.Taken taken = (Begun.Taken) begun;
        taken.warned().forEach(told::warning);
        subject = subject().with(taken.capture());
        taken(sending);
      }
      case GONE -> {
        abort("the capture has ended");
        settle();
      }
      case REFUSED -> {
        refusals.add(state().provider(), (Begun.Refused) begun);
        abort("a budget forbids it");
        giveBack();
        plan(Plan.chain(chain, subject().chain(true)));
      }
    }
  }

  private void taken(Sending sending) {
    // The store may have taken its time to begin.
    boolean inTime = !cancelled && !desk.stopping() && tooLate(now()).isEmpty();
    Overture begun = overture;
    if (begun != null && inTime && !begun.release()) {
      // It failed while the attempt was recorded, and is never complete: asked like any other.
      begun.abort("its frame was given up");
      overture = null;
      begun = null;
      place = state().take(now(), worstTokens(subject().attempt().beginning()));
    }
    AttemptRun asked =
        new AttemptRun(
            means, subject(), chain, state(), Objects.requireNonNull(place), this::letGo);
    attempt = asked;
    if (!inTime) {
      abort("it is not asked now");
      asked.skip();
    } else if (begun != null) {
      state().spend(now(), worstTokens(subject().attempt().beginning()));
      asked.goOn(begun);
      // Its place is the run's own now.
      overture = null;
    } else {
      asked.ask(sending);
    }
  }

  private Optional<Ending.Failure> tooLate(Instant now) {
    return RetryPolicy.before(
        subject().capture().attempts(), now, subject().deadline(), subject().profile().deadline());
  }

  /** An overture keeps its place until its provider has let go of it. */
  private void abort(String why) {
    if (overture != null) {
      overture.abort(why);
      overture = null;
      state = null;
      place = null;
    }
  }

  /** What was begun while the frame arrived, and is not gone on with. */
  private void giveUp(String why) {
    Overture begun = desk.overtures().take(key);
    if (begun != null) {
      begun.abort(why);
    }
  }

  private void expire(Ending.Failure failure, @Nullable Look look) {
    desk.formed().forget(key);
    giveUp("nothing is asked");
    Instant now = now();
    store.change(
        () -> ports.asking().expire(key, failure, look, now),
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
    if (settled && (attempt == null || attempt.released())) {
      giveBack();
      desk.done(this);
    }
  }

  private void giveBack() {
    abort("it is not asked now");
    if (state != null && place != null) {
      state.free(place);
    }
    state = null;
    place = null;
  }

  private Beginning beginning(Provider provider, Sending sending) {
    return subject().beginning(provider, model(provider), sending, overture != null);
  }

  private Optional<ModelInfo> model(Provider provider) {
    return ports.models().apply(provider.model());
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

  private static boolean isDue(Capture found, Instant now) {
    Instant dueAt = found.dueAt();
    return found.state() == CaptureState.QUEUED && dueAt != null && !dueAt.isAfter(now);
  }
}
