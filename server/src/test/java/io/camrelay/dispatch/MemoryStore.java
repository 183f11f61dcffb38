package io.camrelay.dispatch;

import io.camrelay.capture.Asking;
import io.camrelay.capture.Attempt;
import io.camrelay.capture.Beginning;
import io.camrelay.capture.Capture;
import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.CaptureState;
import io.camrelay.capture.Captures;
import io.camrelay.capture.Ending;
import io.camrelay.capture.Frame;
import io.camrelay.capture.FrameKey;
import io.camrelay.capture.Look;
import io.camrelay.capture.Press;
import io.camrelay.capture.StoreUnavailable;
import io.camrelay.picture.Fingerprint;
import io.camrelay.picture.FrameSource;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.Urgency;
import io.camrelay.usage.Bill;
import io.camrelay.usage.WorstCase;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the guarantees of {@link Asking} in memory, and can be as unavailable as a full disk or as
 * dead as a broken one. Outlives a dispatcher, as a real store does.
 */
final class MemoryStore implements Asking, Captures {

  /** What {@link #begin} answers, where a budget forbids whatever is asked. */
  Begun.@Nullable Refused refusal;

  private byte[] frame = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xD9};
  private @Nullable Fingerprint last;

  private final Map<CaptureKey, Capture> captures = new LinkedHashMap<>();
  private boolean full;
  private int refusals;
  private boolean dead;
  private boolean slow;
  private final List<Runnable> held = new ArrayList<>();
  private int endings;

  /** What every capture's frame is from now on. */
  synchronized void showing(byte[] jpeg) {
    frame = jpeg.clone();
  }

  /** From now on nothing can be written. */
  synchronized void becomeFull() {
    full = true;
  }

  synchronized void haveSpace() {
    full = false;
  }

  /** How often something was to be written to a full disk. */
  synchronized int refusals() {
    return refusals;
  }

  /** From now on everything fails for good. */
  synchronized void die() {
    dead = true;
  }

  /** From now on changes wait, as for a slow disk, until {@link #becomeFast}. */
  synchronized void becomeSlow() {
    slow = true;
  }

  synchronized void becomeFast() {
    slow = false;
    List.copyOf(held).forEach(Runnable::run);
    held.clear();
  }

  /** How many endings were stored. */
  synchronized int endings() {
    return endings;
  }

  synchronized Capture get(CaptureKey key) {
    Capture capture = captures.get(key);
    if (capture == null) {
      throw new AssertionError("no such capture: " + key);
    }
    return capture;
  }

  /** What an upload's end does. */
  synchronized void store(Press press, @Nullable CaptureKey parent, Instant now) {
    captures.put(
        press.key(),
        new Capture(
            press,
            parent,
            null,
            List.of(new Frame(0, 4, 0, 1600, 1200, now)),
            CaptureState.QUEUED,
            now,
            now,
            now,
            null,
            null,
            null,
            null,
            Capture.Asked.AS_USUAL,
            List.of(),
            null));
  }

  /** What a device's cancel does. */
  synchronized boolean fail(CaptureKey key, Instant now) {
    Capture capture = get(key);
    if (capture.state().ended()) {
      return false;
    }
    Ending ending = new Ending.Failure(Code.CANCELLED, Code.CANCELLED.hint());
    put(capture, CaptureState.FAILED, null, capture.attempts(), ending, now);
    endings++;
    return true;
  }

  @Override
  public CompletionStage<List<CaptureKey>> settle(Instant now) {
    return write(
        () -> {
          List<CaptureKey> interrupted = new ArrayList<>();
          for (Capture capture : List.copyOf(captures.values())) {
            if (capture.attempts().stream().noneMatch(attempt -> attempt.end() == null)) {
              continue;
            }
            Attempt.End end =
                new Attempt.End(
                    now,
                    "interrupted",
                    Attempt.Billed.MAYBE,
                    "",
                    Bill.worst(WorstCase.UNKNOWN),
                    "");
            List<Attempt> attempts = ended(capture, end);
            if (capture.state() == CaptureState.ASKING) {
              put(capture, CaptureState.QUEUED, now, attempts, null, null);
              interrupted.add(capture.key());
            } else {
              put(
                  capture,
                  capture.state(),
                  capture.dueAt(),
                  attempts,
                  capture.ending(),
                  capture.endedAt());
            }
          }
          return interrupted;
        });
  }

  @Override
  public CompletionStage<List<CaptureKey>> due(Instant now, int perDevice, int limit) {
    return read(
        () -> {
          Map<String, Integer> taken = new HashMap<>();
          return captures.values().stream()
              .filter(capture -> capture.state() == CaptureState.QUEUED)
              .filter(capture -> !dueAt(capture).isAfter(now))
              .sorted(
                  Comparator.comparing(
                          (Capture capture) -> capture.press().urgency() != Urgency.HIGH)
                      .thenComparing(MemoryStore::dueAt))
              .map(Capture::key)
              .filter(key -> taken.merge(key.device(), 1, Integer::sum) <= perDevice)
              .limit(limit)
              .toList();
        });
  }

  @Override
  public CompletionStage<Optional<Instant>> nextDue() {
    return read(
        () ->
            captures.values().stream()
                .filter(capture -> capture.state() == CaptureState.QUEUED)
                .map(MemoryStore::dueAt)
                .min(Comparator.naturalOrder()));
  }

  @Override
  public CompletionStage<Begun> begin(CaptureKey key, Beginning beginning, Instant now) {
    return write(
        () -> {
          Capture capture = captures.get(key);
          if (capture == null || capture.state() != CaptureState.QUEUED) {
            return new Begun.Gone();
          }
          if (refusal != null) {
            return refusal;
          }
          keep(beginning.look());
          List<Attempt> attempts = new ArrayList<>(capture.attempts());
          attempts.add(new Attempt(attempts.size() + 1, beginning, now, null));
          put(capture, CaptureState.ASKING, null, attempts, null, null);
          return new Begun.Taken(get(key), List.of(), false);
        });
  }

  @Override
  public CompletionStage<Boolean> again(CaptureKey key, Attempt.End end, Instant dueAt) {
    return write(
        () -> {
          Capture capture = recorded(key, end);
          if (capture.state() != CaptureState.ASKING) {
            return false;
          }
          put(capture, CaptureState.QUEUED, dueAt, capture.attempts(), null, null);
          return true;
        });
  }

  @Override
  public CompletionStage<Boolean> end(CaptureKey key, Attempt.End end, Ending ending) {
    return write(
        () -> {
          Capture capture = recorded(key, end);
          return !capture.state().ended() && end(capture, ending, end.at());
        });
  }

  @Override
  public CompletionStage<Boolean> putOff(CaptureKey key, Instant dueAt) {
    return write(
        () -> {
          Capture capture = get(key);
          if (capture.state() != CaptureState.QUEUED) {
            return false;
          }
          put(capture, CaptureState.QUEUED, dueAt, capture.attempts(), null, null);
          return true;
        });
  }

  @Override
  public CompletionStage<Boolean> expire(
      CaptureKey key, Ending.Failure failure, @Nullable Look look, Instant now) {
    return write(
        () -> {
          Capture capture = get(key);
          keep(look);
          return capture.state() == CaptureState.QUEUED && end(capture, failure, now);
        });
  }

  @Override
  public CompletionStage<Optional<Fingerprint>> lastFingerprint(String device, Instant before) {
    return read(() -> Optional.ofNullable(last));
  }

  @Override
  public synchronized List<FrameSource> frames(Capture capture) {
    byte[] bytes = frame;
    FrameSource source =
        new FrameSource() {
          @Override
          public int length() {
            return bytes.length;
          }

          @Override
          public InputStream open() {
            return new ByteArrayInputStream(bytes);
          }
        };
    return Collections.nCopies(capture.frames().size(), source);
  }

  @Override
  public CompletionStage<List<Capture>> conversation(Capture capture) {
    return read(
        () -> {
          List<Capture> earlier = new ArrayList<>();
          for (CaptureKey key = capture.parent(); key != null; key = get(key).parent()) {
            earlier.add(0, get(key));
          }
          return earlier;
        });
  }

  @Override
  public CompletionStage<Optional<Capture>> find(CaptureKey key) {
    return read(() -> Optional.ofNullable(captures.get(key)));
  }

  @Override
  public CompletionStage<List<Capture>> latest(
      @Nullable String device, @Nullable CaptureState state, int limit) {
    throw new UnsupportedOperationException("nobody who asks looks back");
  }

  @Override
  public FrameSource frame(FrameKey key) {
    return frames(get(key.capture())).get(key.index());
  }

  private void keep(@Nullable Look look) {
    if (look != null) {
      last = look.fingerprint();
    }
  }

  private boolean end(Capture capture, Ending ending, Instant now) {
    CaptureState state =
        ending instanceof Ending.Answer ? CaptureState.ANSWERED : CaptureState.FAILED;
    put(capture, state, null, capture.attempts(), ending, now);
    endings++;
    return true;
  }

  private Capture recorded(CaptureKey key, Attempt.End end) {
    Capture capture = get(key);
    put(
        capture,
        capture.state(),
        capture.dueAt(),
        ended(capture, end),
        capture.ending(),
        capture.endedAt());
    return get(key);
  }

  private void put(
      Capture old,
      CaptureState state,
      @Nullable Instant dueAt,
      List<Attempt> attempts,
      @Nullable Ending ending,
      @Nullable Instant endedAt) {
    captures.put(
        old.key(),
        new Capture(
            old.press(),
            old.parent(),
            old.frame(),
            old.frames(),
            state,
            old.begunAt(),
            old.storedAt(),
            dueAt,
            endedAt,
            null,
            null,
            old.look(),
            old.asked(),
            attempts,
            ending));
  }

  private synchronized <T> CompletionStage<T> write(Supplier<T> change) {
    if (full) {
      refusals++;
      return CompletableFuture.failedStage(
          new StoreUnavailable(Code.DISK_FULL, Duration.ofSeconds(1), "the disk is full"));
    }
    if (slow) {
      CompletableFuture<T> later = new CompletableFuture<>();
      held.add(() -> later.complete(change.get()));
      return later;
    }
    return read(change);
  }

  private synchronized <T> CompletionStage<T> read(Supplier<T> look) {
    return dead
        ? CompletableFuture.failedStage(new IllegalStateException("the disk is broken"))
        : CompletableFuture.completedStage(look.get());
  }

  private static List<Attempt> ended(Capture capture, Attempt.End end) {
    return capture.attempts().stream()
        .map(
            attempt ->
                attempt.end() != null
                    ? attempt
                    : new Attempt(attempt.ordinal(), attempt.beginning(), attempt.startedAt(), end))
        .toList();
  }

  private static Instant dueAt(Capture capture) {
    Instant dueAt = capture.dueAt();
    return dueAt == null ? Instant.MAX : dueAt;
  }
}
