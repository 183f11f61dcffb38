package io.camrelay.vision;

import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import okhttp3.Dns;

/**
 * Asks whoever speaks OpenAI's chat completions: OpenAI, Azure, OpenRouter, Gemini's compatible
 * endpoint, Ollama, llama.cpp, vLLM. What differs between them is in the {@link OpenAiSettings}.
 */
public final class OpenAiProvider implements Provider {

  private final OpenAiSettings settings;
  private final Clock clock;
  private final ProviderHttp http;
  private final Refusals refusals;

  /** Attempts under way; guarded by itself, as the next field is. */
  private final Set<OpenAiAttempt> attempts = new HashSet<>();

  private boolean closed;

  /**
   * @param clock tells how far away a date in Retry-After is
   */
  public OpenAiProvider(OpenAiSettings settings, Clock clock) {
    this(settings, clock, new ProviderHttp(settings, Dns.SYSTEM, ProviderHttp.USUAL_PROTOCOLS));
  }

  OpenAiProvider(OpenAiSettings settings, Clock clock, ProviderHttp http) {
    this.settings = settings;
    this.clock = clock;
    this.http = http;
    this.refusals = new Refusals(settings.name());
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public String model() {
    return settings.model();
  }

  @Override
  public Inquiry ask(Ask ask, AnswerListener listener) {
    Duration whole = settings.patience().whole();
    Duration timeLeft = ask.timeLeft().compareTo(whole) < 0 ? ask.timeLeft() : whole;
    if (timeLeft.isZero() || timeLeft.isNegative()) {
      return refusals.late(listener);
    }
    OpenAiAttempt attempt =
        new OpenAiAttempt(settings, http, clock, ask, timeLeft, listener, this::free);
    return switch (begin(attempt)) {
      case BEGUN -> attempt;
      case NO_PLACE -> refusals.busy(listener, settings.maxConcurrent());
      case CLOSED -> refusals.closed(listener);
    };
  }

  /** Begun under the lock, so that closing finds either all of an attempt or nothing. */
  private Beginning begin(OpenAiAttempt attempt) {
    synchronized (attempts) {
      if (closed) {
        return Beginning.CLOSED;
      }
      if (attempts.size() == settings.maxConcurrent()) {
        return Beginning.NO_PLACE;
      }
      attempts.add(attempt);
      attempt.start();
      return Beginning.BEGUN;
    }
  }

  @Override
  public void close() {
    List<OpenAiAttempt> underWay;
    synchronized (attempts) {
      closed = true;
      underWay = List.copyOf(attempts);
    }
    underWay.forEach(OpenAiAttempt::cancel);
    http.close();
  }

  private void free(OpenAiAttempt attempt) {
    synchronized (attempts) {
      attempts.remove(attempt);
    }
  }
}
