package io.camrelay.wire;

import io.camrelay.session.SessionClock;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts handshakes, and writes down why one failed, within bounds. For all threads. */
final class HandshakeLog {

  private static final Logger log = LoggerFactory.getLogger(HandshakeLog.class);

  /** Lines at once, and each second: a flood of failures is counted. */
  static final int AT_ONCE = 30;

  static final int PER_SECOND = 1;

  private final SessionClock clock;
  private final LongAdder succeeded = new LongAdder();

  /** Guarded by itself. */
  private final TokenBucket lines;

  /** Guarded by {@link #lines}. */
  private long suppressed;

  HandshakeLog(SessionClock clock) {
    this.clock = clock;
    this.lines = new TokenBucket(AT_ONCE, PER_SECOND, clock.nanos());
  }

  void succeeded() {
    succeeded.increment();
  }

  void failed(String address, Throwable cause) {
    TlsTrouble trouble = TlsTrouble.of(cause);
    if (!trouble.remarkable()) {
      log.debug("handshake failed address={} cause={}", address, trouble.text());
      return;
    }
    long before;
    synchronized (lines) {
      if (!lines.take(clock.nanos())) {
        suppressed++;
        return;
      }
      before = suppressed;
      suppressed = 0;
    }
    if (before > 0) {
      log.warn("handshake failures suppressed count={}", before);
    }
    log.warn("handshake failed address={} cause={}", address, trouble.text());
  }

  long count() {
    return succeeded.sum();
  }
}
