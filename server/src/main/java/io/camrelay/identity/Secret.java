package io.camrelay.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * A text that must not be seen, such as a provider's key. It prints as {@code ***}; only {@link
 * #reveal} gives it away, so that every place that does can be found. It is no record, because
 * libraries that print or serialize records would show its component.
 */
public final class Secret {

  /** What is shown in place of a secret. */
  static final String HIDDEN = "***";

  private final String text;

  /**
   * @param text the secret; an empty one is allowed and still hidden
   */
  public Secret(String text) {
    this.text = text;
  }

  /** The secret itself, for the one place that needs it. Never for a log. */
  public String reveal() {
    return text;
  }

  /** Compares in a time that depends on the lengths alone, not on where the texts differ. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret secret && MessageDigest.isEqual(utf8(text), utf8(secret.text));
  }

  /** The same for all: a hash code would tell 32 bits of the secret to whoever prints it. */
  @Override
  public int hashCode() {
    return Secret.class.hashCode();
  }

  @Override
  public String toString() {
    return HIDDEN;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
