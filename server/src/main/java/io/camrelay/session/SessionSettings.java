package io.camrelay.session;

import io.camrelay.bounds.Bounds;
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
 * @param maxFrames frames of one capture, 1 to {@link #MOST_FRAMES}
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
    int maxFrames,
    int maxInFlight,
    int maxOpenCaptures,
    long uploadMemoryBytes,
    Duration retryAfter,
    Duration drainWithin,
    Duration drainSpread,
    int logLinesPerMinute) {

  /** Frames of one capture: more than that, and hardly any answer is about all of them. */
  public static final int MOST_FRAMES = 8;

  private static final long KB = 1 << 10;
  private static final long MB = 1 << 20;
  private static final long GB = 1 << 30;

  public SessionSettings {
    Bounds.check("helloWithin", helloWithin, Duration.ofSeconds(1), Duration.ofMinutes(2));
    Bounds.check(
        "minHeartbeat", minHeartbeat, beats(Limits.MIN_HEARTBEAT), beats(Limits.MAX_HEARTBEAT));
    Bounds.check("maxHeartbeat", maxHeartbeat, minHeartbeat, beats(Limits.MAX_HEARTBEAT));
    Bounds.check(
        "answerBufferBytes", answerBufferBytes, Limits.MIN_ANSWER_BUFFER, Limits.MAX_ANSWER_BUFFER);
    Bounds.check("maxFrameBytes", maxFrameBytes, KB, 64 * MB);
    Bounds.check("maxFrames", maxFrames, 1, MOST_FRAMES);
    Bounds.check("maxInFlight", maxInFlight, 1, 255);
    Bounds.check("maxOpenCaptures", maxOpenCaptures, 1, 10_000);
    Bounds.check("uploadMemoryBytes", uploadMemoryBytes, MB, 64 * GB);
    Bounds.check("retryAfter", retryAfter, Duration.ZERO, Duration.ofHours(1));
    Bounds.check("drainWithin", drainWithin, Duration.ZERO, Duration.ofMinutes(1));
    Bounds.check("drainSpread", drainSpread, Duration.ZERO, Duration.ofHours(1));
    Bounds.check("logLinesPerMinute", logLinesPerMinute, 0, 6_000);
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
}
