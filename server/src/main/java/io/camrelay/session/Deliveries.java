package io.camrelay.session;

import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.CaptureListener;
import io.camrelay.capture.Ending;
import io.camrelay.capture.Mailbox;
import io.camrelay.protocol.DeviceMessage.AnswerAck;
import io.camrelay.protocol.RelayMessage;
import io.camrelay.protocol.StageKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what the {@link Courier} of one session decides; its state belongs to the link's thread. */
final class Deliveries implements CaptureListener {

  private static final Logger log = LoggerFactory.getLogger(Deliveries.class);

  private final Courier courier;
  private final Mailbox mailbox;
  private final SessionClock clock;
  private final Link link;
  private final Replies replies;

  private boolean closed;

  Deliveries(Courier courier, Mailbox mailbox, SessionClock clock, Link link) {
    this.courier = courier;
    this.mailbox = mailbox;
    this.clock = clock;
    this.link = link;
    this.replies = new Replies(link);
  }

  @Override
  public void stage(CaptureKey key, StageKind stage, Duration retryIn, String detail) {
    onLink(() -> courier.stage(key, stage, retryIn, detail));
  }

  @Override
  public void text(CaptureKey key, int generation, int offset, String piece) {
    onLink(() -> courier.live(key, generation, offset, piece));
  }

  @Override
  public void ended(CaptureKey key, int generation, Ending ending) {
    onLink(() -> courier.ended(key, ending));
  }

  /** The device begins the capture, perhaps again; the store has not answered yet. */
  void begunAgain(CaptureKey key) {
    courier.begunAgain(key);
  }

  /** The capture's handle is this one, though nothing more is taken on it for now. */
  void move(int handle, CaptureKey key) {
    courier.move(handle, key);
  }

  /** The handle before stays the capture's. */
  void resume(CaptureKey key) {
    courier.resume(key);
  }

  /** The device has begun the capture on this handle. */
  void bind(int handle, CaptureKey key, boolean held) {
    courier.bind(handle, key, held);
  }

  /**
   * The device has begun one more frame of the capture on this handle: it is told there what is not
   * being told already.
   *
   * @param held as in {@link #bind}, where nothing is to be told yet
   */
  void join(int handle, CaptureKey key, boolean held) {
    if (courier.isOpen(key)) {
      courier.move(handle, key);
    } else {
      courier.bind(handle, key, held);
    }
  }

  boolean isOpen(CaptureKey key) {
    return courier.isOpen(key);
  }

  void unbind(int handle) {
    courier.unbind(handle);
  }

  void release(CaptureKey key) {
    courier.release(key);
  }

  void forget(CaptureKey key) {
    courier.forget(key);
  }

  /** An end that this session was told by the store, not by the feed. */
  void endedBefore(CaptureKey key, Ending ending) {
    courier.ended(key, ending);
  }

  int open() {
    return courier.open();
  }

  boolean delivers(int handle) {
    return courier.delivers(handle);
  }

  /** True where the relay has bound this handle of its own, now or before. */
  boolean hasBound(int relayHandle) {
    return Integer.compareUnsigned(relayHandle, courier.nextHandle()) < 0;
  }

  /** What the device has taken in. */
  Receipt acknowledge(AnswerAck ack) {
    Receipt receipt = courier.acknowledge(ack);
    CaptureKey key = receipt.delivered();
    if (key != null) {
      log.info("answer delivered device={} capture={}", key.device(), key.shortForm());
      replies.await(
          "acknowledge " + key,
          mailbox.acknowledge(key, clock.now()),
          done -> courier.acknowledged(),
          trouble -> courier.acknowledged());
    }
    return receipt;
  }

  /** Sends what there is to send, and asks the store for what there is to ask. */
  void pump() {
    if (closed) {
      return;
    }
    while (link.isWritable()) {
      RelayMessage message = courier.next();
      if (message == null) {
        break;
      }
      link.send(message);
    }
    Courier.Errand errand = courier.errand(clock.nanos());
    while (errand != null) {
      run(errand);
      errand = courier.errand(clock.nanos());
    }
  }

  /** Nothing more is delivered on this connection. */
  void close() {
    closed = true;
  }

  private void run(Courier.Errand errand) {
    CaptureKey key = errand.key();
    if (key == null) {
      replies.await(
          "look into the mailbox of " + courier.device(),
          mailbox.waiting(courier.device(), Courier.PAGE),
          found -> after(() -> courier.waiting(found)),
          trouble -> failed(null));
    } else {
      replies.await(
          "read the end of " + key,
          mailbox.ending(key),
          ending -> after(() -> courier.read(key, ending)),
          trouble -> failed(key));
    }
  }

  private void failed(@Nullable CaptureKey key) {
    courier.failed(key, clock.nanos());
  }

  private void onLink(Runnable event) {
    link.execute(() -> after(event));
  }

  private void after(Runnable event) {
    event.run();
    pump();
  }
}
