package io.camrelay.vision;

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

  /** No wait may be longer. */
  public static final Duration MAX = Duration.ofHours(1);

  public Patience {
    check("connect", connect);
    check("headers", headers);
    check("silence", silence);
    check("whole", whole);
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

  private static void check(String name, Duration duration) {
    if (duration.toMillis() < 1 || duration.compareTo(MAX) > 0) {
      throw new IllegalArgumentException(
          "%s must be between 1 ms and %s, but is %s".formatted(name, MAX, duration));
    }
  }
}
