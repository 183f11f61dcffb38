package io.camrelay.dispatch;

import io.camrelay.capture.Attempt;
import io.camrelay.capture.Beginning;
import io.camrelay.capture.Capture;
import io.camrelay.capture.Ending;
import io.camrelay.capture.Frame;
import io.camrelay.capture.Look;
import io.camrelay.device.EffectiveProfile;
import io.camrelay.usage.Estimator;
import io.camrelay.usage.Expected;
import io.camrelay.usage.ModelInfo;
import io.camrelay.usage.Size;
import io.camrelay.usage.TokenFormula;
import io.camrelay.usage.WorstCase;
import io.camrelay.vision.Ask;
import io.camrelay.vision.Provider;
import io.camrelay.vision.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is asked about, and how: a capture under its profile, with its conversation. Holds no state
 * of its own.
 *
 * @param capture as the store had it last
 * @param profile as it was when the capture was found
 * @param earlier the questions and answers before, oldest first
 * @param repair what the model is asked to mend; null where this is no such question
 * @param look what was found in its picture in this run; null where nobody has looked
 */
record Subject(
    Capture capture,
    EffectiveProfile profile,
    List<Ask.Turn> earlier,
    @Nullable Repair repair,
    @Nullable Look look) {

  Subject {
    earlier = List.copyOf(earlier);
  }

  static Subject of(Capture capture, EffectiveProfile profile) {
    return new Subject(capture, profile, List.of(), null, null);
  }

  /** The same once an attempt was recorded. */
  Subject with(Capture changed) {
    return new Subject(changed, profile, earlier, repair, look);
  }

  /** The same once somebody has looked at its picture. */
  Subject with(@Nullable Look found) {
    return new Subject(capture, profile, earlier, repair, found);
  }

  /** The same with the conversation that it goes on with. */
  Subject after(List<Capture> conversation) {
    List<Ask.Turn> turns = new ArrayList<>();
    for (Capture before : conversation) {
      if (before.ending() instanceof Ending.Answer answer) {
        turns.add(new Ask.Turn(question(before), answer.text()));
      }
    }
    return new Subject(capture, profile, turns, repair, look);
  }

  /** The same where the model is asked to mend its answer; the conversation must be known. */
  Subject mending(@Nullable Repair wanted) {
    return wanted == null
        ? this
        : new Subject(
            capture,
            profile,
            wanted.conversation(earlier, Wording.asked(question(capture), profile)),
            wanted,
            look);
  }

  /** What is asked in this attempt, in whole. */
  String asks() {
    String question = repair == null ? question(capture) : repair.question();
    return Wording.asked(question, profile);
  }

  private String question(Capture asked) {
    String own = asked.press().question();
    return own.isBlank() ? profile.question() : own;
  }

  /** True where its own pictures are to be looked at before it is paid for. */
  boolean isToBeLookedAt() {
    return capture.parent() == null
        && capture.frame() == null
        && capture.look() == null
        && capture.attempts().isEmpty()
        && profile.gate().needsPicture();
  }

  Instant deadline() {
    return storedAt().plus(profile.deadline());
  }

  Duration left(Instant now) {
    return Duration.between(now, deadline());
  }

  Instant storedAt() {
    Instant storedAt = capture.storedAt();
    return storedAt == null ? capture.begunAt() : storedAt;
  }

  /** Who may be asked: the one that the operator wants, else the profile's. */
  List<String> chain(boolean cheaper) {
    String wanted = capture.asked().provider();
    if (wanted != null) {
      return List.of(wanted);
    }
    return cheaper ? profile.cheaperChain() : profile.chain();
  }

  /** True where how far budgets are used up decides who is asked. */
  boolean hasCheaperChain() {
    return capture.asked().provider() == null && !profile.cheaperChain().isEmpty();
  }

  /** The attempt that was begun last. */
  Attempt attempt() {
    List<Attempt> attempts = capture.attempts();
    return attempts.get(attempts.size() - 1);
  }

  /** The pixels of each of its frames; none where they are not known. */
  List<Size> sizes() {
    List<Frame> frames = capture.frames();
    return frames.stream().anyMatch(frame -> frame.width() == 0)
        ? List.of()
        : frames.stream().map(frame -> new Size(frame.width(), frame.height())).toList();
  }

  /**
   * To which size its picture is to be reduced for this provider; empty where it goes as it is,
   * because the profile says so, or the model uses all of it, or nobody knows what it uses. Several
   * go as they are.
   */
  Optional<Size> fit(Provider provider, Optional<ModelInfo> model) {
    TokenFormula formula = model.map(ModelInfo::formula).orElse(null);
    if (!profile.fit() || formula == null || sizes().size() != 1) {
      return Optional.empty();
    }
    Size whole = sizes().get(0);
    Size used = formula.used(whole, provider.terms(Wording.manner(profile)).detail());
    boolean smaller = used.width() < whole.width() || used.height() < whole.height();
    return smaller ? Optional.of(used) : Optional.empty();
  }

  /**
   * What an attempt with this provider is expected to take, and can take.
   *
   * @param sending what goes out
   * @param overlapped whether its request was begun while the frame still arrived
   */
  Beginning beginning(
      Provider provider, Optional<ModelInfo> model, Sending sending, boolean overlapped) {
    Terms terms = provider.terms(Wording.manner(profile));
    boolean free = terms.answerTokens() == 0;
    Expected expected =
        free || sending.sizes().isEmpty()
            ? Expected.UNKNOWN
            : Estimator.expected(
                model, sending.sizes(), terms.detail(), Wording.bytes(profile, earlier, asks()));
    return new Beginning(
        provider.name(),
        provider.model(),
        profile.name(),
        profile.revision(),
        expected,
        free ? WorstCase.NOTHING : Estimator.worstCase(model, expected, terms.answerTokens()),
        sending.sent(),
        look,
        overlapped);
  }
}
