package io.camrelay.dispatch;

import io.camrelay.vision.Ask;
import io.camrelay.vision.AttemptResult;
import io.camrelay.vision.Manner;
import io.camrelay.vision.RateLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that was begun while its frame still arrives. It becomes an attempt when the capture is
 * stored, its attempt recorded, and what would be asked then is what was begun: only then does its
 * last byte leave. Otherwise it is aborted, and was never complete. On the dispatcher's thread.
 */
final class Overture implements LiveAttempt.Observer {

  /** A frame that takes longer to arrive is asked about from the store. */
  static final Duration LONGEST = Duration.ofSeconds(30);

  private final ProviderState provider;
  private final ProviderState.Place place;
  private final IncomingFrame frame;
  private final String question;
  private final Manner manner;
  private final SerialScheduler line;
  private final Desk desk;
  private final Runnable gone;
  private final LiveAttempt live;

  /** Who goes on with it; null while nobody does. */
  private @Nullable AttemptRun attempt;

  /** Ends what waits for its frame for too long. */
  private SerialScheduler.@Nullable Timer limit;

  private boolean over;

  /**
   * @param subject what would be asked
   * @param gone called where nothing of it is left that anybody has not taken over
   */
  Overture(
      Subject subject,
      ProviderState provider,
      IncomingFrame frame,
      Ports ports,
      DispatchSettings settings,
      Desk desk,
      Runnable gone) {
    Instant now = ports.line().now();
    this.provider = provider;
    this.frame = frame;
    this.line = ports.line();
    this.desk = desk;
    this.gone = gone;
    this.question = subject.asks();
    this.manner = Wording.manner(subject.profile());
    this.place = provider.take(now, 0);
    // How much of it is left is known once the frame is stored.
    Duration most = subject.profile().deadline().plus(LONGEST);
    Ask ask = new Ask(List.of(frame), List.of(), question, manner, most);
    this.live =
        new LiveAttempt(
            provider.provider(), ask, settings.maxAnswer(), ports.line(), ports.starters(), this);
  }

  void begin() {
    limit =
        line.after(
            LONGEST, () -> abort("it took longer than " + LONGEST.toSeconds() + " s to come"));
    live.start();
  }

  ProviderState provider() {
    return provider;
  }

  ProviderState.Place place() {
    return place;
  }

  /** True where this is what would be asked now. */
  boolean fits(Subject subject) {
    return !over
        && subject.earlier().isEmpty()
        && subject.capture().attempts().isEmpty()
        && subject.chain(false).contains(provider.provider().name())
        && subject.asks().equals(question)
        && Wording.manner(subject.profile()).equals(manner);
  }

  /** True while it may still become an attempt. */
  boolean open() {
    return !over;
  }

  /**
   * The attempt is recorded: its last byte may leave.
   *
   * @return false where it has failed, or its frame was given up: it will never be complete
   */
  boolean release() {
    return !over && frame.release();
  }

  /**
   * It goes on as an attempt.
   *
   * @param left how long the attempt may take from now on
   */
  LiveAttempt handOver(AttemptRun to, Duration left) {
    attempt = to;
    stopWaiting();
    live.limit(left);
    return live;
  }

  /** True where nobody went on with it. */
  boolean wasted() {
    return attempt == null;
  }

  private void stopWaiting() {
    if (limit != null) {
      limit.cancel();
    }
  }

  /** It is not to become an attempt. */
  void abort(String why) {
    frame.abandon(why);
    live.hangUp();
  }

  @Override
  public void limits(RateLimits limits) {
    provider.heard(limits, desk.now());
  }

  @Override
  public void text(String piece) {
    if (attempt == null) {
      // Words about half a picture.
      abort("the provider answered before it had the whole picture");
    } else {
      attempt.onItsLine(run -> run.text(piece));
    }
  }

  @Override
  public void over(AttemptResult result, String whole) {
    over = true;
    stopWaiting();
    if (attempt == null) {
      frame.abandon("its request has ended");
      desk.heard(provider, place, result);
    } else {
      attempt.onItsLine(run -> run.over(result, whole));
    }
  }

  @Override
  public void letGo() {
    if (attempt == null) {
      provider.free(place);
    } else {
      attempt.onItsLine(AttemptRun::letGo);
    }
    gone.run();
  }
}
