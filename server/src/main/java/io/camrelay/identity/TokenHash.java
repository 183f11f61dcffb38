package io.camrelay.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * What the relay keeps of a device's token: the SHA-256 of its text form.
 *
 * <p>A slow, salted hash as for passwords would protect nothing here. Such hashes make guessing
 * dear where people choose from few passwords; a token is 256 random bits, so whoever steals the
 * hashes has 2^256 guesses before them at any speed, and no two devices share a token. A fast hash
 * keeps a thousand devices that come back at once from costing the relay a minute of CPU.
 */
public final class TokenHash {

  /** The hash's length. */
  public static final int BYTES = Sha256.BYTES;

  // Stands in for a device that does not exist. Nobody holds its token: that was drawn at
  // start and thrown away at once.
  private static final TokenHash NOBODY = DeviceToken.generate(new SecureRandom()).hash();

  // Never changed after construction, and never handed out.
  private final byte[] hash;

  private TokenHash(byte[] hash) {
    this.hash = hash;
  }

  /**
   * Takes up a hash that was kept.
   *
   * @throws IllegalArgumentException if it is not {@link #BYTES} long
   */
  public static TokenHash ofBytes(byte[] kept) {
    if (kept.length != BYTES) {
      throw new IllegalArgumentException(
          "a token's hash has %d bytes, not %d".formatted(BYTES, kept.length));
    }
    return new TokenHash(kept.clone());
  }

  /** Hashes whatever a peer presents, well formed or not: a malformed token matches no hash. */
  static TokenHash of(String text) {
    return new TokenHash(Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Whether a presented token opens this device. An unknown device costs the same as a wrong token,
   * one hash and one comparison in constant time, so that the time taken does not tell which names
   * exist.
   *
   * @param kept the device's hash, or null if there is no such device
   * @param presented the token's text as the peer sent it
   */
  public static boolean admits(@Nullable TokenHash kept, String presented) {
    TokenHash expected = kept == null ? NOBODY : kept;
    boolean equal = MessageDigest.isEqual(expected.hash, of(presented).hash);
    return kept != null && equal;
  }

  /** The hash, for the store. */
  public byte[] bytes() {
    return hash.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TokenHash token && MessageDigest.isEqual(hash, token.hash);
  }

  @Override
  public int hashCode() {
    return TokenHash.class.hashCode();
  }

  /** Hidden as well: it is of no use in a log. */
  @Override
  public String toString() {
    return Secret.HIDDEN;
  }
}
