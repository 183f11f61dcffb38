package io.camrelay.dispatch;

import io.camrelay.capture.CaptureKey;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The captures that are known to be due, a bounded look-ahead into what the store holds. Devices
 * take turns, however much each of them has waiting; within a device, the order is the store's. Not
 * safe for several threads.
 */
final class Waiting {

  /** How many in all. */
  static final int LIMIT = 512;

  /** How many of one device. */
  static final int PER_DEVICE = 16;

  /** Nobody has looked at it yet. */
  private static final Hold UNKNOWN = new Hold("", Instant.MIN, Instant.MIN);

  /** Captures by device; the device whose turn is next comes first. No list is empty. */
  private final Map<String, Deque<CaptureKey>> byDevice = new LinkedHashMap<>();

  /** All that is in {@link #byDevice}, with what each waits for. */
  private final Map<CaptureKey, Hold> holds = new HashMap<>();

  /** What was added while the store was read: the store may not have seen it. */
  private final Set<CaptureKey> fresh = new LinkedHashSet<>();

  /** True where the store may hold due captures that are not in here. */
  private boolean more;

  /** Adds a capture behind the device's others; remembers that there is more where it is full. */
  boolean add(CaptureKey key) {
    if (holds.containsKey(key)) {
      return true;
    }
    Deque<CaptureKey> queue = byDevice.get(key.device());
    if (holds.size() >= LIMIT || (queue != null && queue.size() >= PER_DEVICE)) {
      more = true;
      return false;
    }
    queue(key.device()).addLast(key);
    holds.put(key, UNKNOWN);
    fresh.add(key);
    return true;
  }

  /**
   * What a capture that was looked at waits for.
   *
   * @param provider that this one has room
   * @param notBefore and this moment
   * @param until at which it is looked at in any case, because its time is over
   */
  record Hold(String provider, Instant notBefore, Instant until) {}

  /** Gives back a capture that was taken, because its provider has no room for it now. */
  void putBack(CaptureKey key, Hold hold) {
    if (holds.put(key, hold) == null) {
      queue(key.device()).addFirst(key);
      fresh.add(key);
    }
  }

  /** The store is about to be read for {@link #refresh}. */
  void refreshBegins() {
    fresh.clear();
  }

  /**
   * Replaces all with what the store says is due. Devices keep their turns.
   *
   * @param due as the store orders it, at most {@link #LIMIT} and {@link #PER_DEVICE}
   * @param passedOver captures that are under way
   */
  void refresh(List<CaptureKey> due, Set<CaptureKey> passedOver) {
    Map<CaptureKey, Hold> known = new HashMap<>(holds);
    List<String> turns = new ArrayList<>(byDevice.keySet());
    List<CaptureKey> all = new ArrayList<>(due);
    fresh.stream().filter(known::containsKey).forEach(all::add);
    byDevice.clear();
    holds.clear();
    turns.forEach(this::queue);
    more = due.size() >= LIMIT || oneHasMore(due);
    for (CaptureKey key : all) {
      if (!passedOver.contains(key) && add(key)) {
        holds.put(key, known.getOrDefault(key, UNKNOWN));
      }
    }
    byDevice.values().removeIf(Deque::isEmpty);
    fresh.clear();
  }

  /**
   * Takes the next capture and gives the turn to the next device.
   *
   * @param hasRoom whether a provider's places keep nobody waiting
   * @return null where there is none that could be asked now
   */
  @Nullable CaptureKey take(Predicate<String> hasRoom, Instant now) {
    CaptureKey taken = null;
    for (Iterator<Deque<CaptureKey>> turns = byDevice.values().iterator();
        taken == null && turns.hasNext(); ) {
      taken = takeFrom(turns.next(), hasRoom, now);
    }
    if (taken != null) {
      holds.remove(taken);
      fresh.remove(taken);
      Deque<CaptureKey> rest = byDevice.remove(taken.device());
      if (rest != null && !rest.isEmpty()) {
        byDevice.put(taken.device(), rest);
      }
    }
    return taken;
  }

  /** How many wait for their provider. */
  int held() {
    return (int) holds.values().stream().filter(hold -> !hold.equals(UNKNOWN)).count();
  }

  /** True where the capture waits in here. */
  boolean contains(CaptureKey key) {
    return holds.containsKey(key);
  }

  /** True where nothing is left in here although the store may hold more. */
  boolean wantsMore() {
    return more && holds.isEmpty();
  }

  private @Nullable CaptureKey takeFrom(
      Deque<CaptureKey> queue, Predicate<String> hasRoom, Instant now) {
    for (Iterator<CaptureKey> keys = queue.iterator(); keys.hasNext(); ) {
      CaptureKey key = keys.next();
      Hold hold = holds.getOrDefault(key, UNKNOWN);
      boolean due = !hold.notBefore().isAfter(now) && hasRoom.test(hold.provider());
      if (hold.equals(UNKNOWN) || due || !hold.until().isAfter(now)) {
        keys.remove();
        return key;
      }
    }
    return null;
  }

  private Deque<CaptureKey> queue(String device) {
    return byDevice.computeIfAbsent(device, name -> new ArrayDeque<>());
  }

  private static boolean oneHasMore(List<CaptureKey> due) {
    Map<String, Integer> counts = new HashMap<>();
    due.forEach(key -> counts.merge(key.device(), 1, Integer::sum));
    return counts.values().stream().anyMatch(count -> count >= PER_DEVICE);
  }
}
