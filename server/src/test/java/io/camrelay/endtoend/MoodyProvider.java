package io.camrelay.endtoend;

import io.camrelay.fixtures.FakeProvider;
import io.camrelay.fixtures.FakeProvider.Asked;
import io.camrelay.fixtures.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A provider on one port that fails in one way after the other, and counts over all of them. */
final class MoodyProvider implements AutoCloseable {

  /** What it does with whatever it is asked. */
  enum Mood {
    WELL,
    /** Nobody listens, and what was open is gone. */
    KILLED,
    /** Takes longer than a capture has time, or nearly so. */
    SLOW,
    /** Says that all is well and breaks off, bills nonsense, or ends without a word. */
    LYING,
    /** Needs a person. */
    OUT_OF_MONEY,
    /** Is no API at all. */
    GARBAGE,
    /** 429, 500, 503. */
    OVERLOADED
  }

  private final int port;
  private final Random random;

  // All below: guarded by this.

  private final Map<Mood, Integer> askedIn = new EnumMap<>(Mood.class);
  private final Map<String, Integer> askedAbout = new HashMap<>();
  private Mood mood = Mood.WELL;
  private FakeProvider alive;
  private int broken;

  MoodyProvider(Random random) {
    this.random = random;
    this.alive = new FakeProvider().always(this::answer);
    this.port = alive.port();
  }

  /** As it is now, for a configuration. */
  synchronized FakeProvider alive() {
    return alive;
  }

  void be(Mood next) {
    FakeProvider buried = null;
    synchronized (this) {
      if (mood == Mood.KILLED && next != Mood.KILLED) {
        alive = new FakeProvider(port).always(this::answer);
      } else if (next == Mood.KILLED && mood != Mood.KILLED) {
        buried = alive;
      }
      mood = next;
    }
    if (buried != null) {
      // Without the lock, which its thread may be waiting for.
      buried.close();
      addBroken(buried.broken());
    }
  }

  private synchronized void addBroken(int more) {
    broken += more;
  }

  /** How often a whole request was about this picture. */
  synchronized int askedAbout(byte[] picture) {
    return askedAbout.getOrDefault(FakeProvider.hash(picture), 0);
  }

  /** Whole requests in each mood. */
  synchronized Map<Mood, Integer> asked() {
    return new EnumMap<>(askedIn);
  }

  /** Requests that never came whole. */
  synchronized int broken() {
    return broken + (mood == Mood.KILLED ? 0 : alive.broken());
  }

  @Override
  public void close() {
    be(Mood.KILLED);
  }

  private synchronized Script answer(Asked asked) {
    askedIn.merge(mood, 1, Integer::sum);
    askedAbout.merge(asked.picture(), 1, Integer::sum);
    Script good = Script.answer(TestRelay.answerAbout(asked.picture()));
    return switch (mood) {
      case WELL, KILLED -> good.after(Duration.ofMillis(20));
      case SLOW ->
          oneOf(
              good.after(Duration.ofSeconds(3)),
              good.pausing(Duration.ofSeconds(1)),
              Script.hang());
      case LYING ->
          oneOf(
              good.cutAfter(400, true),
              good.cutAfter(0, false),
              Script.silence(),
              Script.stream(List.of("data: [DONE]\n\n")),
              billing(-5, -7),
              billing(Long.MAX_VALUE, Long.MAX_VALUE),
              Script.errorInStream(List.of("I see "), "overloaded"));
      case OUT_OF_MONEY -> Script.outOfMoney();
      case GARBAGE ->
          oneOf(
              Script.stream(List.of("\u0000\u0001\u0002 {{{", "data: {\"choices\": 7}\n\n")),
              Script.stream(List.of("data: " + "[".repeat(5_000) + "\n\n")),
              Script.stream(List.of("x".repeat(3_000_000))),
              Script.stream(List.of("<html><body>Please log in</body></html>")),
              Script.stream(List.of("data: {\"choices\":[{\"delta\":{\"content\":9}}]}\n\n")));
      case OVERLOADED ->
          oneOf(
              Script.rateLimited(Duration.ofSeconds(1)),
              Script.status(500, "oops", null),
              Script.status(503, "overloaded", null).header("Retry-After", "soon"));
    };
  }

  private Script oneOf(Script... scripts) {
    return scripts[random.nextInt(scripts.length)];
  }

  /** An answer whose bill cannot be. */
  private static Script billing(long prompt, long answer) {
    List<String> events = new ArrayList<>();
    events.add(
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"I see \"},"
            + "\"finish_reason\":\"stop\"}]}\n\n");
    events.add(
        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":%d,\"completion_tokens\":%d}}\n\n"
            .formatted(prompt, answer));
    events.add("data: [DONE]\n\n");
    return Script.stream(events);
  }
}
