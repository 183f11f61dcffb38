package io.camrelay.session;

import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.Ending;
import io.camrelay.capture.Frame;
import io.camrelay.capture.FrameKey;
import io.camrelay.capture.Mailbox;
import io.camrelay.capture.Press;
import io.camrelay.capture.StoreUnavailable;
import io.camrelay.capture.Uploads;
import io.camrelay.device.Device;
import io.camrelay.device.Devices;
import io.camrelay.identity.TokenHash;
import io.camrelay.protocol.CaptureId;
import io.camrelay.protocol.Code;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the store promises, in memory. Changes take effect in the order of the calls; what they
 * answer can be kept back ({@link #slow}), and uploads be refused ({@link #full}).
 */
public final class MemoryStore implements Devices, Uploads, Mailbox {

  /** What is known of one capture. */
  private static final class Kept {
    private Press press;
    private final @Nullable CaptureKey parent;
    private final Map<Integer, KeptFrame> frames = new TreeMap<>();
    private boolean stored;
    private boolean acknowledged;
    private @Nullable Ending ending;

    Kept(Press press, @Nullable CaptureKey parent) {
      this.press = press;
      this.parent = parent;
    }

    KeptFrame frame(int index) {
      return Objects.requireNonNull(frames.get(index));
    }
  }

  private static final class KeptFrame {
    private final Frame announced;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean stored;
    private int damaged;

    KeptFrame(Frame announced) {
      this.announced = announced;
    }
  }

  private final Map<String, Device> devices = new LinkedHashMap<>();
  private final Map<CaptureKey, Kept> captures = new LinkedHashMap<>();
  private final List<CaptureKey> ended = new ArrayList<>();
  private final List<Runnable> listeners = new ArrayList<>();
  private final ArrayDeque<Runnable> answers = new ArrayDeque<>();
  private boolean slow;
  private boolean full;
  private boolean broken;
  private boolean defective;

  /** The hash of a token as the store keeps it. */
  public static String hash(String token) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest(token.getBytes(StandardCharsets.UTF_8));
      assert TokenHash.admits(TokenHash.ofBytes(hash), token);
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  public MemoryStore with(String device, String token) {
    devices.put(device, new Device(device, hash(token), TurnedClock.START, null, null));
    return this;
  }

  /** Keeps back every answer from now on, until {@link #room}. */
  public synchronized void slow() {
    slow = true;
  }

  /** Refuses uploads from now on, until {@link #room}. */
  public synchronized void full() {
    full = true;
  }

  /** Fails at everything from now on, until {@link #room}. */
  public synchronized void broken() {
    broken = true;
  }

  /** Has a defect: throws where it should answer, until {@link #room}. */
  public synchronized void fails() {
    defective = true;
  }

  /** Does what it should again, and gives the answers that it has kept back. */
  public void room() {
    List<Runnable> kept;
    synchronized (this) {
      slow = false;
      full = false;
      broken = false;
      defective = false;
      kept = new ArrayList<>(answers);
      answers.clear();
    }
    kept.forEach(Runnable::run);
  }

  /** Gives one of the answers that it has kept back. */
  public void answerOne() {
    Runnable next;
    synchronized (this) {
      next = answers.remove();
    }
    next.run();
  }

  public synchronized int waitingAnswers() {
    return answers.size();
  }

  /** Loses what it has of a capture's first frame from this offset on. */
  public synchronized void lose(CaptureKey key, int offset) {
    lose(kept(key).frame(0), offset);
  }

  private static void lose(KeptFrame frame, int offset) {
    byte[] rest = frame.bytes.toByteArray();
    frame.bytes.reset();
    frame.bytes.write(rest, 0, offset);
  }

  /** Loses a part of an upload that is under way, if there is one. */
  public synchronized void lose(Random random) {
    captures.values().stream()
        .filter(kept -> !kept.stored && kept.ending == null)
        .flatMap(kept -> kept.frames.values().stream())
        .filter(frame -> !frame.stored && frame.bytes.size() > 0)
        .findAny()
        .ifPresent(frame -> lose(frame, random.nextInt(frame.bytes.size())));
  }

  /** The operator, beside this process, revokes the device. */
  public void revokeForeign(String name) {
    List<Runnable> told;
    synchronized (this) {
      Device device = Objects.requireNonNull(devices.get(name));
      devices.put(
          name, new Device(name, device.tokenHash(), device.addedAt(), TurnedClock.START, null));
      told = List.copyOf(listeners);
    }
    told.forEach(Runnable::run);
  }

  /** The operator, beside this process, gives the device another token. */
  public void renewForeign(String name, String token) {
    List<Runnable> told;
    synchronized (this) {
      with(name, token);
      told = List.copyOf(listeners);
    }
    told.forEach(Runnable::run);
  }

  /** The capture has ended, as far as the store is concerned. */
  public synchronized void end(CaptureKey key, Ending ending) {
    Kept kept = kept(key);
    if (kept.ending == null) {
      kept.ending = ending;
      ended.add(key);
    }
  }

  public synchronized byte[] bytes(CaptureKey key) {
    return bytes(FrameKey.first(key));
  }

  public synchronized byte[] bytes(FrameKey key) {
    return frame(key).bytes.toByteArray();
  }

  public synchronized Press press(CaptureKey key) {
    return kept(key).press;
  }

  public synchronized boolean isStored(CaptureKey key) {
    Kept kept = captures.get(key);
    return kept != null && kept.stored;
  }

  public synchronized boolean isAcknowledged(CaptureKey key) {
    return kept(key).acknowledged;
  }

  public synchronized @Nullable Ending endingOf(CaptureKey key) {
    return kept(key).ending;
  }

  public synchronized int captures() {
    return captures.size();
  }

  /** Captures that are stored and have no end. */
  public synchronized List<CaptureKey> open() {
    return captures.values().stream()
        .filter(kept -> kept.stored && kept.ending == null)
        .map(kept -> kept.press.key())
        .toList();
  }

  /** Captures whose end no device has acknowledged. */
  public synchronized List<CaptureKey> unacknowledged() {
    return ended.stream().filter(key -> !kept(key).acknowledged).toList();
  }

  /** The key of the capture with this number. */
  public synchronized CaptureKey key(long number) {
    return captures.keySet().stream()
        .filter(key -> key.id().number() == number)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public CompletionStage<Optional<Device>> find(String name) {
    return answer(() -> Optional.ofNullable(devices.get(name)));
  }

  @Override
  public CompletionStage<List<Device>> list() {
    return answer(() -> List.copyOf(devices.values()));
  }

  @Override
  public CompletionStage<Boolean> put(String name, String tokenHash, Instant now) {
    return answer(() -> devices.put(name, new Device(name, tokenHash, now, null, null)) == null);
  }

  @Override
  public CompletionStage<Boolean> revoke(String name, Instant now) {
    return answer(
        () -> {
          Device device = devices.get(name);
          if (device == null) {
            return false;
          }
          devices.put(name, new Device(name, device.tokenHash(), device.addedAt(), now, null));
          return true;
        });
  }

  @Override
  public void seen(String name, Instant at) {}

  @Override
  public synchronized void onForeignChange(Runnable listener) {
    listeners.add(listener);
  }

  @Override
  public CompletionStage<Begun> begin(Press press, Frame frame, Instant now) {
    return answer(() -> begun(press, frame, null));
  }

  private Begun begun(Press press, Frame frame, @Nullable CaptureKey parent) {
    refuseIfFull();
    Kept kept = captures.get(press.key());
    if (kept == null) {
      kept = new Kept(press, parent);
      captures.put(press.key(), kept);
    }
    KeptFrame before = kept.frames.get(frame.index());
    boolean same =
        kept.press.frameCount() == press.frameCount()
            && (before == null
                || (before.announced.size() == frame.size()
                    && before.announced.crc() == frame.crc()))
            && Objects.equals(kept.parent, parent);
    if (!same) {
      return new Begun.Conflict();
    }
    if (kept.stored || kept.ending != null) {
      return new Begun.Known(kept.ending, kept.acknowledged);
    }
    if (before == null) {
      kept.frames.put(frame.index(), new KeptFrame(frame));
      kept.press = frame.index() == 0 ? press : kept.press;
      return new Begun.Upload(0);
    }
    return before.stored ? new Begun.FrameKnown() : new Begun.Upload(before.bytes.size());
  }

  @Override
  public CompletionStage<Begun> ask(Press press, CaptureKey parent, Instant now) {
    return answer(
        () -> {
          boolean isNew = !captures.containsKey(press.key());
          Begun begun = begun(press, Frame.announced(0, 0, 0), parent);
          if (isNew && !isStored(parent)) {
            end(press.key(), new Ending.Failure(Code.UNKNOWN_PARENT, Code.UNKNOWN_PARENT.hint()));
          }
          Kept kept = kept(press.key());
          kept.stored |= kept.ending == null;
          return begun.kind() == Begun.Kind.CONFLICT
              ? begun
              : new Begun.Known(kept.ending, kept.acknowledged);
        });
  }

  @Override
  public CompletionStage<Void> append(FrameKey key, long offset, byte[] bytes, int length) {
    return answer(
        () -> {
          refuseIfFull();
          Kept kept = captures.get(key.capture());
          KeptFrame frame = kept == null ? null : kept.frames.get(key.index());
          if (frame == null || frame.stored || frame.bytes.size() != offset || ended(key)) {
            throw new StoreUnavailable(Code.GAP, Duration.ZERO, "not where the last one ended");
          }
          frame.bytes.write(bytes, 0, length);
          return null;
        });
  }

  @Override
  public synchronized InputStream received(FrameKey key) {
    return new ByteArrayInputStream(bytes(key));
  }

  @Override
  public CompletionStage<Stored> store(FrameKey key, int width, int height, Instant now) {
    return answer(
        () -> {
          refuseIfFull();
          Kept kept = kept(key.capture());
          if (kept.stored || kept.ending != null) {
            return Stored.CAPTURE;
          }
          KeptFrame frame = frame(key);
          frame.stored = frame.bytes.size() == frame.announced.size();
          if (!frame.stored) {
            frame.bytes.reset();
            return Stored.LOST;
          }
          long stored = kept.frames.values().stream().filter(one -> one.stored).count();
          kept.stored = stored == kept.press.frameCount();
          return kept.stored ? Stored.CAPTURE : Stored.FRAME;
        });
  }

  @Override
  public CompletionStage<Integer> startOver(FrameKey key) {
    return answer(
        () -> {
          KeptFrame frame = frame(key);
          frame.bytes.reset();
          return ++frame.damaged;
        });
  }

  @Override
  public CompletionStage<Ending> fail(CaptureKey key, Ending.Failure failure, Instant now) {
    return answer(
        () -> {
          refuseIfFull();
          if (!captures.containsKey(key)) {
            throw new StoreUnavailable(Code.GAP, Duration.ZERO, "there is no such capture");
          }
          end(key, failure);
          return Objects.requireNonNull(kept(key).ending);
        });
  }

  @Override
  public CompletionStage<List<CaptureKey>> expireUploads(Instant now) {
    return answer(List::of);
  }

  @Override
  public CompletionStage<List<CaptureKey>> waiting(String device, int limit) {
    return answer(
        () ->
            ended.stream()
                .filter(key -> key.device().equals(device) && !kept(key).acknowledged)
                .limit(limit)
                .toList());
  }

  @Override
  public CompletionStage<Ending> ending(CaptureKey key) {
    return answer(() -> Objects.requireNonNull(kept(key).ending));
  }

  @Override
  public CompletionStage<Void> acknowledge(CaptureKey key, Instant now) {
    return answer(
        () -> {
          kept(key).acknowledged = true;
          return null;
        });
  }

  @Override
  public CompletionStage<List<CaptureKey>> trim(Instant now) {
    return answer(List::of);
  }

  private KeptFrame frame(FrameKey key) {
    return kept(key.capture()).frame(key.index());
  }

  private boolean ended(FrameKey key) {
    return kept(key.capture()).ending != null;
  }

  private Kept kept(CaptureKey key) {
    return Objects.requireNonNull(captures.get(key), key::toString);
  }

  private void refuseIfFull() {
    if (full) {
      throw new StoreUnavailable(Code.DISK_FULL, Duration.ofSeconds(30), "full");
    }
  }

  private <T extends @Nullable Object> CompletionStage<T> answer(Supplier<T> change) {
    CompletableFuture<T> stage = new CompletableFuture<>();
    Runnable answer;
    synchronized (this) {
      answer = answerOf(change, stage);
      if (slow) {
        answers.add(answer);
        return stage;
      }
    }
    answer.run();
    return stage;
  }

  private <T extends @Nullable Object> Runnable answerOf(
      Supplier<T> change, CompletableFuture<T> stage) {
    if (defective) {
      throw new IllegalStateException("a defect");
    }
    if (broken) {
      return () -> stage.completeExceptionally(new IllegalStateException("the disk is gone"));
    }
    try {
      T result = change.get();
      return () -> stage.complete(result);
    } catch (StoreUnavailable e) {
      return () -> stage.completeExceptionally(e);
    }
  }

  /** A capture's key by what the device says. */
  public static CaptureKey key(String device, long epoch, long number) {
    return new CaptureKey(device, new CaptureId(epoch, number));
  }
}
