package io.camrelay.camera;

import org.jspecify.annotations.Nullable;

/** Forgets everything with the process. */
final class VolatileMemory implements CameraMemory {

  private final long epoch;
  private long last;
  private @Nullable String token;

  VolatileMemory(long epoch) {
    this.epoch = epoch;
  }

  @Override
  public long epoch() {
    return epoch;
  }

  @Override
  public synchronized long nextNumber() {
    return ++last;
  }

  @Override
  public synchronized @Nullable String token() {
    return token;
  }

  @Override
  public synchronized void keepToken(String token) {
    this.token = token;
  }
}
