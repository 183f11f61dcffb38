package io.camrelay.vision;

import io.camrelay.vision.AttemptResult.Answered;
import io.camrelay.vision.AttemptResult.Billing;
import io.camrelay.vision.AttemptResult.Failed;
import io.camrelay.vision.AttemptResult.Receipt;
import io.camrelay.vision.DeadConnection.Verdict;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt: at most two HTTP calls, the second only where the first died on a connection that
 * was dead already. OkHttp runs one call at a time on one thread, and that thread alone speaks to
 * the listener, so that its calls never overlap.
 */
final class HttpAttempt implements Inquiry, Callback {

  private static final Logger log = LoggerFactory.getLogger(HttpAttempt.class);

  /** What is kept of an answer for which two requests may have been billed. */
  static final String SENT_TWICE =
      "sent again on a fresh connection: the first ended as the request had left, and may be billed"
          + " as well";

  private final ProviderSettings settings;
  private final ProviderHttp http;
  private final RequestText request;
  private final Ask ask;
  private final Speaker speaker;
  private final AnswerReading reading;
  private final Redaction redaction;
  private final Consumer<HttpAttempt> whenEnded;
  private final long deadlineNanos;

  /** Set by the asker's thread, and by the call's thread when it renews the call. */
  private volatile @Nullable Call call;

  private volatile boolean cancelled;

  /** Owned by the call's thread, as the next fields are. */
  private PictureBody body;

  private CallProgress progress;

  private Verdict firstCall = Verdict.OTHER;

  /**
   * @param timeLeft for the whole attempt
   * @param whenEnded told once, before the listener hears of the end
   */
  HttpAttempt(
      ProviderSettings settings,
      ProviderHttp http,
      Clock clock,
      Ask ask,
      Duration timeLeft,
      AnswerListener listener,
      Consumer<HttpAttempt> whenEnded) {
    this.settings = settings;
    this.http = http;
    this.request = RequestText.of(settings, ask);
    this.ask = ask;
    this.speaker = new Speaker(settings.name(), listener);
    Terms terms = Wording.of(settings, ask.manner()).terms();
    this.reading = new AnswerReading(settings, terms, clock, speaker, () -> cancelled);
    this.redaction = Redaction.of(settings.endpoint()).alsoOf(ask.question());
    this.whenEnded = whenEnded;
    this.deadlineNanos = System.nanoTime() + timeLeft.toNanos();
    this.body = new PictureBody(request, ask.frames());
    this.progress = new CallProgress(settings.patience().connect(), body::stop);
  }

  void start() {
    run(http.call(body, progress, timeLeft()));
  }

  @Override
  public void cancel() {
    cancelled = true;
    Call current = call;
    if (current != null) {
      current.cancel();
    }
  }

  @Override
  public void onFailure(Call failed, IOException failure) {
    Verdict verdict = cancelled ? Verdict.OTHER : DeadConnection.judge(progress, failure);
    boolean again = verdict != Verdict.OTHER && firstCall == Verdict.OTHER;
    if (again && !timeLeft().isZero()) {
      firstCall = verdict;
      log.info("dead connection replaced provider={} verdict={}", settings.name(), verdict);
      body = new PictureBody(request, ask.frames());
      progress = new CallProgress(settings.patience().connect(), body::stop);
      run(http.freshCall(body, progress, timeLeft()));
    } else {
      end(resultOf(failure));
    }
  }

  @Override
  public void onResponse(Call answered, Response response) {
    AttemptResult result;
    try (response) {
      result = reading.read(answered, response);
    } catch (RuntimeException | Error defect) {
      log.error("attempt defective provider={}", settings.name(), defect);
      result = failed(Failure.PROVIDER_ERROR, Billing.MAYBE, "a defect of the relay: " + defect);
    }
    end(result);
  }

  private void run(Call next) {
    call = next;
    if (cancelled) {
      next.cancel();
    }
    next.enqueue(this);
  }

  /** Never negative; zero when the time is over. */
  private Duration timeLeft() {
    return Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime()));
  }

  private void end(AttemptResult result) {
    AttemptResult clean = redaction.clean(marked(result));
    log.debug("attempt ended provider={} result={}", settings.name(), clean);
    whenEnded.accept(this);
    speaker.end(clean);
  }

  /** What became of a call that got no response. */
  private AttemptResult resultOf(IOException failure) {
    Billing billing =
        switch (progress.phase()) {
          case CONNECTING, SENDING -> Billing.NO;
          case SENT, ANSWERED -> Billing.MAYBE;
        };
    if (cancelled) {
      return failed(Failure.CANCELLED, billing, "this side hung up");
    }
    if (failure instanceof FrameUnreadable unreadable) {
      Failure which = unreadable.abandoned() ? Failure.CANCELLED : Failure.BAD_PICTURE;
      return failed(which, Billing.NO, String.valueOf(failure.getMessage()));
    }
    boolean late = failure instanceof InterruptedIOException;
    return switch (progress.phase()) {
      case CONNECTING -> failed(Failure.UNREACHABLE, billing, whyNoConnection(failure));
      case SENDING ->
          failed(
              late ? Failure.TIMEOUT : Failure.BROKEN,
              billing,
              "while the request was being sent: " + failure);
      case SENT, ANSWERED ->
          failed(
              late ? Failure.TIMEOUT : failureAfterSending(failure),
              billing,
              "after the request was sent: " + failure);
    };
  }

  private static Failure failureAfterSending(IOException failure) {
    // What answered does not speak HTTP.
    return failure instanceof ProtocolException ? Failure.PROVIDER_ERROR : Failure.BROKEN;
  }

  private String whyNoConnection(IOException failure) {
    return progress.tooSlow()
        ? "no connection within " + settings.patience().connect()
        : "no connection: " + failure;
  }

  /** Says that the attempt had a call before, which may have been billed. */
  private AttemptResult marked(AttemptResult result) {
    if (firstCall == Verdict.OTHER) {
      return result;
    }
    if (result instanceof Answered answered) {
      return firstCall == Verdict.HARDLY_SEEN
          ? new Answered(answered.cut(), SENT_TWICE, answered.receipt())
          : answered;
    }
    Failed failed = (Failed) result;
    boolean open = firstCall == Verdict.HARDLY_SEEN && failed.billing() == Billing.NO;
    return new Failed(
        failed.failure(),
        open ? Billing.MAYBE : failed.billing(),
        failed.retryAfter(),
        failed.again(),
        "on a fresh connection in place of a dead one: " + failed.detail(),
        failed.receipt());
  }

  private static Failed failed(Failure failure, Billing billing, String detail) {
    return new Failed(failure, billing, null, detail, Receipt.NONE);
  }
}
