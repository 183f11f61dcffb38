package io.camrelay.session;

import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.Ending;
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

  /** This relay asks about one frame at a time. */
  static final int MAX_FRAMES = 1;

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
    boolean good = DeviceMessage.isGoodQuestion(begin.question());
    Press press =
        new Press(
            new CaptureKey(device, begin.id()),
            begin.size(),
            begin.crc(),
            now.minusMillis(begin.ageMillis()),
            begin.trigger(),
            begin.urgency(),
            good ? begin.question() : "",
            begin.flight());
    Code never = never(begin, good);
    return start(
        begin.handle(),
        press,
        never,
        upload -> upload.begin(around.ports().uploads().begin(press, now)));
  }

  private @Nullable Code never(CaptureBegin begin, boolean goodQuestion) {
    if (begin.size() > around.settings().maxFrameBytes()) {
      return Code.TOO_LARGE;
    }
    if (begin.frameCount() > MAX_FRAMES) {
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
    Press press = press(ask.id(), good ? ask.question() : "", now);
    CaptureKey parent = new CaptureKey(device, ask.parent());
    // A bad question is begun like a frame that can never be taken, to be ended durably.
    return start(
        ask.handle(),
        press,
        good ? null : Code.BAD_QUESTION,
        upload ->
            upload.begin(
                good
                    ? around.ports().uploads().ask(press, parent, now)
                    : around.ports().uploads().begin(press, now)));
  }

  /** No device draws the epoch under which the operator asks. */
  private static boolean isOperators(CaptureId id) {
    return id.epoch() == CaptureKey.OPERATORS_EPOCH;
  }

  private Press press(CaptureId id, String question, Instant now) {
    return new Press(
        new CaptureKey(device, id),
        0,
        0,
        now,
        Trigger.OTHER,
        Urgency.NORMAL,
        question,
        FlightRecord.UNKNOWN);
  }

  private @Nullable Code start(
      int handle, Press press, @Nullable Code never, Consumer<Upload> ask) {
    Upload here = byHandle.get(handle);
    if (here != null && !here.key().equals(press.key())) {
      return Code.OUT_OF_ORDER;
    }
    highest = Math.max(highest, handle);
    if (here != null) {
      byHandle.remove(handle);
      here.abandon();
    }
    // What an upload of the same capture has gathered counts for the one that takes its place.
    byHandle.values().stream().filter(other -> isSame(other, press.key())).forEach(Upload::flush);
    deliveries.begunAgain(press.key());
    Code full = full(press.key());
    Ending.Failure failure = never == null ? null : new Ending.Failure(never, never.hint());
    UploadState state =
        new UploadState(press.size(), press.crc(), failure, around.settings().retryAfter());
    Upload upload = new Upload(handle, press, state, around, link, deliveries, this);
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
    remove(other -> other != last && isSame(other, last.key()));
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

  private static boolean isSame(Upload upload, CaptureKey key) {
    return upload.key().equals(key);
  }

  /** The store has answered, and that was acted upon. */
  void answered() {
    answered.run();
  }

  /** Why nothing can be begun now, or null. */
  private @Nullable Code full(CaptureKey key) {
    if (draining) {
      return Code.DRAINING;
    }
    long unfinished = count(upload -> upload.state().isUnfinished() && !isSame(upload, key));
    long open = unfinished + deliveries.open();
    boolean full =
        unfinished >= around.settings().maxInFlight()
            || open >= around.settings().maxOpenCaptures();
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
      if (isSame(upload, key)) {
        upload.abandon();
        last = Math.max(last, upload.handle());
      }
    }
    return last;
  }

  /** The device has the capture's end: its handle is free. */
  void over(CaptureKey key) {
    remove(upload -> isSame(upload, key));
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
