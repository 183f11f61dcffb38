package io.camrelay.dispatch;

import io.camrelay.vision.AttemptResult;
import io.camrelay.vision.Failure;
import io.camrelay.vision.Pace;
import io.camrelay.vision.Provider;
import io.camrelay.vision.RateLimits;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One provider as all captures see it: its places, its pace, and whether it is set aside. Owned by
 * the dispatcher's thread.
 */
final class ProviderState {

  private final Provider provider;
  private final int places;
  private final Breaker breaker = new Breaker();
  private final RateGate gate;
  private int taken;

  /**
   * @param places the most attempts at a time that the dispatcher wants, whatever the provider's
   *     own bound is
   */
  ProviderState(Provider provider, int places, Instant now) {
    Pace pace = provider.pace();
    this.provider = provider;
    this.places = Math.min(places, pace.places());
    this.gate = new RateGate(pace.requestsPerMinute(), now);
  }

  Provider provider() {
    return provider;
  }

  /** Whether it can take one more. */
  Room room(Instant now, long tokens) {
    Breaker.State state = breaker.state(now);
    if (state == Breaker.State.RESTING || state == Breaker.State.TRIED) {
      Duration rest = state == Breaker.State.TRIED ? Breaker.TRIAL : breaker.left(now);
      return new Room(Room.Kind.RESTING, rest, breaker.why());
    }
    Duration wait = gate.wait(now, tokens);
    if (!wait.isZero()) {
      return new Room(Room.Kind.LIMITED, wait, Failure.RATE_LIMITED);
    }
    return taken >= places ? Room.FULL : Room.FREE;
  }

  /** Takes a place, which is to be {@link #free freed}. */
  Place take(Instant now, long tokens) {
    taken++;
    gate.took(now, tokens);
    return new Place(breaker.asked(now));
  }

  /** Of a place that was taken before anybody knew, how many tokens it may take. */
  void spend(Instant now, long tokens) {
    gate.spend(now, tokens);
  }

  /** An attempt has ended. */
  Breaker.Change heard(Place place, AttemptResult result, Instant now) {
    place.judged = true;
    if (result instanceof AttemptResult.Failed failed) {
      if (failed.retryAfter() != null) {
        gate.hold(failed.retryAfter(), now);
      }
    } else {
      gate.answered();
    }
    return breaker.heard(place.trial, result, now);
  }

  /** It has said what it will still take. */
  void heard(RateLimits limits, Instant now) {
    gate.heard(limits, now);
  }

  /** How long it is set aside for. */
  Duration rest(Instant now) {
    return breaker.left(now);
  }

  /** Why it was set aside. */
  Failure why() {
    return breaker.why();
  }

  /** Gives a place back. */
  void free(Place place) {
    taken--;
    if (!place.judged) {
      breaker.undecided(place.trial);
    }
  }

  /** A place that is taken; known to its taker and its provider's state only. */
  static final class Place {

    private final boolean trial;
    private boolean judged;

    private Place(boolean trial) {
      this.trial = trial;
    }
  }

  /**
   * Whether one more can be taken.
   *
   * @param pause how long not; zero where nobody can tell
   * @param why what keeps it; null where nothing but its places does
   */
  record Room(Kind kind, Duration pause, @Nullable Failure why) {

    static final Room FREE = new Room(Kind.FREE, Duration.ZERO, null);
    static final Room FULL = new Room(Kind.FULL, Duration.ZERO, null);

    enum Kind {
      /** It can. */
      FREE,
      /** When a place is free: soon, as a rule. */
      FULL,
      /** It takes no more for now. */
      LIMITED,
      /** It was set aside. */
      RESTING
    }
  }
}
