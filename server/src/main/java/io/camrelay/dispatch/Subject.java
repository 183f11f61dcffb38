package io.camrelay.dispatch;

import io.camrelay.capture.Attempt;
import io.camrelay.capture.Beginning;
import io.camrelay.capture.Capture;
import io.camrelay.capture.Ending;
import io.camrelay.device.EffectiveProfile;
import io.camrelay.usage.Estimator;
import io.camrelay.usage.Expected;
import io.camrelay.usage.ModelInfo;
import io.camrelay.usage.Size;
import io.camrelay.usage.WorstCase;
import io.camrelay.vision.Ask;
import io.camrelay.vision.Provider;
import io.camrelay.vision.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is asked about, and how: a capture under its profile, with its conversation. Holds no state of
 * its own.
 *
 * @param capture as the store had it last
 * @param profile as it was when the capture was found
 * @param earlier the questions and answers before, oldest first
 */
record Subject(Capture capture, EffectiveProfile profile, List<Ask.Turn> earlier) {

  Subject {
    earlier = List.copyOf(earlier);
  }

  /** The same once an attempt was recorded. */
  Subject with(Capture changed) {
    return new Subject(changed, profile, earlier);
  }

  /** The same with the conversation that it goes on with. */
  Subject after(List<Capture> conversation) {
    List<Ask.Turn> turns = new ArrayList<>();
    for (Capture before : conversation) {
      if (before.ending() instanceof Ending.Answer answer) {
        turns.add(new Ask.Turn(question(before), answer.text()));
      }
    }
    return new Subject(capture, profile, turns);
  }

  String question() {
    return question(capture);
  }

  private String question(Capture asked) {
    String own = asked.press().question();
    return own.isBlank() ? profile.question() : own;
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

  /** The attempt that was begun last. */
  Attempt attempt() {
    List<Attempt> attempts = capture.attempts();
    return attempts.get(attempts.size() - 1);
  }

  /** What an attempt with this provider is expected to take, and can take. */
  Beginning beginning(Provider provider, Optional<ModelInfo> model) {
    Terms terms = provider.terms(Wording.manner(profile));
    boolean free = terms.answerTokens() == 0;
    Expected expected = free ? Expected.UNKNOWN : expected(terms, model);
    return new Beginning(
        provider.name(),
        provider.model(),
        profile.name(),
        profile.revision(),
        expected,
        free ? WorstCase.NOTHING : Estimator.worstCase(model, expected, terms.answerTokens()),
        null,
        null,
        false);
  }

  private Expected expected(Terms terms, Optional<ModelInfo> model) {
    if (capture.width() == 0) {
      return Expected.UNKNOWN;
    }
    return Estimator.expected(
        model,
        List.of(new Size(capture.width(), capture.height())),
        terms.detail(),
        Wording.bytes(profile, earlier, question()));
  }
}
