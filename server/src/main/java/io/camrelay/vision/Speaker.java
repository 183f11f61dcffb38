package io.camrelay.vision;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Speaks to one listener: pieces, then exactly one end, whatever the listener throws. Called by one
 * thread at a time.
 */
final class Speaker {

  private static final Logger log = LoggerFactory.getLogger(Speaker.class);

  private final String provider;
  private final AnswerListener listener;

  private boolean ended;

  /** A listener that fails will fail for every piece; once is enough to know it. */
  private boolean complained;

  Speaker(String provider, AnswerListener listener) {
    this.provider = provider;
    this.listener = listener;
  }

  boolean hasEnded() {
    return ended;
  }

  void limits(RateLimits limits) {
    try {
      listener.limits(limits);
    } catch (RuntimeException e) {
      complain(e);
    }
  }

  void answering(boolean stream) {
    try {
      listener.answering(stream);
    } catch (RuntimeException e) {
      complain(e);
    }
  }

  void say(String piece) {
    if (ended || piece.isEmpty()) {
      return;
    }
    try {
      listener.text(piece);
    } catch (RuntimeException e) {
      complain(e);
    }
  }

  void end(AttemptResult result) {
    if (ended) {
      return;
    }
    ended = true;
    try {
      listener.ended(result);
    } catch (RuntimeException e) {
      complain(e);
    }
  }

  private void complain(RuntimeException e) {
    if (!complained) {
      complained = true;
      log.error("answer listener failed provider={}", provider, e);
    }
  }
}
