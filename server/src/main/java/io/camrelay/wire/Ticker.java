package io.camrelay.wire;

import io.camrelay.session.Session;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the sessions of one event loop that time has passed: one timer for all of them. Everything
 * but making it happens on that event loop.
 */
final class Ticker {

  /** Several times within the shortest heartbeat there is. */
  static final Duration PERIOD = Duration.ofMillis(250);

  private static final Logger log = LoggerFactory.getLogger(Ticker.class);

  private final EventLoop loop;
  private final Set<Session> sessions = new HashSet<>();

  Ticker(EventLoop loop, Duration period) {
    this.loop = loop;
    Future<?> ends =
        loop.scheduleAtFixedRate(
            this::tick, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    assert !ends.isDone();
  }

  void add(Session session) {
    assert loop.inEventLoop();
    sessions.add(session);
  }

  void remove(Session session) {
    assert loop.inEventLoop();
    sessions.remove(session);
  }

  private void tick() {
    // A copy: who ends because of the time takes itself out.
    for (Session session : new ArrayList<>(sessions)) {
      try {
        session.tick();
      } catch (RuntimeException e) {
        // The timer would end with it, and with the timer every other session's patience.
        log.error("session failed", e);
      }
    }
  }
}
