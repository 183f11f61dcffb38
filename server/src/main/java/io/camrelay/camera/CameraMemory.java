package io.camrelay.camera;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * What a camera remembers while it has no power, as the board does in its NVS: the epoch, which
 * numbers were used, and a token that the relay has sent. May be called by any thread.
 */
public interface CameraMemory {

  /** The random number that was drawn when the memory was empty. */
  long epoch();

  /** A number that was never given before within this epoch. */
  long nextNumber();

  /** The token that the relay has sent last; null if it never has. */
  @Nullable String token();

  /** Keeps a token that the relay has sent. */
  void keepToken(String token);

  /** A memory that lasts as long as this object. */
  static CameraMemory inMemory() {
    return new VolatileMemory(new SecureRandom().nextLong());
  }

  /** The same with an epoch that is known beforehand, for tests that must repeat. */
  static CameraMemory inMemory(long epoch) {
    return new VolatileMemory(epoch);
  }

  /**
   * A memory in a file, which is made if there is none, readable by its owner alone.
   *
   * @throws IOException if the file cannot be read or made, or is no camera's memory
   */
  static CameraMemory file(Path file) throws IOException {
    return FileMemory.open(file);
  }
}
