package io.camrelay.dispatch;

import io.camrelay.capture.Attempt;
import io.camrelay.vision.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Decides which provider of a chain is asked next. Those that were not asked yet come first, in the
 * chain's order; one that rests or is out of its limits is passed over for the next, and one that
 * is only full is waited for: what an operator put first is worth a moment.
 */
final class Plan {

  /** Shorter than this, a provider's own limit is waited for and not passed over. */
  static final Duration SHORT_WAIT = Duration.ofSeconds(1);

  private Plan() {}

  /** What is to be done. */
  sealed interface Step {

    /** All of them, to switch on. */
    enum Kind {
      ASK,
      HOLD,
      WAIT,
      NOBODY
    }

    Kind kind();

    /** Ask this one now. */
    record Ask(String provider) implements Step {

      @Override
      public Kind kind() {
        return Kind.ASK;
      }
    }

    /**
     * Wait until it has room.
     *
     * @param pause how long at least; zero where nobody can tell
     */
    record Hold(String provider, Duration pause) implements Step {

      @Override
      public Kind kind() {
        return Kind.HOLD;
      }
    }

    /**
     * None of them can be asked for a while.
     *
     * @param provider the first that can be again
     * @param pause how long not
     * @param why what keeps it
     */
    record Wait(String provider, Duration pause, Failure why) implements Step {

      @Override
      public Kind kind() {
        return Kind.WAIT;
      }
    }

    /** Nobody is left who could be asked. */
    record Nobody() implements Step {

      @Override
      public Kind kind() {
        return Kind.NOBODY;
      }
    }
  }

  /**
   * Which of these is asked next.
   *
   * @param names who may be asked, as {@link #candidates} has them
   * @param room how each of them stands
   */
  static Step next(List<String> names, Function<String, ProviderState.Room> room) {
    Step.Wait soonest = null;
    for (String name : names) {
      ProviderState.Room here = room.apply(name);
      switch (here.kind()) {
        case FREE -> {
          return new Step.Ask(name);
        }
        case FULL -> {
          return new Step.Hold(name, Duration.ZERO);
        }
        case LIMITED, RESTING -> {
          if (here.pause().compareTo(SHORT_WAIT) < 0) {
            return new Step.Hold(name, here.pause());
          }
          if (soonest == null || here.pause().compareTo(soonest.pause()) < 0) {
            soonest = new Step.Wait(name, here.pause(), Objects.requireNonNull(here.why()));
          }
        }
      }
    }
    if (soonest == null) {
      return new Step.Nobody();
    }
    // A person has to mend that, and each press may be the first after it was mended.
    return RetryPolicy.wantsMending(soonest.why()) ? new Step.Ask(soonest.provider()) : soonest;
  }

  /**
   * Who may still be asked about a capture: the one whose answer had not the form that was asked
   * for, as it is to mend it; those of its chain that were not asked yet; then those of whom
   * another try may be worth it, each in the chain's order.
   *
   * @param refused those whom a budget forbids
   */
  static List<String> candidates(
      List<String> chain, List<Attempt> attempts, Collection<String> refused) {
    List<String> unasked = new ArrayList<>();
    List<String> again = new ArrayList<>();
    for (String name : chain) {
      if (refused.contains(name)) {
        continue;
      }
      if (attempts.stream().noneMatch(attempt -> attempt.provider().equals(name))) {
        unasked.add(name);
      } else if (attempts.stream().noneMatch(attempt -> hasFailedForGood(attempt, name))) {
        again.add(name);
      }
    }
    unasked.addAll(again);
    String mends = attempts.isEmpty() ? "" : mends(attempts.get(attempts.size() - 1));
    if (unasked.remove(mends)) {
      unasked.add(0, mends);
    }
    return unasked;
  }

  private static String mends(Attempt last) {
    Attempt.End end = last.end();
    return end != null && end.outcome().equals(Attempt.End.UNFIT) ? last.provider() : "";
  }

  private static boolean hasFailedForGood(Attempt attempt, String name) {
    Attempt.End end = attempt.end();
    return attempt.provider().equals(name) && end != null && RetryPolicy.isForGood(end.outcome());
  }

  /** The chain, and behind it those that may be asked where a budget forbids it. */
  static List<String> chain(List<String> chain, List<String> further) {
    List<String> all = new ArrayList<>(chain);
    further.stream().filter(name -> !all.contains(name)).forEach(all::add);
    return all;
  }
}
