package io.camrelay.session;

import java.time.Instant;

/** The time, as a test can turn it. */
public interface SessionClock {

  /** The computer's clocks. */
  SessionClock SYSTEM =
      new SessionClock() {
        @Override
        public Instant now() {
          return Instant.now();
        }

        @Override
        public long nanos() {
          return System.nanoTime();
        }
      };

  /** The time of day, for records; may jump. */
  Instant now();

  /** For spans: nanoseconds from an arbitrary start, never going back. */
  long nanos();
}
