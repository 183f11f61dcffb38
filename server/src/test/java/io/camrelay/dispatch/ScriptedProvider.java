package io.camrelay.dispatch;

import io.camrelay.vision.AnswerListener;
import io.camrelay.vision.Ask;
import io.camrelay.vision.AttemptResult;
import io.camrelay.vision.AttemptResult.Billing;
import io.camrelay.vision.AttemptResult.Receipt;
import io.camrelay.vision.Failure;
import io.camrelay.vision.Inquiry;
import io.camrelay.vision.Manner;
import io.camrelay.vision.Pace;
import io.camrelay.vision.Provider;
import io.camrelay.vision.Terms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A provider that does what the test says, attempt by attempt, and nothing by itself. */
final class ScriptedProvider implements Provider {

  static final Receipt RECEIPT = Receipt.of(1117, 46, "gpt-4o-mini-2024-07-18", "req_1");

  private final String name;
  Pace pace = Pace.UNBOUNDED;
  Terms terms = new Terms(null, 0);

  private final List<Attempted> attempts = new ArrayList<>();

  ScriptedProvider(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String model() {
    return "gpt-4o-mini";
  }

  @Override
  public Pace pace() {
    return pace;
  }

  @Override
  public Terms terms(Manner manner) {
    return terms;
  }

  @Override
  public Inquiry ask(Ask ask, AnswerListener listener) {
    Attempted attempted = new Attempted(ask, listener);
    attempts.add(attempted);
    return attempted;
  }

  @Override
  public void close() {}

  int asked() {
    return attempts.size();
  }

  /** Every attempt, in order. */
  List<Attempted> attempts() {
    return List.copyOf(attempts);
  }

  Attempted last() {
    return attempts.get(attempts.size() - 1);
  }

  /** One attempt as the provider sees it. */
  static final class Attempted implements Inquiry {

    private final Ask ask;
    private final AnswerListener listener;
    private boolean hungUp;

    private Attempted(Ask ask, AnswerListener listener) {
      this.ask = ask;
      this.listener = listener;
    }

    Ask ask() {
      return ask;
    }

    boolean hungUp() {
      return hungUp;
    }

    Attempted says(String piece) {
      listener.text(piece);
      return this;
    }

    void ends() {
      listener.ended(new AttemptResult.Answered(false, RECEIPT));
    }

    void endsWith(Receipt receipt) {
      listener.ended(new AttemptResult.Answered(false, receipt));
    }

    void endsCut() {
      listener.ended(new AttemptResult.Answered(true, RECEIPT));
    }

    void fails(Failure failure, Billing billing) {
      fails(failure, billing, null);
    }

    void fails(Failure failure, Billing billing, @Nullable Duration retryAfter) {
      listener.ended(
          new AttemptResult.Failed(failure, billing, retryAfter, "scripted", Receipt.NONE));
    }

    @Override
    public void cancel() {
      hungUp = true;
      fails(Failure.CANCELLED, Billing.MAYBE);
    }
  }
}
