package io.camrelay.dispatch;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Rings when the store is to be polled: at the earliest of the times that were asked for, but never
 * too soon after the last poll and never while one is under way. On the dispatcher's thread.
 */
final class PollTimer {

  /** What a lost hint costs at most, as long as there is a place. */
  static final Duration INTERVAL = Duration.ofSeconds(1);

  /** So close may polls follow each other when there is much to do. */
  static final Duration MIN_GAP = Duration.ofMillis(20);

  private final SerialScheduler line;
  private final Runnable poll;

  private SerialScheduler.@Nullable Timer timer;

  /** When {@link #timer} rings; {@link Instant#MAX} where it does not. */
  private Instant next = Instant.MAX;

  private Instant last = Instant.EPOCH;
  private boolean underWay;

  PollTimer(SerialScheduler line, Runnable poll) {
    this.line = line;
    this.poll = poll;
  }

  /** Rings then, or earlier. */
  void at(Instant at) {
    Instant now = line.now();
    // A clock that was set back must not put the next poll off.
    Instant soonest = last.isAfter(now) ? now : last.plus(MIN_GAP);
    Instant due = at.isBefore(soonest) ? soonest : at;
    if (!due.isBefore(next)) {
      return;
    }
    if (timer != null) {
      timer.cancel();
    }
    next = due;
    timer = line.after(Duration.between(now, due), this::ring);
  }

  /** A poll that has rung is over; the next one comes after an interval, or earlier. */
  void over() {
    underWay = false;
    at(line.now().plus(INTERVAL));
  }

  private void ring() {
    next = Instant.MAX;
    if (underWay) {
      at(line.now().plus(MIN_GAP));
      return;
    }
    underWay = true;
    last = line.now();
    poll.run();
  }
}
