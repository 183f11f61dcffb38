package io.camrelay.session;

import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.Ending;
import io.camrelay.capture.Frame;
import io.camrelay.capture.FrameKey;
import io.camrelay.capture.Press;
import io.camrelay.protocol.CaptureId;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.DeviceMessage;
import io.camrelay.protocol.DeviceMessage.Ask;
import io.camrelay.protocol.DeviceMessage.CaptureBegin;
import io.camrelay.protocol.DeviceMessage.CaptureCancel;
import io.camrelay.protocol.DeviceMessage.CaptureData;
import io.camrelay.protocol.DeviceMessage.CaptureEnd;
import io.camrelay.protocol.FlightRecord;
import io.camrelay.protocol.Trigger;
import io.camrelay.protocol.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The uploads of one session by their handles: who may begin, and to whom a message belongs. Its
 * state belongs to the link's thread.
 */
final class Uploading {

  /** Pieces of one session that the store has not copied; with so many, nothing more is read. */
  static final int MOST_APPENDING = 4;

  private final String device;
  private final Surroundings around;
  private final Link link;
  private final Deliveries deliveries;
  private final Runnable answered;

  /** Every capture that is not over, and some that are; in the order in which they were begun. */
  private final Map<Integer, Upload> byHandle = new LinkedHashMap<>();

  /** The highest handle that the device has bound. */
  private int highest;

  private boolean draining;

  /**
   * @param answered called after the store has answered and that was acted upon
   */
  Uploading(
      String device, Surroundings around, Link link, Deliveries deliveries, Runnable answered) {
    this.device = device;
    this.around = around;
    this.link = link;
    this.deliveries = deliveries;
    this.answered = answered;
  }

  /**
   * A frame is announced.
   *
   * @return why the connection has to end, or null
   */
  @Nullable Code begin(CaptureBegin begin) {
    if (isOperators(begin.id())) {
      return Code.MALFORMED;
    }
    Instant now = around.clock().now();
    // Only what is said with the first frame counts.
    boolean good = begin.frameIndex() > 0 || DeviceMessage.isGoodQuestion(begin.question());
    Press press =
        new Press(
            new CaptureKey(device, begin.id()),
            begin.frameCount(),
            now.minusMillis(begin.ageMillis()),
            begin.trigger(),
            begin.urgency(),
            DeviceMessage.isGoodQuestion(begin.question()) ? begin.question() : "",
            begin.flight());
    Frame frame = Frame.announced(begin.frameIndex(), begin.size(), begin.crc());
    Code never = never(begin, good);
    return start(
        begin.handle(),
        press,
        frame,
        never,
        upload -> upload.begin(around.ports().uploads().begin(press, frame, now)));
  }

  private @Nullable Code never(CaptureBegin begin, boolean goodQuestion) {
    if (begin.size() > around.settings().maxFrameBytes()) {
      return Code.TOO_LARGE;
    }
    if (begin.frameCount() > around.settings().maxFrames()) {
      return Code.TOO_MANY_FRAMES;
    }
    return goodQuestion ? null : Code.BAD_QUESTION;
  }

  /** A further question. Returns why the connection has to end, or null. */
  @Nullable Code ask(Ask ask) {
    if (isOperators(ask.id())) {
      return Code.MALFORMED;
    }
    Instant now = around.clock().now();
    boolean good = !ask.question().isEmpty() && DeviceMessage.isGoodQuestion(ask.question());
    // A bad question is begun like a frame that can never be taken, to be ended durably.
    Press press = press(ask.id(), good ? 0 : 1, good ? ask.question() : "", now);
    Frame none = Frame.announced(0, 0, 0);
    CaptureKey parent = new CaptureKey(device, ask.parent());
    return start(
        ask.handle(),
        press,
        none,
        good ? null : Code.BAD_QUESTION,
        upload ->
            upload.begin(
                good
                    ? around.ports().uploads().ask(press, parent, now)
                    : around.ports().uploads().begin(press, none, now)));
  }

  /** No device draws the epoch under which the operator asks. */
  private static boolean isOperators(CaptureId id) {
    return id.epoch() == CaptureKey.OPERATORS_EPOCH;
  }

  private Press press(CaptureId id, int frames, String question, Instant now) {
    return new Press(
        new CaptureKey(device, id),
        frames,
        now,
        Trigger.OTHER,
        Urgency.NORMAL,
        question,
        FlightRecord.UNKNOWN);
  }

  private @Nullable Code start(
      int handle, Press press, Frame frame, @Nullable Code never, Consumer<Upload> ask) {
    FrameKey key = new FrameKey(press.key(), frame.index());
    Upload here = byHandle.get(handle);
    if (here != null && !isSame(here, key)) {
      return Code.OUT_OF_ORDER;
    }
    highest = Math.max(highest, handle);
    boolean beside = byHandle.values().stream().anyMatch(other -> isOf(other, press.key()));
    boolean joins = beside && byHandle.values().stream().noneMatch(other -> isSame(other, key));
    if (here != null) {
      byHandle.remove(handle);
      here.abandon();
    }
    // What an upload of the same frame has gathered counts for the one that takes its place.
    byHandle.values().stream().filter(other -> isSame(other, key)).forEach(Upload::flush);
    if (!joins) {
      deliveries.begunAgain(press.key());
    }
    Code full = full(key, never == null && (beside || deliveries.isOpen(press.key())));
    Ending.Failure failure = never == null ? null : new Ending.Failure(never, never.hint());
    UploadState state =
        new UploadState(frame.size(), frame.crc(), failure, around.settings().retryAfter());
    Upload upload =
        new Upload(new Bound(handle, press, frame, joins), state, around, link, deliveries, this);
    byHandle.put(handle, upload);
    if (full == null) {
      ask.accept(upload);
    } else {
      upload.defer(full, draining ? Duration.ZERO : around.settings().retryAfter());
    }
    return null;
  }

  /** It was declined: nothing comes of it, and its handle is drained all the same. */
  void forget(Upload declined) {
    byHandle.remove(declined.handle(), declined);
  }

  /** The last handle takes the place of those before, where it is the same frame. */
  void replace(Upload last) {
    remove(other -> other != last && isSame(other, last.frameKey()));
  }

  private void remove(Predicate<Upload> which) {
    byHandle
        .values()
        .removeIf(
            upload -> {
              boolean removed = which.test(upload);
              if (removed) {
                upload.abandon();
              }
              return removed;
            });
  }

  private static boolean isSame(Upload upload, FrameKey key) {
    return upload.frameKey().equals(key);
  }

  private static boolean isOf(Upload upload, CaptureKey key) {
    return upload.key().equals(key);
  }

  /** The last handle that is known to stand for a frame of the capture, 0 for none. */
  int last(CaptureKey key) {
    int last = 0;
    for (Upload upload : byHandle.values()) {
      if (isOf(upload, key) && !upload.state().isLookingUp()) {
        last = Math.max(last, upload.handle());
      }
    }
    return last;
  }

  /** One frame has brought its capture to its end: nothing more is taken of the others. */
  void endBeside(Upload first) {
    for (Upload other : byHandle.values()) {
      // The store will say of those that are being looked up that the capture has its end.
      if (other != first && isOf(other, first.key()) && !other.state().isLookingUp()) {
        other.endBeside();
      }
    }
  }

  /** True while a frame of the capture is being made durable. */
  boolean isStoring(CaptureKey key) {
    return count(upload -> isOf(upload, key) && upload.state().isStoring()) > 0;
  }

  /** The store has answered, and that was acted upon. */
  void answered() {
    answered.run();
  }

  /**
   * Why nothing can be begun now, or null.
   *
   * @param isOpen whether its capture is one of those that are not over
   */
  private @Nullable Code full(FrameKey key, boolean isOpen) {
    if (draining) {
      return Code.DRAINING;
    }
    long unfinished = count(upload -> upload.state().isUnfinished() && !isSame(upload, key));
    long open = unfinished + deliveries.open();
    boolean full =
        unfinished >= around.settings().maxInFlight()
            || (!isOpen && open >= around.settings().maxOpenCaptures());
    if (byHandle.size() >= 2 * around.settings().maxOpenCaptures()) {
      // Deferred ones that the device has not begun again: their handles are drained all the same.
      byHandle.values().removeIf(upload -> upload.state().isDraining());
    }
    return full ? Code.TOO_MANY_CAPTURES : null;
  }

  /** A piece of a frame. Returns why the connection has to end, or null. */
  @Nullable Code data(CaptureData data) {
    Upload upload = byHandle.get(data.handle());
    if (upload != null) {
      upload.data(data.offset(), data.bytes());
    }
    return unknown(data.handle());
  }

  /** The end of a frame. Returns why the connection has to end, or null. */
  @Nullable Code end(CaptureEnd end) {
    Upload upload = byHandle.get(end.handle());
    if (upload != null) {
      upload.end(end.crc());
    }
    return unknown(end.handle());
  }

  /** The device gives one up. Returns why the connection has to end, or null. */
  @Nullable Code cancel(CaptureCancel cancel) {
    Upload upload = byHandle.get(cancel.handle());
    if (upload != null) {
      upload.cancel();
    }
    return unknown(cancel.handle());
  }

  /** {@link Code#UNKNOWN_HANDLE} for a device's handle that was never bound, else null. */
  @Nullable Code unknown(int handle) {
    return handle > highest ? Code.UNKNOWN_HANDLE : null;
  }

  /** True where a capture is under way on the handle that the device was told no end of. */
  boolean isUnfinished(int handle) {
    Upload upload = byHandle.get(handle);
    return upload != null && upload.state().isUnfinished();
  }

  /**
   * The capture has an end: nothing more is taken for it.
   *
   * @return the handle that the device has bound to it, 0 for none
   */
  int ended(CaptureKey key) {
    int last = 0;
    for (Upload upload : byHandle.values()) {
      if (isOf(upload, key)) {
        upload.abandon();
        last = Math.max(last, upload.handle());
      }
    }
    return last;
  }

  /** The device has the capture's end: its handle is free. */
  void over(CaptureKey key) {
    remove(upload -> isOf(upload, key));
  }

  /** True while the device's next message would have to wait for the store. */
  boolean isBlocked() {
    long appending = 0;
    for (Upload upload : byHandle.values()) {
      if (upload.isBlocking()) {
        return true;
      }
      appending += upload.state().isReceiving() ? upload.appending() : 0;
    }
    return appending >= MOST_APPENDING;
  }

  /** True while a frame that has arrived whole is being made durable. */
  boolean isStoring() {
    return count(upload -> upload.state().isStoring()) > 0;
  }

  /** True while an upload waits for the store; its device hears of that at half a heartbeat. */
  boolean isWaiting() {
    return count(Upload::isWaiting) > 0;
  }

  void tick(long now, long heartbeat) {
    for (Upload upload : List.copyOf(byHandle.values())) {
      upload.tick(now, heartbeat);
    }
  }

  /** From now on, nothing is begun. */
  void drain() {
    draining = true;
  }

  /** The connection has ended: what has arrived is kept, for the next one to go on with. */
  void close() {
    remove(upload -> true);
  }

  private long count(Predicate<Upload> which) {
    return byHandle.values().stream().filter(which).count();
  }
}
