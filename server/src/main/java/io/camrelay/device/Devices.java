package io.camrelay.device;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The devices that the relay knows. Calls never block; a stage fails with the store's exception
 * where the store fails, and is completed on a thread of the store, which the caller leaves at
 * once.
 */
public interface Devices {

  /** The device with this name. */
  CompletionStage<Optional<Device>> find(String name);

  /** All of them, by name. */
  CompletionStage<List<Device>> list();

  /**
   * Adds a device, or gives a known one (revoked or not) a new secret and lets it in again.
   *
   * @return true where it was new
   */
  CompletionStage<Boolean> put(String name, String tokenHash, Instant now);

  /**
   * Shuts a device out.
   *
   * @return false where there is none of this name
   */
  CompletionStage<Boolean> revoke(String name, Instant now);

  /** Remembers when a device was last connected; need not be durable at once. */
  void seen(String name, Instant at);

  /**
   * Has the listener called, within a second, after another process (a command beside the relay)
   * has changed anything in the store. It is called on a thread of the store.
   */
  void onForeignChange(Runnable listener);
}
