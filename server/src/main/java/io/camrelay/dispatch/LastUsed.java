package io.camrelay.dispatch;

import java.util.LinkedHashMap;
import java.util.Map;

/** A bounded map that forgets what was not used for longest. Not safe for several threads. */
final class LastUsed<K, V> extends LinkedHashMap<K, V> {

  private final int most;

  /**
   * @param most entries that are kept
   */
  LastUsed(int most) {
    super(16, 0.75f, true);
    this.most = most;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > most;
  }
}
