package io.camrelay.capture;

import io.camrelay.protocol.StageKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * Carries what happens to captures from those who make it happen to those who deliver or watch it.
 * It keeps nothing: who comes late reads the store. Calls are made on the publisher's thread.
 */
public final class CaptureFeed implements CaptureListener {

  /** Owned by the map; lists are replaced, never changed. */
  private final Map<String, List<CaptureListener>> byDevice = new ConcurrentHashMap<>();

  /** Those who watch every device. */
  private final List<CaptureListener> watchers = new CopyOnWriteArrayList<>();

  /** Hears of this device's captures until {@link #unsubscribe}. */
  public void subscribe(String device, CaptureListener listener) {
    byDevice.merge(device, List.of(listener), CaptureFeed::joined);
  }

  /** Ends a subscription; does nothing where there is none. */
  public void unsubscribe(String device, CaptureListener listener) {
    byDevice.computeIfPresent(
        device,
        (name, listeners) -> {
          List<CaptureListener> rest = listeners.stream().filter(l -> l != listener).toList();
          return rest.isEmpty() ? null : rest;
        });
  }

  /** Hears of every device's captures for as long as the relay runs. */
  public void watch(CaptureListener watcher) {
    watchers.add(watcher);
  }

  @Override
  public void stage(CaptureKey key, StageKind stage, Duration retryIn, String detail) {
    listeners(key).forEach(listener -> listener.stage(key, stage, retryIn, detail));
    watchers.forEach(watcher -> watcher.stage(key, stage, retryIn, detail));
  }

  @Override
  public void text(CaptureKey key, int generation, int offset, String piece) {
    listeners(key).forEach(listener -> listener.text(key, generation, offset, piece));
    watchers.forEach(watcher -> watcher.text(key, generation, offset, piece));
  }

  @Override
  public void ended(CaptureKey key, int generation, Ending ending) {
    listeners(key).forEach(listener -> listener.ended(key, generation, ending));
    watchers.forEach(watcher -> watcher.ended(key, generation, ending));
  }

  /** The device hears nothing of what the operator asks. */
  private List<CaptureListener> listeners(CaptureKey key) {
    return key.isOperators() ? List.of() : byDevice.getOrDefault(key.device(), List.of());
  }

  private static List<CaptureListener> joined(
      List<CaptureListener> some, List<CaptureListener> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }
}
