package io.camrelay.relay;

import io.camrelay.protocol.Limits;
import io.camrelay.session.SessionSettings;
import java.time.Duration;

/** Reads the section {@code [session]}. */
final class SessionConfig {

  private static final long KB = 1 << 10;
  private static final long MB = 1 << 20;
  private static final long GB = 1 << 30;

  private SessionConfig() {}

  static SessionSettings read(ConfigSource source) {
    SessionSettings usual = SessionSettings.defaults();
    Duration helloWithin =
        source.duration(
            "session.hello_within",
            usual.helloWithin(),
            Duration.ofSeconds(1),
            Duration.ofMinutes(2),
            "how long a connection may take to say who it is");
    Duration minHeartbeat = heartbeat(source, "min", "shortest", usual.minHeartbeat());
    Duration maxHeartbeat = heartbeat(source, "max", "longest", usual.maxHeartbeat());
    int answerBuffer = answerBuffer(source, usual);
    long maxFrame =
        source.bytes("session.max_frame", usual.maxFrameBytes(), KB, 64 * MB, "the largest photo");
    int maxFrames =
        source.number(
            "session.max_frames",
            usual.maxFrames(),
            1,
            SessionSettings.MOST_FRAMES,
            "photos that one question may be about");
    int maxInFlight =
        source.number(
            "session.max_in_flight",
            usual.maxInFlight(),
            1,
            255,
            "uploads that one device may have unfinished");
    int maxOpen =
        source.number(
            "session.max_open_captures",
            usual.maxOpenCaptures(),
            1,
            10_000,
            "captures of one connection whose end is not acknowledged");
    long uploadMemory = uploadMemory(source, usual);
    Duration retryAfter =
        source.duration(
            "session.retry_after",
            usual.retryAfter(),
            Duration.ZERO,
            Duration.ofHours(1),
            "when a device comes back that was deferred for lack of room");
    Duration drainWithin = drainWithin(source, usual);
    Duration drainSpread = drainSpread(source, usual);
    int logLines =
        source.number(
            "session.log_lines_per_minute",
            usual.logLinesPerMinute(),
            0,
            6_000,
            "lines of one device's log that are kept");
    try {
      return new SessionSettings(
          helloWithin,
          minHeartbeat,
          maxHeartbeat,
          answerBuffer,
          maxFrame,
          maxFrames,
          maxInFlight,
          maxOpen,
          uploadMemory,
          retryAfter,
          drainWithin,
          drainSpread,
          logLines);
    } catch (IllegalArgumentException e) {
      source.refuse("session.max_heartbeat", String.valueOf(e.getMessage()));
      return usual;
    }
  }

  private static Duration heartbeat(
      ConfigSource source, String which, String meaning, Duration usual) {
    return source.duration(
        "session." + which + "_heartbeat",
        usual,
        Duration.ofSeconds(Limits.MIN_HEARTBEAT),
        Duration.ofSeconds(Limits.MAX_HEARTBEAT),
        "the " + meaning + " heartbeat that a device gets");
  }

  private static int answerBuffer(ConfigSource source, SessionSettings usual) {
    return Math.toIntExact(
        source.bytes(
            "session.answer_buffer",
            usual.answerBufferBytes(),
            Limits.MIN_ANSWER_BUFFER,
            Limits.MAX_ANSWER_BUFFER,
            "the most unacknowledged answer under way to one device"));
  }

  private static long uploadMemory(ConfigSource source, SessionSettings usual) {
    return source.bytes(
        "session.upload_memory",
        usual.uploadMemoryBytes(),
        MB,
        64 * GB,
        "memory for pieces on their way to the disk, all devices together");
  }

  private static Duration drainWithin(ConfigSource source, SessionSettings usual) {
    return source.duration(
        "session.drain_within",
        usual.drainWithin(),
        Duration.ZERO,
        Duration.ofMinutes(1),
        "how long the relay waits for its devices when it stops");
  }

  private static Duration drainSpread(ConfigSource source, SessionSettings usual) {
    return source.duration(
        "session.drain_spread",
        usual.drainSpread(),
        Duration.ZERO,
        Duration.ofHours(1),
        "over which time devices come back after a stop");
  }
}
