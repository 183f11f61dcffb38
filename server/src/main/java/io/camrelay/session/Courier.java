package io.camrelay.session;

import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.Ending;
import io.camrelay.protocol.Charset;
import io.camrelay.protocol.DeviceMessage.AnswerAck;
import io.camrelay.protocol.Limits;
import io.camrelay.protocol.RelayMessage;
import io.camrelay.protocol.StageKind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Decides what one connection is told of answers and failures, and when: one delivery at a time,
 * what was begun on this connection first, then the mailbox in the order in which captures ended;
 * never more text under way than the device has room for; each end once.
 *
 * <p>Events are methods. Afterwards the caller takes messages from {@link #next} for as long as the
 * link is writable, and an errand to the store from {@link #errand}.
 */
final class Courier {

  /** Keys of the mailbox that are known at a time. */
  static final int PAGE = 32;

  /** Ends from the mailbox that are told and not acknowledged; then the next one waits. */
  static final int UNACKNOWLEDGED = 8;

  /** After the store has failed, it is left alone for so long. */
  static final Duration STORE_PAUSE = Duration.ofSeconds(5);

  private final String device;
  private final Charset charset;
  private final long credit;
  private final ToIntFunction<CaptureKey> handles;

  /** Every delivery that the device has not acknowledged to its end; in the order of opening. */
  private final Map<CaptureKey, Delivery> deliveries = new LinkedHashMap<>();

  /** The same by handle, where there is one. */
  private final Map<Integer, Delivery> byHandle = new HashMap<>();

  /** Told to their end and not acknowledged, of captures that were begun again since. */
  private final List<Delivery> former = new ArrayList<>();

  /** The one that was begun and not ended: a monitor shows one answer at a time. */
  private @Nullable Delivery current;

  /** What waits in the mailbox, as far as is known, and has no delivery yet. */
  private final ArrayDeque<CaptureKey> mailbox = new ArrayDeque<>();

  /** True where the mailbox may hold more than is known here. */
  private boolean more = true;

  private boolean looking;

  /** Acknowledged while the store was looking: its list may hold them still. */
  private final Set<CaptureKey> acknowledgedMeanwhile = new HashSet<>();

  /** Acknowledgements that are not durable yet. */
  private int acknowledging;

  /** No errand before this time. */
  private long pauseUntil;

  private boolean pausing;

  private int nextHandle = Limits.RELAY_HANDLES;

  /**
   * @param credit how many bytes of text may be under way
   * @param handles is told of a capture that has an end before the device could upload it again,
   *     and gives the device's handle for it, or 0
   */
  Courier(String device, Charset charset, long credit, ToIntFunction<CaptureKey> handles) {
    this.device = device;
    this.charset = charset;
    this.credit = credit;
    this.handles = handles;
  }

  String device() {
    return device;
  }

  /** Deliveries that the device has not acknowledged to their end. */
  int open() {
    return deliveries.size() + former.size();
  }

  /** True where there is a delivery of this capture that the device has not acknowledged. */
  boolean isOpen(CaptureKey key) {
    return deliveries.containsKey(key);
  }

  boolean delivers(int handle) {
    return byHandle.containsKey(handle);
  }

  /** The first handle that the relay has not bound on this connection. */
  int nextHandle() {
    return nextHandle;
  }

  /**
   * The device begins the capture again; {@link #bind}, {@link #move} or {@link #resume} follows
   * when the store has answered. A delivery that is under way now is what it gets, also if that has
   * come to its end by then. One that has not begun waits, because it is to have the last handle.
   */
  void begunAgain(CaptureKey key) {
    Delivery delivery = deliveries.get(key);
    if (delivery != null && delivery == current) {
      delivery.serve();
    } else if (delivery != null && delivery.isUntold()) {
      delivery.suspend(true);
    }
  }

  /** The capture's handle is this one, though nothing more is taken on it for now. */
  void move(int handle, CaptureKey key) {
    Delivery delivery = deliveries.get(key);
    if (delivery != null && delivery.isUntold()) {
      byHandle.remove(delivery.handle());
      delivery.bind(handle);
      byHandle.put(handle, delivery);
      delivery.suspend(false);
    }
  }

  /** The handle before stays the capture's. */
  void resume(CaptureKey key) {
    Delivery delivery = deliveries.get(key);
    if (delivery != null) {
      delivery.suspend(false);
    }
  }

  /**
   * The device has begun the capture on this handle: what becomes of it is told there from now on.
   * A delivery that has begun goes on where it is; one that was told to its end is made again.
   *
   * @param held whether the device is told nothing until {@link #release}
   */
  void bind(int handle, CaptureKey key, boolean held) {
    Delivery before = deliveries.get(key);
    if (before != null && (before == current || before.takeServes())) {
      return;
    }
    boolean ended = mailbox.remove(key) || (before != null && before.hasEnd());
    long generation = 1;
    if (before != null) {
      drop(before);
      generation = before.nextGeneration();
      if (before.isTold() && before.handle() != handle) {
        former.add(before);
        byHandle.put(before.handle(), before);
      }
    }
    Delivery now = new Delivery(key, handle, held, charset, generation);
    if (ended) {
      now.shelve();
    }
    deliveries.put(key, now);
    byHandle.put(handle, now);
  }

  /** The handle stands for the capture no more; its end is told on one of the relay's. */
  void unbind(int handle) {
    Delivery delivery = byHandle.get(handle);
    if (delivery == null) {
      return;
    }
    drop(delivery);
    if (delivery.hasEnd()) {
      more = true;
    }
  }

  /** The device was told STORED. */
  void release(CaptureKey key) {
    Delivery delivery = deliveries.get(key);
    if (delivery != null) {
      delivery.release();
    }
  }

  /** The capture was not stored after all: there is nothing to tell. */
  void forget(CaptureKey key) {
    Delivery delivery = deliveries.get(key);
    if (delivery != null) {
      drop(delivery);
    }
  }

  void stage(CaptureKey key, StageKind stage, Duration retryIn, String detail) {
    Delivery delivery = deliveries.get(key);
    if (delivery != null && delivery.isDevices()) {
      delivery.stage(stage, retryIn, detail);
    }
  }

  void live(CaptureKey key, int attempt, int offset, String piece) {
    Delivery delivery = deliveries.get(key);
    if (delivery != null) {
      delivery.live(attempt, offset, piece);
    }
  }

  /** The capture has ended, and that is durable. */
  void ended(CaptureKey key, Ending ending) {
    Delivery delivery = deliveries.get(key);
    if (delivery == null) {
      enqueue(key);
    } else if (!delivery.hasEnd() || delivery.isShelved()) {
      keep(delivery, ending);
    }
  }

  /** The list that {@link Errand#LOOK} asked for. */
  void waiting(List<CaptureKey> found) {
    List<CaptureKey> late = new ArrayList<>(mailbox);
    mailbox.clear();
    for (CaptureKey key : found) {
      Delivery delivery = deliveries.get(key);
      if (delivery != null && !delivery.hasEnd()) {
        // Its end was told to nobody, because it came before the device began the capture again.
        delivery.shelve();
      } else if (delivery == null && !acknowledgedMeanwhile.contains(key)) {
        mailbox.add(key);
      }
    }
    more = found.size() >= PAGE;
    looking = false;
    acknowledgedMeanwhile.clear();
    late.stream().filter(key -> !mailbox.contains(key)).forEach(this::enqueue);
  }

  /** The end that {@link Errand#read} asked for. */
  void read(CaptureKey key, Ending ending) {
    Delivery delivery = deliveries.get(key);
    if (delivery != null && delivery.isReading()) {
      delivery.load(ending);
    }
  }

  /**
   * An errand came to nothing.
   *
   * @param key what was to be read; null where the mailbox was to be looked into
   */
  void failed(@Nullable CaptureKey key, long now) {
    pauseUntil = now + STORE_PAUSE.toNanos();
    pausing = true;
    if (key == null) {
      looking = false;
      acknowledgedMeanwhile.clear();
      return;
    }
    Delivery delivery = deliveries.get(key);
    if (delivery != null && delivery.isReading()) {
      // Found again when the mailbox is looked into; it must not keep the others waiting.
      drop(delivery);
      more = true;
    }
  }

  /**
   * The device has taken something in.
   *
   * @return what to make of it
   */
  Receipt acknowledge(AnswerAck ack) {
    Delivery delivery = byHandle.get(ack.handle());
    if (delivery == null) {
      return Receipt.NOTHING;
    }
    if (!delivery.acknowledge(ack.generation(), ack.offset(), ack.end())) {
      return Receipt.AHEAD;
    }
    if (!ack.end()) {
      return Receipt.NOTHING;
    }
    drop(delivery);
    acknowledging++;
    if (looking) {
      acknowledgedMeanwhile.add(delivery.key());
    }
    return Receipt.delivered(delivery.key());
  }

  /** An acknowledgement is durable, or could not be made so. */
  void acknowledged() {
    acknowledging--;
  }

  /** The next message, or null where there is none for now. */
  @Nullable RelayMessage next() {
    for (Delivery delivery : deliveries.values()) {
      RelayMessage first = delivery.takeLoneFailure();
      first = first != null ? first : delivery.takeStage();
      if (first != null) {
        return first;
      }
    }
    Delivery under = current != null ? current : begin();
    if (under == null) {
      return null;
    }
    RelayMessage message = under.take(credit - underWay());
    if (under.isTold()) {
      current = null;
    }
    return message;
  }

  private @Nullable Delivery begin() {
    for (Delivery delivery : deliveries.values()) {
      if (delivery.isReady()) {
        if (delivery.handle() == 0) {
          int devices = handles.applyAsInt(delivery.key());
          delivery.bind(devices != 0 ? devices : nextHandle++);
          byHandle.put(delivery.handle(), delivery);
        }
        current = delivery;
        return delivery;
      }
    }
    return null;
  }

  /** What the store is to be asked next, or null. The caller answers each errand exactly once. */
  @Nullable Errand errand(long now) {
    if (pausing && now - pauseUntil < 0) {
      return null;
    }
    pausing = false;
    if (isHandsFull()) {
      return null;
    }
    for (Delivery delivery : deliveries.values()) {
      if (delivery.isShelved()) {
        delivery.reading();
        return Errand.read(delivery.key());
      }
    }
    long fromMailbox = deliveries.values().stream().filter(open -> !open.isDevices()).count();
    CaptureKey first = fromMailbox < UNACKNOWLEDGED ? mailbox.poll() : null;
    if (first != null) {
      Delivery delivery = new Delivery(first, 0, false, charset, 1);
      delivery.reading();
      deliveries.put(first, delivery);
      return Errand.read(first);
    }
    boolean idle = mailbox.isEmpty() && fromMailbox == 0 && acknowledging == 0;
    if (more && !looking && idle) {
      looking = true;
      return Errand.LOOK;
    }
    return null;
  }

  /** True where one more text in memory would be one too many. */
  private boolean isHandsFull() {
    return deliveries.values().stream()
        .anyMatch(other -> other.isReading() || (other.isLoaded() && other != current));
  }

  private void keep(Delivery delivery, Ending ending) {
    boolean small = ending.kind() == Ending.Kind.FAILURE;
    if (small || delivery == current || !isHandsFull()) {
      delivery.load(ending);
    } else {
      delivery.shelve();
    }
  }

  private void enqueue(CaptureKey key) {
    if (!key.device().equals(device) || mailbox.contains(key)) {
      return;
    }
    if (mailbox.size() < PAGE && !(more && !looking)) {
      mailbox.add(key);
    } else {
      more = true;
    }
  }

  private void drop(Delivery delivery) {
    if (!former.remove(delivery)) {
      deliveries.remove(delivery.key());
    }
    byHandle.remove(delivery.handle());
    current = current == delivery ? null : current;
  }

  private long underWay() {
    long sum = 0;
    for (Delivery delivery : deliveries.values()) {
      sum += delivery.underWay();
    }
    for (Delivery delivery : former) {
      sum += delivery.underWay();
    }
    return sum;
  }

  /**
   * What the store is to be asked.
   *
   * @param key whose end is to be read; null where the mailbox is to be looked into
   */
  record Errand(@Nullable CaptureKey key) {

    static final Errand LOOK = new Errand(null);

    static Errand read(CaptureKey key) {
      return new Errand(key);
    }
  }
}
