package io.camrelay.device;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One camera board as the relay knows it.
 *
 * @param name see {@link DeviceName}
 * @param tokenHash the SHA-256 of its token, 64 hexadecimal digits
 * @param addedAt when the operator added it
 * @param revokedAt when the operator shut it out, null while it may connect
 * @param lastSeen when it was last connected, null where it never was
 */
public record Device(
    String name,
    String tokenHash,
    Instant addedAt,
    @Nullable Instant revokedAt,
    @Nullable Instant lastSeen) {

  /** True while the device may connect. */
  public boolean admitted() {
    return revokedAt == null;
  }
}
