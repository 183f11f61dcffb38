package io.camrelay.relay;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was started, to be stopped in the other order, each part whatever the others do. */
final class Parts {

  private static final Logger log = LoggerFactory.getLogger(Parts.class);

  /** The latest first. Owned by the thread that starts the relay, then by the one that stops it. */
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  void close() {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception e) {
        log.error("part not stopped part={}", part, e);
      }
    }
  }
}
