package io.camrelay.vision;

import io.camrelay.json.Json;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Asks whoever speaks one of the {@link Api}s over HTTP: OpenAI, Azure, OpenRouter, Gemini's
 * compatible endpoint, Ollama, llama.cpp, vLLM, Anthropic. What differs between them is in the
 * {@link ProviderSettings}.
 */
public final class HttpProvider implements Provider {

  private final ProviderSettings settings;
  private final Clock clock;
  private final ProviderHttp http;
  private final Refusals refusals;

  /** Attempts under way; guarded by itself, as the next field is. */
  private final Set<HttpAttempt> attempts = new HashSet<>();

  private boolean closed;

  /**
   * @param clock tells how far away a date in Retry-After is
   */
  public HttpProvider(ProviderSettings settings, Clock clock) {
    this(settings, clock, new ProviderHttp(settings, Dns.SYSTEM, ProviderHttp.USUAL_PROTOCOLS));
  }

  HttpProvider(ProviderSettings settings, Clock clock, ProviderHttp http) {
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
  public Pace pace() {
    return new Pace(settings.maxConcurrent(), settings.requestsPerMinute());
  }

  @Override
  public Terms terms(Manner manner) {
    return Wording.of(settings, manner).terms();
  }

  @Override
  public Inquiry ask(Ask ask, AnswerListener listener) {
    Duration whole = settings.patience().whole();
    Duration timeLeft = ask.timeLeft().compareTo(whole) < 0 ? ask.timeLeft() : whole;
    if (timeLeft.isZero() || timeLeft.isNegative()) {
      return refusals.late(listener);
    }
    HttpAttempt attempt =
        new HttpAttempt(settings, http, clock, ask, timeLeft, listener, this::free);
    return switch (begin(attempt)) {
      case BEGUN -> attempt;
      case NO_PLACE -> refusals.busy(listener, settings.maxConcurrent());
      case CLOSED -> refusals.closed(listener);
    };
  }

  /**
   * What the provider itself says of the model, asked for it alone and then for its whole list.
   * Blocks.
   *
   * @param timeLeft for each of the two
   * @return empty where there is no such thing, or it cannot be read in time
   */
  public Optional<ModelListing> listing(Duration timeLeft) {
    for (HttpUrl url : settings.endpoint().modelUrls(settings.model())) {
      ModelListing listing = listing(url, timeLeft);
      if (listing != null) {
        return Optional.of(listing);
      }
    }
    return Optional.empty();
  }

  private @Nullable ModelListing listing(HttpUrl url, Duration timeLeft) {
    try (Response response = http.get(url, timeLeft).execute()) {
      return response.isSuccessful()
          ? ModelListing.read(
              AnswerReading.text(response.body(), Json.MAX_LENGTH), settings.model())
          : null;
    } catch (IOException e) {
      return null;
    }
  }

  /** Begun under the lock, so that closing finds either all of an attempt or nothing. */
  private Beginning begin(HttpAttempt attempt) {
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
    List<HttpAttempt> underWay;
    synchronized (attempts) {
      closed = true;
      underWay = List.copyOf(attempts);
    }
    underWay.forEach(HttpAttempt::cancel);
    http.close();
  }

  private void free(HttpAttempt attempt) {
    synchronized (attempts) {
      attempts.remove(attempt);
    }
  }
}
