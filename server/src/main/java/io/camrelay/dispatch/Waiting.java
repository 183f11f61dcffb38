package io.camrelay.dispatch;

import io.camrelay.capture.CaptureKey;
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

  /** Stands for a provider that has not been chosen yet. */
  private static final String UNKNOWN = "";

  /** Captures by device; the device whose turn is next comes first. No list is empty. */
  private final Map<String, Deque<CaptureKey>> byDevice = new LinkedHashMap<>();

  /** All that is in {@link #byDevice}, with the provider that was chosen for it. */
  private final Map<CaptureKey, String> chosen = new HashMap<>();

  /** What was added while the store was read: the store may not have seen it. */
  private final Set<CaptureKey> fresh = new LinkedHashSet<>();

  /** True where the store may hold due captures that are not in here. */
  private boolean more;

  /** Adds a capture behind the device's others; remembers that there is more where it is full. */
  boolean add(CaptureKey key) {
    if (chosen.containsKey(key)) {
      return true;
    }
    Deque<CaptureKey> queue = byDevice.get(key.device());
    if (chosen.size() >= LIMIT || (queue != null && queue.size() >= PER_DEVICE)) {
      more = true;
      return false;
    }
    queue(key.device()).addLast(key);
    chosen.put(key, UNKNOWN);
    fresh.add(key);
    return true;
  }

  /** Gives back a capture that was taken, because its provider has no place for it now. */
  void putBack(CaptureKey key, String provider) {
    if (chosen.put(key, provider) == null) {
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
    Map<CaptureKey, String> known = new HashMap<>(chosen);
    List<String> turns = new ArrayList<>(byDevice.keySet());
    List<CaptureKey> all = new ArrayList<>(due);
    fresh.stream().filter(known::containsKey).forEach(all::add);
    byDevice.clear();
    chosen.clear();
    turns.forEach(this::queue);
    more = due.size() >= LIMIT || oneHasMore(due);
    for (CaptureKey key : all) {
      if (!passedOver.contains(key) && add(key)) {
        chosen.put(key, known.getOrDefault(key, UNKNOWN));
      }
    }
    byDevice.values().removeIf(Deque::isEmpty);
    fresh.clear();
  }

  /**
   * Takes the next capture and gives the turn to the next device.
   *
   * @param hasPlace whether a provider can take one more
   * @return null where there is none that could be asked now
   */
  @Nullable CaptureKey take(Predicate<String> hasPlace) {
    CaptureKey taken = null;
    for (Iterator<Deque<CaptureKey>> turns = byDevice.values().iterator();
        taken == null && turns.hasNext(); ) {
      taken = takeFrom(turns.next(), hasPlace);
    }
    if (taken != null) {
      chosen.remove(taken);
      fresh.remove(taken);
      Deque<CaptureKey> rest = byDevice.remove(taken.device());
      if (rest != null && !rest.isEmpty()) {
        byDevice.put(taken.device(), rest);
      }
    }
    return taken;
  }

  /** True where the capture waits in here. */
  boolean contains(CaptureKey key) {
    return chosen.containsKey(key);
  }

  /** True where nothing is left in here although the store may hold more. */
  boolean wantsMore() {
    return more && chosen.isEmpty();
  }

  private @Nullable CaptureKey takeFrom(Deque<CaptureKey> queue, Predicate<String> hasPlace) {
    for (Iterator<CaptureKey> keys = queue.iterator(); keys.hasNext(); ) {
      CaptureKey key = keys.next();
      String provider = chosen.getOrDefault(key, UNKNOWN);
      if (provider.equals(UNKNOWN) || hasPlace.test(provider)) {
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
