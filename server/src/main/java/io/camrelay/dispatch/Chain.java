package io.camrelay.dispatch;

import io.camrelay.capture.Attempt;
import java.util.List;
import java.util.Optional;

/** Decides which provider of a chain is asked next. */
public final class Chain {

  private Chain() {}

  /**
   * The first that was not asked yet, else the one that was asked last.
   *
   * @param chain names, one at least
   * @param attempts what was tried so far
   */
  public static String next(List<String> chain, List<Attempt> attempts) {
    return unasked(chain, attempts)
        .orElseGet(
            () -> attempts.isEmpty() ? chain.get(0) : attempts.get(attempts.size() - 1).provider());
  }

  /** The first that was not asked yet; empty where all were. */
  static Optional<String> unasked(List<String> chain, List<Attempt> attempts) {
    return chain.stream()
        .filter(name -> attempts.stream().noneMatch(attempt -> attempt.provider().equals(name)))
        .findFirst();
  }
}
