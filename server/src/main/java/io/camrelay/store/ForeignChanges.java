package io.camrelay.store;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who wants to hear that another process has changed something. */
final class ForeignChanges {

  private static final Logger log = LoggerFactory.getLogger(ForeignChanges.class);

  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  void listen(Runnable listener) {
    listeners.add(listener);
  }

  /** On the writer's thread: a listener that fails must not be the end of it. */
  void happened() {
    log.debug("store changed by another process");
    for (Runnable listener : listeners) {
      try {
        listener.run();
      } catch (RuntimeException e) {
        log.error("listener to changes failed", e);
      }
    }
  }
}
