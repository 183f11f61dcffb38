package io.camrelay.session;

import io.camrelay.protocol.Limits;
import java.time.Duration;

/**
 * Decides when a quiet connection is asked for a sign of life, and when it is given up. Times are
 * nanoseconds of any one clock that does not go back.
 */
final class Heartbeat {

  /** What the relay must now do. */
  enum Beat {
    NOTHING,
    /** Ask the device for a sign of life. */
    PING,
    /** Say something: the relay has not read for a while by its own choice. */
    SPEAK,
    /** The device has been silent for too long. */
    SILENT
  }

  private static final long NOT_PAUSED = Long.MIN_VALUE;

  private final long heartbeat;
  private final long patience;

  /** When the device was last heard; moves on by the time in which nobody listened. */
  private long heard;

  /** Pings since then. */
  private int pings;

  private long pausedAt = NOT_PAUSED;

  /** When the relay last spoke during this pause. */
  private long spoke;

  Heartbeat(Duration heartbeat, long now) {
    this.heartbeat = heartbeat.toNanos();
    this.patience = (long) (heartbeat.toNanos() * Limits.SILENCE_FACTOR);
    this.heard = now;
  }

  /** Something has arrived, if only a byte. */
  void heard(long now) {
    heard = now;
    pings = 0;
  }

  /** The relay stops reading by its own choice. */
  void paused(long now) {
    if (pausedAt == NOT_PAUSED) {
      pausedAt = now;
      spoke = now;
    }
  }

  /** The relay reads again. */
  void resumed(long now) {
    if (pausedAt != NOT_PAUSED) {
      heard += now - pausedAt;
      pausedAt = NOT_PAUSED;
    }
  }

  /**
   * True where something that has waited since then has done so for as long as silence may last.
   */
  boolean isLost(long since, long now) {
    return now - since >= patience;
  }

  Beat tick(long now) {
    if (pausedAt != NOT_PAUSED) {
      return whilePaused(now);
    }
    long silence = now - heard;
    if (silence >= patience) {
      return Beat.SILENT;
    }
    if (silence >= heartbeat * (pings + 1)) {
      pings++;
      return Beat.PING;
    }
    return Beat.NOTHING;
  }

  /** Twice a heartbeat, so that a tick that is late does not leave one without a word. */
  private Beat whilePaused(long now) {
    if (now - spoke < heartbeat / 2) {
      return Beat.NOTHING;
    }
    spoke = now;
    return Beat.SPEAK;
  }
}
