package io.camrelay.session;

import io.camrelay.protocol.Limits;
import java.time.Duration;

/**
 * What the operator may set about sessions.
 *
 * @param helloWithin how long a connection may take to say HELLO, and the store to find the device;
 *     1 s to 2 min
 * @param minHeartbeat the shortest heartbeat that is agreed to, 1 s to 1 h
 * @param maxHeartbeat the longest heartbeat that is agreed to, 1 s to 1 h
 * @param answerBufferBytes the most answer bytes under way to one device, 64 to 1 MB
 * @param maxFrameBytes the largest frame, 1 KB to 64 MB
 * @param maxInFlight uploads that one device may have unfinished, 1 to 255
 * @param maxOpenCaptures captures of one connection whose end the device has not acknowledged, 1 to
 *     10 000; one more is deferred
 * @param uploadMemoryBytes memory for pieces on their way to the store, over all devices, 1 MB to
 *     64 GB; beyond it uploads are deferred
 * @param retryAfter when a device that was deferred for lack of room comes back, 0 to 1 h
 * @param drainWithin how long the relay waits for its devices to be gone when it stops, 0 to 1 min
 * @param drainSpread over which time devices come back after the relay has stopped, 0 to 1 h
 * @param logLinesPerMinute lines of one device's log that are kept, 0 to 6 000
 */
public record SessionSettings(
    Duration helloWithin,
    Duration minHeartbeat,
    Duration maxHeartbeat,
    int answerBufferBytes,
    long maxFrameBytes,
    int maxInFlight,
    int maxOpenCaptures,
    long uploadMemoryBytes,
    Duration retryAfter,
    Duration drainWithin,
    Duration drainSpread,
    int logLinesPerMinute) {

  private static final long KB = 1 << 10;
  private static final long MB = 1 << 20;
  private static final long GB = 1 << 30;

  public SessionSettings {
    within(helloWithin, Duration.ofSeconds(1), Duration.ofMinutes(2), "helloWithin");
    within(minHeartbeat, beats(Limits.MIN_HEARTBEAT), beats(Limits.MAX_HEARTBEAT), "minHeartbeat");
    within(maxHeartbeat, minHeartbeat, beats(Limits.MAX_HEARTBEAT), "maxHeartbeat");
    within(
        answerBufferBytes, Limits.MIN_ANSWER_BUFFER, Limits.MAX_ANSWER_BUFFER, "answerBufferBytes");
    within(maxFrameBytes, KB, 64 * MB, "maxFrameBytes");
    within(maxInFlight, 1, 255, "maxInFlight");
    within(maxOpenCaptures, 1, 10_000, "maxOpenCaptures");
    within(uploadMemoryBytes, MB, 64 * GB, "uploadMemoryBytes");
    within(retryAfter, Duration.ZERO, Duration.ofHours(1), "retryAfter");
    within(drainWithin, Duration.ZERO, Duration.ofMinutes(1), "drainWithin");
    within(drainSpread, Duration.ZERO, Duration.ofHours(1), "drainSpread");
    within(logLinesPerMinute, 0, 6_000, "logLinesPerMinute");
  }

  /** What serves a handful of cameras as well as some thousand. */
  public static SessionSettings defaults() {
    return new SessionSettings(
        Duration.ofSeconds(10),
        Duration.ofSeconds(5),
        Duration.ofMinutes(5),
        (int) (64 * KB),
        3 * MB,
        4,
        64,
        64 * MB,
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        120);
  }

  private static Duration beats(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static void within(Duration value, Duration least, Duration most, String name) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "%s is %s, but must be %s to %s"
              .formatted(name, words(value), words(least), words(most)));
    }
  }

  private static void within(long value, long least, long most, String name) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s is %d, but must be %d to %d".formatted(name, value, least, most));
    }
  }

  private static String words(Duration duration) {
    boolean whole = duration.toMillis() % 1_000 == 0;
    return whole ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
  }
}
