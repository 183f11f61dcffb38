package io.camrelay.vision;

import org.jspecify.annotations.Nullable;

/**
 * A provider's key, or any other text that a provider must see and nobody else. It prints as {@code
 * ***}; it is no record, because libraries that print records would show its component.
 */
public final class ApiKey {

  /** What is shown in place of a key. */
  static final String HIDDEN = "***";

  /** For providers that want no key. */
  public static final ApiKey NONE = new ApiKey("");

  private final String text;

  /**
   * @param text the key; space around it (the line end of a key file, say) is dropped
   * @throws IllegalArgumentException when it holds what no HTTP header can carry
   */
  public ApiKey(String text) {
    this.text = text.strip();
    if (!this.text.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
      throw new IllegalArgumentException(
          "the key holds a line break or a character beyond ASCII; copy it again");
    }
  }

  public boolean isEmpty() {
    return text.isEmpty();
  }

  /** The key itself, for the request's header and for taking it out of texts. Never for a log. */
  String reveal() {
    return text;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ApiKey key && text.equals(key.text);
  }

  /** The same for all: a hash code would tell 32 bits of the key to whoever prints it. */
  @Override
  public int hashCode() {
    return ApiKey.class.hashCode();
  }

  @Override
  public String toString() {
    return HIDDEN;
  }
}
