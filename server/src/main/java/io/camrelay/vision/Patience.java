package io.camrelay.vision;

import io.camrelay.bounds.Bounds;
import java.time.Duration;

/**
 * How long a provider is waited for.
 *
 * @param connect for a connection: name, TCP and TLS together
 * @param headers for the answer's headers once the request has left, and for each write before that
 * @param silence between two bytes of the answer; comment lines of a stream are bytes too. Not
 *     longer than {@code headers}
 * @param whole for everything together
 */
public record Patience(Duration connect, Duration headers, Duration silence, Duration whole) {

  /** No wait may be shorter: none at all would let nothing succeed. */
  public static final Duration MIN = Duration.ofMillis(1);

  /** No wait may be longer. */
  public static final Duration MAX = Duration.ofHours(1);

  public Patience {
    Bounds.check("connect", connect, MIN, MAX);
    Bounds.check("headers", headers, MIN, MAX);
    Bounds.check("silence", silence, MIN, MAX);
    Bounds.check("whole", whole, MIN, MAX);
    if (silence.compareTo(headers) > 0) {
      throw new IllegalArgumentException(
          "silence (%s) must not be longer than headers (%s)".formatted(silence, headers));
    }
  }

  /** What suits hosted models. A local model that is loaded first may need more for the headers. */
  public static Patience defaults() {
    return new Patience(
        Duration.ofSeconds(5),
        Duration.ofSeconds(60),
        Duration.ofSeconds(45),
        Duration.ofSeconds(120));
  }
}
