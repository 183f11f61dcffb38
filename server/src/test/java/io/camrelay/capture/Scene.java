package io.camrelay.capture;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.camrelay.capture.Asking.Begun;
import io.camrelay.capture.Uploads.Stored;
import io.camrelay.protocol.AnswerStatus;
import io.camrelay.protocol.CaptureId;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.FlightRecord;
import io.camrelay.protocol.Trigger;
import io.camrelay.protocol.Urgency;
import io.camrelay.usage.Bill;
import io.camrelay.usage.CostBasis;
import io.camrelay.usage.Money;
import io.camrelay.usage.UsedTokens;
import io.camrelay.usage.WorstCase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.zip.CRC32;

/** What the contract's tests play: presses, frames, and the steps of a capture's life. */
public final class Scene {

  public static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  /** As long as the longest payload of the wire, so that pieces never fit a page evenly. */
  public static final int PIECE = 16_372;

  private static final long WAIT_SECONDS = 30;

  private final StoreFixture store;

  public Scene(StoreFixture store) {
    this.store = store;
  }

  public static CaptureKey key(String device, long number) {
    return new CaptureKey(device, new CaptureId(0xFEDC_BA98_7654_3210L, number));
  }

  /** A frame that only this capture has. */
  public static byte[] frame(CaptureKey key, int length) {
    byte[] bytes = new byte[length];
    new Random(key.hashCode()).nextBytes(bytes);
    return bytes;
  }

  public static long crc(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return crc.getValue();
  }

  /** Of one frame. */
  public static Press press(CaptureKey key) {
    return press(key, Urgency.NORMAL, 1);
  }

  /** A question about another capture's frames. */
  public static Press question(CaptureKey key) {
    return press(key, Urgency.NORMAL, 0);
  }

  public static Frame announced(byte[] frame) {
    return announced(0, frame);
  }

  public static Frame announced(int index, byte[] frame) {
    return Frame.announced(index, frame.length, crc(frame));
  }

  public static Press press(CaptureKey key, Urgency urgency, int frames) {
    return new Press(
        key,
        frames,
        NOW.minusMillis(5),
        Trigger.TOUCH,
        urgency,
        "What is it?",
        FlightRecord.UNKNOWN);
  }

  /** The stage's value; a test that waits longer fails. */
  public static <T> T done(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(WAIT_SECONDS, SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("the stage failed", e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("the stage did not complete", e);
    }
  }

  /** Why the stage failed. */
  public static Throwable failure(CompletionStage<?> stage) {
    ExecutionException failed =
        catchThrowableOfType(
            ExecutionException.class, () -> stage.toCompletableFuture().get(WAIT_SECONDS, SECONDS));
    assertThat(failed).as("the stage's failure").isNotNull();
    return Objects.requireNonNull(failed.getCause());
  }

  public static void assertUnavailable(CompletionStage<?> stage, Code code) {
    assertThat(failure(stage))
        .isInstanceOfSatisfying(
            StoreUnavailable.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }

  public Uploads.Begun begin(CaptureKey key, byte[] frame) {
    return done(store.uploads().begin(press(key), announced(frame), NOW));
  }

  /** Hands over the frame's pieces from here on, and waits until they were copied. */
  public void append(CaptureKey key, byte[] frame, int from, int to) {
    append(FrameKey.first(key), frame, from, to);
  }

  public void append(FrameKey key, byte[] frame, int from, int to) {
    for (int start = from; start < to; start += PIECE) {
      byte[] piece = Arrays.copyOfRange(frame, start, Math.min(to, start + PIECE));
      done(store.uploads().append(key, start, piece, piece.length));
    }
  }

  /** A capture from its press until it is stored. */
  public CaptureKey stored(CaptureKey key, Urgency urgency, Instant now) {
    byte[] frame = frame(key, 40_000);
    assertThat(done(store.uploads().begin(press(key, urgency, 1), announced(frame), now)))
        .isEqualTo(new Uploads.Begun.Upload(0));
    append(key, frame, 0, frame.length);
    assertThat(done(store.uploads().store(FrameKey.first(key), 1600, 1200, now)))
        .isEqualTo(Stored.CAPTURE);
    return key;
  }

  public CaptureKey stored(CaptureKey key) {
    return stored(key, Urgency.NORMAL, NOW);
  }

  /** A capture from its press until it is answered. */
  public CaptureKey answered(CaptureKey key, String text) {
    stored(key);
    asked(key);
    assertThat(done(store.asking().end(key, billed(NOW), answer(text)))).isTrue();
    return key;
  }

  public Capture asked(CaptureKey key) {
    return taken(store.asking().begin(key, Beginning.of("local", "model-1"), NOW));
  }

  public Capture find(CaptureKey key) {
    return done(store.captures().find(key)).orElseThrow();
  }

  public static Ending.Answer answer(String text) {
    return new Ending.Answer(text, AnswerStatus.COMPLETE, "local", "model-1", 812, 31, 1_204);
  }

  /** The capture with its attempt. */
  public static Capture taken(CompletionStage<Begun> begun) {
    return ((Begun.Taken) done(begun)).capture();
  }

  public static Attempt.End billed(Instant at) {
    Bill bill = new Bill(UsedTokens.of(812, 31), new Money(2_380_000), CostBasis.CATALOGUE);
    return new Attempt.End(at, "answered", Attempt.Billed.YES, "", bill, "req-1");
  }

  public static Attempt.End broken(Instant at) {
    Bill bill = Bill.worst(WorstCase.UNKNOWN);
    return new Attempt.End(at, "timeout", Attempt.Billed.MAYBE, "nothing in 30 s", bill, "");
  }

  public static Ending.Failure failed(Code code) {
    return new Ending.Failure(code, code.hint());
  }

  public byte[] storedFrame(CaptureKey key) {
    return storedFrame(FrameKey.first(key));
  }

  public byte[] storedFrame(FrameKey key) {
    try (InputStream in = store.captures().frame(key).open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public byte[] received(CaptureKey key) {
    return received(FrameKey.first(key));
  }

  public byte[] received(FrameKey key) {
    try (InputStream in = store.uploads().received(key)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What waits in a device's mailbox, as numbers. */
  public List<Long> mailbox(String device) {
    return done(store.mailbox().waiting(device, 100)).stream()
        .map(key -> key.id().number())
        .toList();
  }
}
