package io.camrelay.vision;

import io.camrelay.vision.AnswerState.Interruption;
import io.camrelay.vision.AttemptResult.Failed;
import io.camrelay.vision.AttemptResult.Receipt;
import io.camrelay.vision.BoundedBody.EventTooLong;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import okhttp3.Call;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** Reads a provider's response, on the call's own thread, and speaks its words as they come. */
final class AnswerReading {

  /** An error or an answer that comes whole is read so far, in bytes. */
  static final int MAX_WHOLE = 1 << 20;

  /** An error's body is read so far, in bytes; none that is meant to be read is longer. */
  static final int MAX_ERROR = 1 << 16;

  /**
   * The longest silence before an error's body, or before the usage that follows the last word:
   * neither is worth the whole patience.
   */
  static final Duration AFTERWORD = Duration.ofSeconds(3);

  /** Where providers put their own number of a request. */
  private static final List<String> REQUEST_ID =
      List.of("x-request-id", "request-id", "x-generation-id", "apim-request-id", "cf-ray");

  private final ProviderSettings settings;
  private final Terms terms;
  private final Clock clock;
  private final Speaker speaker;
  private final BooleanSupplier cancelled;

  /**
   * @param terms what was asked with
   */
  AnswerReading(
      ProviderSettings settings,
      Terms terms,
      Clock clock,
      Speaker speaker,
      BooleanSupplier cancelled) {
    this.settings = settings;
    this.terms = terms;
    this.clock = clock;
    this.speaker = speaker;
    this.cancelled = cancelled;
  }

  /** Reads all that matters of the response, which the caller closes. */
  AttemptResult read(Call call, Response response) {
    RateLimits limits = RateLimitHeaders.read(response.headers(), clock.instant());
    if (limits != null) {
      speaker.limits(limits);
    }
    if (!response.isSuccessful()) {
      return readError(response);
    }
    ReplyReader reader = ReplyReader.of(settings, terms, requestId(response.headers()));
    MediaType type = response.body().contentType();
    boolean stream =
        type != null && (type.type() + "/" + type.subtype()).equals("text/event-stream");
    speaker.answering(stream);
    return stream ? listen(call, response, reader) : readWhole(response, reader);
  }

  private AttemptResult listen(Call call, Response response, ReplyReader reader) {
    BoundedBody body = new BoundedBody(response.body());
    allow(response.body(), settings.patience().silence());
    Ear ear = new Ear(call, body, reader);
    // Not by an EventSource that makes the call itself: that one takes away the call's timeout.
    EventSources.processResponse(response.newBuilder().body(body).build(), ear);
    return reader.result(ear.failure == null ? null : interruption(ear.failure));
  }

  /** An answer of a provider that does not stream. */
  private AttemptResult readWhole(Response response, ReplyReader reader) {
    allow(response.body(), settings.patience().silence());
    String whole;
    try {
      whole = text(response.body(), MAX_WHOLE);
    } catch (IOException e) {
      return reader.result(interruption(e));
    }
    if (!whole.stripLeading().startsWith("{")) {
      String what = String.valueOf(response.header("Content-Type"));
      return reader.result(
          new Interruption(
              Failure.PROVIDER_ERROR,
              "HTTP %d with %s is no answer of a model; is the base URL right? It begins: %s"
                  .formatted(response.code(), what, whole)));
    }
    speaker.say(reader.readWhole(whole));
    return reader.result(null);
  }

  private Failed readError(Response response) {
    allow(response.body(), AFTERWORD);
    String text;
    try {
      text = text(response.body(), MAX_ERROR);
    } catch (IOException e) {
      // The status says enough.
      text = "";
    }
    ErrorReply reply =
        response.isRedirect() ? redirect(response) : ErrorReply.ofBody(response.code(), text);
    return reply.failed(
        reply.billing(),
        RetryAfter.read(response.headers(), clock.instant()),
        RetryAfter.again(response.headers()),
        Receipt.of(-1, -1, "", requestId(response.headers())));
  }

  private static ErrorReply redirect(Response response) {
    String message =
        "the provider is elsewhere (%s); redirects are not followed, so that the key goes nowhere"
            + " else; correct the base URL";
    return new ErrorReply(
        response.code(), List.of(), message.formatted(response.header("Location")), null, false);
  }

  private Interruption interruption(Throwable failure) {
    if (cancelled.getAsBoolean()) {
      return new Interruption(Failure.CANCELLED, "this side hung up");
    }
    if (failure instanceof SocketTimeoutException) {
      return new Interruption(
          Failure.TIMEOUT, "the answer fell silent for " + settings.patience().silence());
    }
    if (failure instanceof InterruptedIOException) {
      return new Interruption(Failure.TIMEOUT, "the time for the whole attempt is over");
    }
    boolean broken = failure instanceof IOException && !(failure instanceof EventTooLong);
    return broken
        ? new Interruption(Failure.BROKEN, "the connection broke in the answer: " + failure)
        : new Interruption(Failure.PROVIDER_ERROR, "the answer cannot be read: " + failure);
  }

  private static void allow(ResponseBody body, Duration silence) {
    body.source().timeout().timeout(silence.toNanos(), TimeUnit.NANOSECONDS);
  }

  static String text(ResponseBody body, int maxBytes) throws IOException {
    BufferedSource source = body.source();
    source.request(maxBytes);
    return source.readUtf8(Math.min(maxBytes, source.getBuffer().size()));
  }

  private static String requestId(Headers headers) {
    for (String name : REQUEST_ID) {
      String id = headers.get(name);
      if (id != null && !id.isBlank()) {
        return id;
      }
    }
    return "";
  }

  /** Hears the events of a stream. */
  private final class Ear extends EventSourceListener {
    private final Call call;
    private final BoundedBody body;
    private final ReplyReader reader;
    private @Nullable Throwable failure;

    Ear(Call call, BoundedBody body, ReplyReader reader) {
      this.call = call;
      this.body = body;
      this.reader = reader;
    }

    @Override
    public void onEvent(
        EventSource source, @Nullable String id, @Nullable String type, String data) {
      body.sawEvent();
      speaker.say(reader.readEvent(type, data));
      if (reader.wantsHangUp()) {
        call.cancel();
      }
      if (reader.isOver()) {
        source.cancel();
      } else if (reader.isFinished()) {
        allow(body, AFTERWORD);
      }
    }

    @Override
    public void onFailure(
        EventSource source, @Nullable Throwable thrown, @Nullable Response response) {
      failure = thrown;
    }
  }
}
